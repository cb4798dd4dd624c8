// SPDX-License-Identifier: Apache-2.0
// The SQL of titles and of the full-text index. Facts, events and states have their own, in tally/ and log/.
#include "matter/matter_store.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"

enum {
    Q_INDEXED,
    Q_SET_INDEXED,
    Q_EVENTS,
    Q_LATE,
    Q_TEXTS,
    Q_INSERT,
    Q_FIND,
    Q_BY_NUMBER,
    Q_BUSY,
    Q_ASSISTS,       // is to answer a lead
    Q_MAY_COME_BACK, // withdrawn, and the call may find that it was not the person's will
    Q_POSITION,
    Q_PARKED,
    Q_COUNT
};
static const struct db_sql queries[Q_COUNT] = {
    [Q_INDEXED] = {"SELECT id FROM matter_search_at WHERE district = $1", NULL},
    [Q_SET_INDEXED] = {"INSERT INTO matter_search_at (district, id) VALUES ($1, $2)"
                       " ON CONFLICT (district) DO UPDATE SET id = excluded.id",
                       NULL},
    [Q_EVENTS] = {"SELECT id, ledger, object, seq FROM event WHERE district = $1 AND id > $2"
                  " ORDER BY id LIMIT $3",
                  NULL},
    // SQLite has one writer: nothing comes late there.
    [Q_LATE] = {"SELECT id, ledger, object, seq FROM event WHERE district = $1 AND id > $2"
                " AND id <= $3 AND ledger = $4 AND 1 = 0 ORDER BY id LIMIT $5",
                "SELECT e.id, e.ledger, e.object, e.seq FROM event AS e"
                " WHERE e.district = $1 AND e.id > $2 AND e.id <= $3 AND e.ledger = $4"
                " AND EXISTS (SELECT 1 FROM text AS t WHERE t.district = e.district"
                " AND t.ledger = e.ledger AND t.object = e.object AND t.seq = e.seq)"
                " AND NOT EXISTS (SELECT 1 FROM matter_search AS s"
                " WHERE s.district = e.district AND s.id = e.id) ORDER BY e.id LIMIT $5"},
    [Q_TEXTS] = {"SELECT content FROM text WHERE district = $1 AND ledger = $2 AND object = $3"
                 " AND seq = $4 ORDER BY field",
                 NULL},
    [Q_INSERT] = {"INSERT INTO matter_search (rowid, words) VALUES ($2, 'd' || $1 || ' ' || $3)",
                  "INSERT INTO matter_search (district, id, words) VALUES ($1, $2,"
                  " array_to_tsvector(string_to_array($3, ' '))) ON CONFLICT DO NOTHING"},
    [Q_FIND] =
        {"SELECT e.object, e.seq FROM matter_search AS s JOIN event AS e"
         " ON e.district = $1 AND e.id = s.rowid WHERE s.matter_search MATCH 'd' || $1 || ' AND ' || $2"
         " AND ($4 = 0 OR EXISTS (SELECT 1 FROM matter_fact AS f WHERE f.district = $1"
         " AND f.object = e.object AND f.part = 0 AND f.unit = $4)"
         " OR EXISTS (SELECT 1 FROM assist_fact AS a WHERE a.district = $1"
         " AND a.object = e.object AND a.unit = $4))"
         " ORDER BY s.rowid DESC LIMIT $3",
         "SELECT e.object, e.seq FROM matter_search AS s JOIN event AS e"
         " ON e.district = s.district AND e.id = s.id WHERE s.district = $1"
         " AND s.words @@ CAST($2 AS TSQUERY)"
         " AND ($4 = 0 OR EXISTS (SELECT 1 FROM matter_fact AS f WHERE f.district = $1"
         " AND f.object = e.object AND f.part = 0 AND f.unit = $4)"
         " OR EXISTS (SELECT 1 FROM assist_fact AS a WHERE a.district = $1"
         " AND a.object = e.object AND a.unit = $4))"
         " ORDER BY s.id DESC LIMIT $3"},
    [Q_BY_NUMBER] = {"SELECT object FROM matter_fact WHERE district = $1 AND number = $2", NULL},
    [Q_BUSY] = {"SELECT 1 FROM matter_fact WHERE district = $1 AND unit = $2 AND ended_day IS NULL"
                " LIMIT 1",
                NULL},
    [Q_ASSISTS] = {"SELECT 1 FROM assist_fact WHERE district = $1 AND unit = $2"
                   " AND open_due_at > 0 LIMIT 1",
                   NULL},
    [Q_MAY_COME_BACK] = {"SELECT 1 FROM round_fact WHERE district = $1 AND unit = $2 AND kind = 2"
                         " AND next_try_day > 0 LIMIT 1",
                         NULL},
    [Q_POSITION] = {"SELECT id FROM event WHERE district = $1 ORDER BY id DESC LIMIT 1", NULL},
    [Q_PARKED] =
        {"SELECT object, part, review_day FROM park_fact WHERE district = $1 AND ended_day IS NULL"
         " AND outcome = $2 ORDER BY object, part",
         NULL},
};
const struct db_sql_table matter_sql = {"matter", queries, Q_COUNT};

