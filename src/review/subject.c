// SPDX-License-Identifier: Apache-2.0
// Subjects of notices on reviews. The page is named to whom something of the meeting is visible.
#include "review/subject.h"

#include "base/text.h"
#include "review/review_view.h"

enum yk review_subject(struct db *db, struct arena *arena, const struct actor *actor,
                       int64_t object, struct notice_subject *out, struct err *err) {
    struct log_object found;
    char number[REVIEW_NUMBER_BYTES];
    char id[ID_TEXT_BYTES];
    enum yk status =
        log_peek(db, arena, &review_ledger, actor->scope.district, object, &found, err);
    if (status != YK_OK) {
        return status == YK_NOT_FOUND ? YK_OK : status;
    }
    const struct review *review = found.state;
    review_number_format(review->number, number);
    id_format(object, id);
    struct notice_subject subject = {.number = arena_strdup(arena, number), .due_day = DAY_NONE};
    if (review_visible(review, actor)) {
        subject.path = arena_printf(arena, "/review/%s", id);
    }
    if (!subject.number) {
        return err_set(err, YK_NOMEM, ERR_INTERNAL, "review: no memory for a notice");
    }
    *out = subject;
    return YK_OK;
}
