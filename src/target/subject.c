// SPDX-License-Identifier: Apache-2.0
// Subjects of notices on tasks. Title and page are given to whom the task is visible.
#include "target/subject.h"

#include "base/text.h"
#include "target/target.h"
#include "target/target_view.h"

enum yk target_subject(struct db *db, struct arena *arena, const struct actor *actor,
                       int64_t object, struct notice_subject *out, struct err *err) {
    struct log_object found;
    char number[TARGET_NUMBER_BYTES];
    char id[ID_TEXT_BYTES];
    enum yk status =
        log_peek(db, arena, &target_ledger, actor->scope.district, object, &found, err);
    if (status != YK_OK) {
        return status == YK_NOT_FOUND ? YK_OK : status;
    }
    const struct target *target = found.state;
    target_number_format(target->number, number);
    id_format(object, id);
    struct notice_subject subject = {.number = arena_strdup(arena, number), .due_day = DAY_NONE};
    if (target_visible(target, actor)) {
        subject.path = arena_printf(arena, "/target/task/%s", id);
        subject.title = target->name;
    }
    if (!subject.number) {
        return err_set(err, YK_NOMEM, ERR_INTERNAL, "target: no memory for a notice");
    }
    *out = subject;
    return YK_OK;
}