static enum yk no_memory(struct err *err) {
    return err_set(err, YK_NOMEM, ERR_INTERNAL, "matter: no memory for a search or a list");
}

// ---- titles ----

// Lists are padded to a power of two, so that few statement texts arise.
static size_t padded(size_t n) {
    size_t cap = 1;
    while (cap < n) {
        cap *= 2;
    }
    return cap;
}

static void add_titles_sql(size_t n, struct buf *out) {
    buf_add_text(out, "SELECT object, seq, content FROM text WHERE district = $1 AND ledger = 3"
                      " AND object IN (");
    for (size_t i = 0; i < n; i++) {
        buf_add_printf(out, "%s$%zu", i ? ", " : "", i + 2);
    }
    buf_add_text(out, ") AND field = 'title'");
}

static void keep_title(const int64_t *objects, const int64_t *seqs, size_t n, int64_t object,
                       int64_t seq, const char *title, const char **titles) {
    for (size_t i = 0; i < n; i++) { // a matter may stand in a list twice, as rows of two rounds
        if (objects[i] == object && seqs[i] == seq) {
            titles[i] = title;
        }
    }
}

static enum yk read_titles(struct db_stmt *st, struct arena *arena, const int64_t *objects,
                           const int64_t *seqs, size_t n, const char **titles, struct err *err) {
    enum db_row row;
    while ((row = db_step(st)) == DB_ROW) {
        const char *title = arena_strdup(arena, db_text(st, 2, NULL));
        if (!title) {
            return no_memory(err);
        }
        keep_title(objects, seqs, n, db_i64(st, 0), db_i64(st, 1), title, titles);
    }
    return row == DB_ERROR ? db_status(st, err) : YK_OK;
}

enum yk matter_store_titles(struct db *db, struct arena *arena, int32_t district,
                            const int64_t *objects, const int64_t *seqs, size_t n,
                            const char ***out, struct err *err) {
    const char **titles = arena_alloc_array(arena, n + 1, sizeof *titles);
    if (!titles) {
        return no_memory(err);
    }
    for (size_t i = 0; i < n; i++) {
        titles[i] = "";
    }
    if (n == 0) {
        *out = titles;
        return YK_OK;
    }
    struct buf sql;
    buf_init(&sql, 1 << 16);
    add_titles_sql(padded(n), &sql);
    enum yk status = sql.failed ? no_memory(err) : YK_OK;
    if (status == YK_OK) {
        _cleanup_stmt_ struct db_stmt *st = db_use_text(db, sql.data);
        db_bind_i64(st, 1, district);
        for (size_t i = 0; i < padded(n); i++) {
            db_bind_i64(st, (int)i + 2, objects[i < n ? i : n - 1]);
        }
        status = read_titles(st, arena, objects, seqs, n, titles, err);
    }
    buf_done(&sql);
    if (status == YK_OK) {
        *out = titles;
    }
    return status;
}

// ---- what changed ----

