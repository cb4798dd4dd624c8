// SPDX-License-Identifier: Apache-2.0
// Subjects of notices on supervision. Words are made when a notice is read, so they follow what the reader may see then.
#include "supervise/subject.h"

#include "base/text.h"
#include "matter/subject.h"
#include "supervise/supervise.h"

static enum yk fill(struct db *db, struct arena *arena, const struct actor *actor,
                    const struct supervision *self, int64_t object, struct notice_subject *out,
                    struct err *err) {
    char number[SUPERVISION_NUMBER_BYTES];
    char id[ID_TEXT_BYTES];
    struct notice_subject subject = {.due_day = DAY_NONE};
    enum yk status = YK_OK;
    if (self->subject.ledger == LEDGER_MATTER && self->subject.object) {
        status = matter_subject(db, arena, actor, self->subject.object, &subject, err);
    }
    if (status != YK_OK) {
        return status;
    }
    if (!subject.number) {
        supervision_number_format((enum supervision_kind)self->kind, self->number, "zh", number);
        subject.number = arena_strdup(arena, number);
    }
    subject.path = NULL;
    if (supervise_visible(self, actor->scope.district, actor)) {
        id_format(object, id);
        subject.path = arena_printf(arena, "/supervise/%s", id);
    }
    if (!subject.number) {
        return err_set(err, YK_NOMEM, ERR_INTERNAL, "supervise: no memory for a notice");
    }
    *out = subject;
    return YK_OK;
}

enum yk supervise_subject(struct db *db, struct arena *arena, const struct actor *actor,
                          int64_t object, struct notice_subject *out, struct err *err) {
    struct log_object found;
    enum yk status =
        log_peek(db, arena, &supervise_ledger, actor->scope.district, object, &found, err);
    if (status == YK_NOT_FOUND) {
        return YK_OK;
    }
    return status == YK_OK ? fill(db, arena, actor, found.state, object, out, err) : status;
}
