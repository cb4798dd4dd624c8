// SPDX-License-Identifier: Apache-2.0
// Where a district's templates are read from and how they change. The state of a template's object says which text is in force; the texts stand with the
// events, so that the district's snapshot stays small.
#include "paper/district.h"

#include "org/org.h"

static int64_t object_of(enum paper_kind kind) {
    return ADMIN_TEMPLATE_OBJECT + kind;
}

static enum yk take_shipped(enum paper_kind kind, int64_t version, int64_t n,
                            struct paper_template *out, struct err *err) {
    int number = 0;
    const char *text = paper_shipped(kind, (int)n, &number);
    if (!text) {
        return err_set(err, YK_NOT_FOUND, ERR_NOT_FOUND, "no shipped text %lld", (long long)n);
    }
    *out =
        (struct paper_template){.kind = kind, .version = version, .shipped = number, .text = text};
    return YK_OK;
}

static enum yk take_own(struct db *db, struct arena *arena, int32_t district, enum paper_kind kind,
                        int64_t version, struct paper_template *out, struct err *err) {
    const char *text = NULL;
    enum yk status =
        log_text(db, arena, &ledger_admin, district, object_of(kind), version, "text", &text, err);
    if (status == YK_OK && !text) {
        return err_set(err, YK_NOT_FOUND, ERR_NOT_FOUND, "no template %lld", (long long)version);
    }
    if (status == YK_OK) {
        *out = (struct paper_template){.kind = kind, .version = version, .text = text};
    }
    return status;
}

enum yk paper_template_at(struct db *db, struct arena *arena, int32_t district,
                          enum paper_kind kind, int64_t version, int64_t shipped,
                          struct paper_template *out, struct err *err) {
    return shipped > 0 ? take_shipped(kind, version, shipped, out, err)
                       : take_own(db, arena, district, kind, version, out, err);
}

enum yk paper_template_current(struct db *db, struct arena *arena, int32_t district,
                               enum paper_kind kind, struct paper_template *out, struct err *err) {
    struct log_object object;
    enum yk status = log_peek(db, arena, &ledger_admin, district, object_of(kind), &object, err);
    if (status == YK_NOT_FOUND) {
        return take_shipped(kind, 0, 0, out, err);
    }
    if (status != YK_OK) {
        return status;
    }
    const struct admin_state *state = object.state;
    int64_t shipped = state->shipped == JSON_ABSENT_INT ? 0 : state->shipped;
    return paper_template_at(db, arena, district, kind, object.seq, shipped, out, err);
}

enum yk paper_template_on(struct db *db, struct arena *arena, int32_t district,
                          enum paper_kind kind, int64_t at_us, struct paper_template *out,
                          struct err *err) {
    struct log_entry *entries = NULL;
    size_t n = 0;
    enum yk status =
        log_story(db, arena, &ledger_admin, district, object_of(kind), 0, &entries, &n, err);
    if (status != YK_OK && status != YK_NOT_FOUND) {
        return status;
    }
    while (n > 0 && entries[n - 1].event.recorded_at > at_us) {
        n--;
    }
    if (n == 0) {
        return take_shipped(kind, 0, 0, out, err);
    }
    const struct admin_event *body = entries[n - 1].event.body;
    int64_t shipped = body->shipped == JSON_ABSENT_INT ? 0 : body->shipped;
    return paper_template_at(db, arena, district, kind, (int64_t)n, shipped, out, err);
}

enum yk paper_template_decide(enum paper_kind kind, const char *text, int32_t day,
                              struct arena *arena, struct drafts *out, struct err *err) {
    enum yk status = text ? paper_check_template(kind, text, err) : YK_OK;
    struct admin_event *body = status == YK_OK ? admin_event_new(arena) : NULL;
    if (status != YK_OK) {
        return status;
    }
    if (!body) {
        return err_set(err, YK_NOMEM, ERR_INTERNAL, "paper: no memory to decide");
    }
    body->code = json_word_of(paper_kind_words, kind);
    if (!text) {
        int shipped = 0;
        (void)paper_shipped(kind, 0, &shipped);
        body->shipped = shipped;
    }
    struct draft *draft = drafts_add(out, &admin_types[TEMPLATE_SET], day, body);
    draft_add_text(draft, "text", text);
    return YK_OK;
}

enum yk paper_template_set(struct log_tx *tx, enum paper_kind kind, int64_t seen, const char *text,
                           int32_t day, struct err *err) {
    struct drafts drafts = {.n = 0};
    struct log_object object;
    // The district's line first: two who change a template for the first time at once would both make it.
    enum yk status = org_touch(tx, err);
    if (status == YK_OK) {
        status = paper_template_decide(kind, text, day, tx->arena, &drafts, err);
    }
    if (status != YK_OK) {
        return status;
    }
    status = log_load(tx, &ledger_admin, object_of(kind), &object, err);
    if (status == YK_NOT_FOUND) {
        status = log_new(tx, &ledger_admin, object_of(kind), &object, err);
    }
    if (status == YK_OK && object.seq != seen) {
        return err_set(err, YK_CONFLICT, ERR_CONFLICT, "template %d is at version %lld", (int)kind,
                       (long long)object.seq);
    }
    return status == YK_OK ? log_record(tx, &object, &drafts, err) : status;
}