enum yk matter_store_position(struct db *db, int32_t district, int64_t *out_id, struct err *err) {
    _cleanup_stmt_ struct db_stmt *st = db_use(db, &queries[Q_POSITION]);
    db_bind_i64(st, 1, district);
    enum db_row row = db_step(st);
    if (row == DB_ERROR) {
        return db_status(st, err);
    }
    *out_id = row == DB_ROW ? db_i64(st, 0) : 0;
    return YK_OK;
}

enum yk matter_store_changes(struct db *db, struct arena *arena, int32_t district, int64_t after,
                             size_t max, struct matter_change **out, size_t *out_n, bool *out_all,
                             struct err *err) {
    _cleanup_stmt_ struct db_stmt *st = db_use(db, &queries[Q_EVENTS]);
    struct matter_change *changes = arena_alloc_array(arena, max, sizeof *changes);
    size_t n = 0, n_events = 0;
    enum db_row row = DB_DONE;
    if (!changes) {
        return no_memory(err);
    }
    db_bind_i64(st, 1, district);
    db_bind_i64(st, 2, after);
    db_bind_i64(st, 3, (int64_t)max + 1);
    while (n_events < max && (row = db_step(st)) == DB_ROW) {
        n_events++;
        if (db_i64(st, 1) == LEDGER_MATTER) {
            changes[n++] = (struct matter_change){db_i64(st, 0), db_i64(st, 2)};
        }
    }
    if (row == DB_ERROR) {
        return db_status(st, err);
    }
    *out = changes;
    *out_n = n;
    *out_all = row == DB_DONE;
    return YK_OK;
}

// ---- the index ----

enum { WORDS_MAX_BYTES = 1 << 20 };
// On PostgreSQL a transaction may commit after a later id did: this long back the index looks again.
#define LATE_IDS (INT64_C(60000) << 22)

struct waiting {
    int64_t id, ledger, object, seq;
};

static enum yk take_waiting(struct db_stmt *st, int max, struct waiting *out, int *out_n,
                            struct err *err) {
    enum db_row row;
    int n = 0;
    while ((row = db_step(st)) == DB_ROW && n < max) {
        out[n++] = (struct waiting){db_i64(st, 0), db_i64(st, 1), db_i64(st, 2), db_i64(st, 3)};
    }
    if (row == DB_ERROR) {
        return db_status(st, err);
    }
    *out_n = n;
    return YK_OK;
}

static enum yk read_waiting(struct db *db, int32_t district, int64_t after, int max,
                            struct waiting *out, int *out_n, struct err *err) {
    _cleanup_stmt_ struct db_stmt *st = db_use(db, &queries[Q_EVENTS]);
    db_bind_i64(st, 1, district);
    db_bind_i64(st, 2, after);
    db_bind_i64(st, 3, max);
    return take_waiting(st, max, out, out_n, err);
}

// What was committed after the index had passed its id.
static enum yk read_late(struct db *db, int32_t district, int64_t upto, int max,
                         struct waiting *out, int *out_n, struct err *err) {
    _cleanup_stmt_ struct db_stmt *st = db_use(db, &queries[Q_LATE]);
    db_bind_i64(st, 1, district);
    db_bind_i64(st, 2, upto - LATE_IDS);
    db_bind_i64(st, 3, upto);
    db_bind_i64(st, 4, LEDGER_MATTER);
    db_bind_i64(st, 5, max);
    return take_waiting(st, max, out, out_n, err);
}

// The words of all texts of one event, separated by one space; the buffer is empty when it has none.
static enum yk read_words(struct db *db, struct arena *arena, int32_t district, int64_t object,
                          int64_t seq, struct buf *out, struct err *err) {
    _cleanup_stmt_ struct db_stmt *st = db_use(db, &queries[Q_TEXTS]);
    db_bind_i64(st, 1, district);
    db_bind_i64(st, 2, LEDGER_MATTER);
    db_bind_i64(st, 3, object);
    db_bind_i64(st, 4, seq);
    enum db_row row;
    while ((row = db_step(st)) == DB_ROW) {
        const char *words = text_bigrams(arena, db_text(st, 0, NULL));
        if (!words) {
            return no_memory(err);
        }
        if (*words) {
            buf_add_text(out, out->len ? " " : "");
            buf_add_text(out, words);
        }
    }
    if (row == DB_ERROR) {
        return db_status(st, err);
    }
    return out->failed ? no_memory(err) : YK_OK;
}

