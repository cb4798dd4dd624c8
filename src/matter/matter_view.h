// SPDX-License-Identifier: Apache-2.0
// A matter as JSON: a row of a list, the whole page, an entry of its story. Names come from the district's snapshot, titles from the log.
// Decides nothing but what is masked. Shapes are api/schema's MatterRow, Matter and Event.
#ifndef YK_MATTER_MATTER_VIEW_H
#define YK_MATTER_MATTER_VIEW_H

#include "matter/matter.h"
#include "org/org.h"

struct request;
struct row_cache;

struct matter_row_source {
    struct db *db;
    struct arena *arena;
    struct jw *jw;
    const struct org *org;
    const struct calendar *calendar;
    const struct keyring *ring;
    const char *lang;
    int32_t district, today;
    int64_t now_us;          // in today
    struct row_cache *cache; // NULL: none
    bool by_position;        // positions in the log tell what a snapshot holds (matter_store.h)
    int64_t position;        // of this snapshot, once a query was narrowed; 0 before
    const int64_t
        *objects; // read ahead by matter_rows_load, in the order in which rows are written
    const char **titles;
    size_t n, next;
};
// For a handler: everything from the request. org must outlive the source. (matter_http.c)
YK_NODISCARD enum yk matter_rows_begin(struct request *rq, struct org *org,
                                       struct matter_row_source *out, struct err *err);
// Reads the titles of many rows at once; without it each row reads its own.
YK_NODISCARD enum yk matter_rows_load(struct matter_row_source *source, const struct fact_hit *hits,
                                      size_t n, struct err *err);
// The members of a MatterRow without braces. hit: of matter_fact, or NULL: read by object, whoever asks.
YK_NODISCARD enum yk matter_write_row_members(struct matter_row_source *source,
                                              const struct fact_hit *hit, int64_t object,
                                              struct err *err);
// The light of a row of matter_fact, as its row in a list shows it.
enum light matter_row_light(const struct fact_hit *hit, int64_t now_us);
// What a row shows of matter_fact, as a bit set of columns.
extern const uint64_t matter_row_cols;
// Leaves out of a query over matter_fact what matter_write_rows need not be given: where the cache can tell by position in the log which rows hold, that is
// all but the order.
YK_NODISCARD enum yk matter_rows_narrow(struct matter_row_source *source, struct fact_query *query,
                                        struct err *err);
// Many rows as a JSON array, from the cache where it knows them; the others are read at once. hits: of matter_fact with all that rows show, or of a
// narrowed query.
YK_NODISCARD enum yk matter_write_rows(struct matter_row_source *source,
                                       const struct fact_hit *hits, size_t n, struct err *err);

// The members of many matters' rows as JSON without braces, for rows that say more than a MatterRow: known ones from the cache, the others read at once,
// whoever asks. In the arena.
struct row_text {
    const char *json;
    size_t n;
};
YK_NODISCARD enum yk matter_rows_texts(struct matter_row_source *source, const int64_t *objects,
                                       size_t n, struct row_text **out, struct err *err);

// A UnitRef, or null for 0.
void matter_write_unit(struct jw *jw, const struct org *org, int64_t unit);

// Of a caller's matters the ones that somebody in this scope may know to be that caller's: a unit not those for which secrecy was asked, for a
// list by caller would say who it was.
void matter_and_party(struct fact_query *query, const struct scope *scope, int64_t party);
// {code, name, name_en}
void matter_write_category(struct jw *jw, const struct org *org, int64_t number);

// A parameter that could be read and is refused all the same: bad_query with its name. Always YK_REFUSED.
enum yk matter_refuse_param(struct err *err, const char *name, enum err_code code,
                            const char *accepted);
// Keyset cursors as people's programs carry them: opaque, of letters and digits. Parsing is strict.
const char *matter_cursor_format(struct arena *arena, int64_t value, int64_t object, int32_t part);
bool matter_cursor_parse(const char *text, struct fact_cursor *out);

// Events, oldest first, as a JSON array: data with its units and categories resolved, texts in full.
YK_NODISCARD enum yk matter_write_events(struct matter_row_source *source,
                                         const struct log_entry *entries, size_t n,
                                         struct err *err);
// The whole Matter for this actor.
YK_NODISCARD enum yk matter_write_page(struct matter_row_source *source, int64_t object,
                                       const struct matter *matter, const struct actor *actor,
                                       struct err *err);

#endif