static enum yk index_event(struct db *db, struct arena *arena, int32_t district,
                           const struct waiting *event, struct buf *words, struct err *err) {
    buf_clear(words);
    enum yk status = read_words(db, arena, district, event->object, event->seq, words, err);
    if (status != YK_OK || words->len == 0) {
        return status;
    }
    struct db_stmt *st = db_use(db, &queries[Q_INSERT]);
    db_bind_i64(st, 1, district);
    db_bind_i64(st, 2, event->id);
    db_bind_text_n(st, 3, words->data, words->len);
    return db_post(st, err);
}

static enum yk read_indexed(struct db *db, int32_t district, int64_t *out, struct err *err) {
    _cleanup_stmt_ struct db_stmt *st = db_use(db, &queries[Q_INDEXED]);
    db_bind_i64(st, 1, district);
    enum yk status = db_one(st, err);
    if (status == YK_OK || status == YK_NOT_FOUND) {
        *out = status == YK_OK ? db_i64(st, 0) : 0;
        return YK_OK;
    }
    return status;
}

static enum yk set_indexed(struct db *db, int32_t district, int64_t id, struct err *err) {
    struct db_stmt *st = db_use(db, &queries[Q_SET_INDEXED]);
    db_bind_i64(st, 1, district);
    db_bind_i64(st, 2, id);
    return db_run(st, NULL, err);
}

enum yk matter_index_waiting(struct db *db, struct arena *arena, int32_t district, int max,
                             int *out_n, struct err *err) {
    struct waiting *events = arena_alloc_array(arena, (size_t)max, sizeof *events);
    int64_t after = 0;
    int n = 0;
    if (!events) {
        return no_memory(err);
    }
    enum yk status = read_indexed(db, district, &after, err);
    bool late = db_engine_of(db) == DB_POSTGRES && after > LATE_IDS;
    if (status == YK_OK) {
        status = read_waiting(db, district, after, max, events, &n, err);
    }
    int n_late = 0;
    if (status == YK_OK && n < max && late) { // caught up: what came late goes behind, out of order
        status = read_late(db, district, after, max - n, events + n, &n_late, err);
    }
    struct buf words;
    buf_init(&words, WORDS_MAX_BYTES);
    for (int i = 0; i < n + n_late && status == YK_OK; i++) {
        if (events[i].ledger == LEDGER_MATTER) {
            status = index_event(db, arena, district, &events[i], &words, err);
        }
    }
    buf_done(&words);
    if (status == YK_OK && n > 0) {
        status = set_indexed(db, district, events[n - 1].id, err);
    }
    if (status == YK_OK) {
        *out_n = n;
    }
    return status;
}

// ---- finding ----

struct found {
    int64_t *ids;
    size_t n;
    bool more;
};

static void found_add(struct found *found, int64_t id) {
    for (size_t i = 0; i < found->n; i++) {
        if (found->ids[i] == id) {
            return;
        }
    }
    if (found->n == SEARCH_HITS_MAX) {
        found->more = true;
        return;
    }
    found->ids[found->n++] = id;
}

static enum yk find_number(struct db *db, int32_t district, int64_t number, struct found *found,
                           struct err *err) {
    _cleanup_stmt_ struct db_stmt *st = db_use(db, &queries[Q_BY_NUMBER]);
    db_bind_i64(st, 1, district);
    db_bind_i64(st, 2, number);
    enum yk status = db_one(st, err);
    if (status == YK_OK) {
        found_add(found, db_i64(st, 0));
    }
    return status == YK_NOT_FOUND ? YK_OK : status;
}

enum { TAIL_DIGITS_MIN = 3, TAIL_DIGITS_MAX = 8, TAIL_YEARS = 10 };

// "000123" alone may be of this year or of one of the ten before it.
static enum yk find_tail(struct db *db, int32_t district, const char *query, int32_t today,
                         struct found *found, struct err *err) {
    size_t n = strlen(query);
    int year;
    int month;
    int day;
    if (n < TAIL_DIGITS_MIN || n > TAIL_DIGITS_MAX || strspn(query, "0123456789") != n) {
        return YK_OK;
    }
    day_to_civil(today, &year, &month, &day);
    enum yk status = YK_OK;
    for (int back = 0; back <= TAIL_YEARS && status == YK_OK; back++) {
        status = find_number(db, district, matter_number_of(year - back, strtoll(query, NULL, 10)),
                             found, err);
    }
    return status;
}

// One word of the query as its tokens: "用电量" is 用电 电量.
struct search_word {
    const char *tokens;
};
enum { SEARCH_WORDS_MAX = 8 };

static size_t split_words(struct arena *arena, const char *query,
                          struct search_word out[SEARCH_WORDS_MAX]) {
    char *copy = arena_strdup(arena, query);
    char *rest = copy;
    char *word;
    size_t n = 0;
    while (copy && n < SEARCH_WORDS_MAX && (word = strsep(&rest, " \t\n")) != NULL) {
        const char *tokens = *word ? text_bigrams(arena, word) : NULL;
        if (tokens && *tokens) {
            out[n++].tokens = tokens;
        }
    }
    return n;
}

// All tokens of all words, in the engine's own way of saying "and". Tokens are letters and digits only, so quoting is enough.
static void add_match(enum db_engine engine, const struct search_word *words, size_t n,
                      struct buf *out) {
    char quote = engine == DB_POSTGRES ? '\'' : '"';
    const char *both = engine == DB_POSTGRES ? " & " : " AND ";
    for (size_t i = 0; i < n; i++) {
        const char *at = words[i].tokens;
        while (*at) {
            size_t length = strcspn(at, " ");
            buf_add_text(out, out->len ? both : "");
            buf_add_char(out, quote);
            buf_add(out, at, length);
            buf_add_char(out, quote);
            at += length + (at[length] == ' ');
        }
    }
}

static bool contains_word(const char *padded_words, const char *tokens, struct buf *probe) {
    buf_clear(probe);
    buf_add_printf(probe, " %s ", tokens);
    return !probe->failed && strstr(padded_words, probe->data);
}

// Tokens may stand apart in a text: 用电 here and 电量 there are not 用电量. In the text's own row of tokens a word's stand side by side.
static enum yk check_hit(struct db *db, struct arena *arena, int32_t district, int64_t object,
                         int64_t seq, const struct search_word *words, size_t n, bool *out_holds,
                         struct err *err) {
    struct buf text;
    struct buf probe;
    buf_init(&text, WORDS_MAX_BYTES);
    buf_init(&probe, WORDS_MAX_BYTES);
    buf_add_text(&text, " ");
    enum yk status = read_words(db, arena, district, object, seq, &text, err);
    buf_add_text(&text, " ");
    bool holds = status == YK_OK && !text.failed;
    for (size_t i = 0; i < n && holds; i++) {
        holds = contains_word(text.data, words[i].tokens, &probe);
    }
    buf_done(&text);
    buf_done(&probe);
    if (status == YK_OK) {
        *out_holds = holds;
    }
    return status;
}

struct text_hit {
    int64_t object, seq;
};

static enum yk read_text_hits(struct db *db, int32_t district, int64_t unit, const char *match,
                              struct text_hit *out, size_t *out_n, struct err *err) {
    _cleanup_stmt_ struct db_stmt *st = db_use(db, &queries[Q_FIND]);
    db_bind_i64(st, 1, district);
    db_bind_text(st, 2, match);
    db_bind_i64(st, 3, SEARCH_HITS_MAX + 1);
    db_bind_i64(st, 4, unit);
    enum db_row row;
    size_t n = 0;
    while ((row = db_step(st)) == DB_ROW && n <= SEARCH_HITS_MAX) {
        out[n++] = (struct text_hit){db_i64(st, 0), db_i64(st, 1)};
    }
    if (row == DB_ERROR) {
        return db_status(st, err);
    }
    *out_n = n;
    return YK_OK;
}

static enum yk find_texts(struct db *db, struct arena *arena, int32_t district, int64_t unit,
                          const char *query, struct found *found, struct err *err) {
    struct search_word words[SEARCH_WORDS_MAX];
    size_t n_words = split_words(arena, query, words);
    struct text_hit *hits = arena_alloc_array(arena, SEARCH_HITS_MAX + 1, sizeof *hits);
    size_t n = 0;
    if (n_words == 0 || !hits) {
        return hits ? YK_OK : no_memory(err);
    }
    struct buf match;
    buf_init(&match, 1 << 14);
    add_match(db_engine_of(db), words, n_words, &match);
    enum yk status = match.failed ? err_set(err, YK_REFUSED, ERR_TOO_LONG, "the query is too long")
                                  : read_text_hits(db, district, unit, match.data, hits, &n, err);
    found->more = n > SEARCH_HITS_MAX;
    bool exact = n_words == 1 && !strchr(words[0].tokens, ' ');
    for (size_t i = 0; i < n && status == YK_OK; i++) {
        bool holds = exact;
        if (!exact) {
            status = check_hit(db, arena, district, hits[i].object, hits[i].seq, words, n_words,
                               &holds, err);
        }
        if (status == YK_OK && holds) {
            found_add(found, hits[i].object);
        }
    }
    buf_done(&match);
    return status;
}

// "340406-2022-000123" says its district; another district's number is nobody's here.
static bool names_other_district(const char *number, int32_t district) {
    const char *dash = strchr(number, '-');
    return dash && strchr(dash + 1, '-') && strtol(number, NULL, 10) != district;
}

enum yk matter_search(struct db *db, struct arena *arena, int32_t district, int64_t unit,
                      const char *query, int32_t today, int64_t **out_ids, size_t *out_n,
                      bool *out_more, struct err *err) {
    struct found found = {.ids = arena_alloc_array(arena, SEARCH_HITS_MAX, sizeof *found.ids)};
    const char *trimmed = text_trim(arena, query, true);
    int64_t number;
    if (!found.ids || !trimmed) {
        return no_memory(err);
    }
    enum yk status = YK_OK;
    if (matter_number_parse(trimmed, &number)) {
        if (!names_other_district(trimmed, district)) {
            status = find_number(db, district, number, &found, err);
        }
    } else {
        status = find_tail(db, district, trimmed, today, &found, err);
        if (status == YK_OK) {
            status = find_texts(db, arena, district, unit, trimmed, &found, err);
        }
    }
    if (status == YK_OK) {
        *out_ids = found.ids;
        *out_n = found.n;
        *out_more = found.more;
    }
    return status;
}

static enum yk has_one(struct db *db, int query, int32_t district, int64_t unit, bool *out,
                       struct err *err) {
    _cleanup_stmt_ struct db_stmt *st = db_use(db, &queries[query]);
    db_bind_i64(st, 1, district);
    db_bind_i64(st, 2, unit);
    enum yk status = db_one(st, err);
    if (status != YK_OK && status != YK_NOT_FOUND) {
        return status;
    }
    *out = status == YK_OK;
    return YK_OK;
}

enum yk matter_unit_busy(struct db *db, int32_t district, int64_t unit, bool *out_busy,
                         struct err *err) {
    enum yk status = has_one(db, Q_BUSY, district, unit, out_busy, err);
    if (status == YK_OK && !*out_busy) {
        status = has_one(db, Q_ASSISTS, district, unit, out_busy, err);
    }
    return status == YK_OK && !*out_busy
               ? has_one(db, Q_MAY_COME_BACK, district, unit, out_busy, err)
               : status;
}

enum yk matter_each_parked(struct db *db, int32_t district, matter_parked_fn *fn, void *ctx,
                           struct err *err) {
    _cleanup_stmt_ struct db_stmt *st = db_use(db, &queries[Q_PARKED]);
    db_bind_i64(st, 1, district);
    db_bind_i64(st, 2, REQUEST_APPROVED);
    enum yk status = YK_OK;
    enum db_row row = DB_DONE;
    while (status == YK_OK && (row = db_step(st)) == DB_ROW) {
        status = fn(ctx, db_i64(st, 0), db_i64(st, 1), (int32_t)db_i64(st, 2), err);
    }
    return row == DB_ERROR ? db_status(st, err) : status;
}
