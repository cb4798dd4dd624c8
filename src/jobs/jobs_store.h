// SPDX-License-Identifier: Apache-2.0
// The rows of scheduled work: those that wait and the traces of those done.
#ifndef YK_JOBS_JOBS_STORE_H
#define YK_JOBS_JOBS_STORE_H

#include "jobs/jobs.h"

extern const struct db_sql_table jobs_sql;

struct job_row { // strings in the arena
    int64_t id;
    const char *kind, *key, *error;
    int64_t due_at, at;
    int ledger;
    int64_t object, arg, attempts, asked_by;
};
YK_NODISCARD enum yk job_store_add(struct db *db, int32_t district, int64_t id,
                                   const struct job_spec *spec, bool move, struct err *err);
YK_NODISCARD enum yk job_store_cancel(struct db *db, int32_t district, const char *kind,
                                      const char *key, struct err *err);
// The first one due, locked against other servers; YK_NOT_FOUND when none is (or all are in others' hands).
YK_NODISCARD enum yk job_store_take(struct db *db, struct arena *arena, int32_t district,
                                    int64_t now_us, struct job_row *out, struct err *err);
YK_NODISCARD enum yk job_store_remove(struct db *db, int32_t district, int64_t id, struct err *err);
// Unless somebody else dealt with it meanwhile: attempts are compared.
YK_NODISCARD enum yk job_store_failed(struct db *db, int32_t district, int64_t id, int64_t attempts,
                                      int64_t at, const char *error, struct err *err);
// Moves one that waits; YK_NOT_FOUND when it is gone. due_too: its own time as well.
YK_NODISCARD enum yk job_store_hasten(struct db *db, int32_t district, int64_t id, int64_t at,
                                      bool due_too, int64_t asked_by, struct err *err);
YK_NODISCARD enum yk job_store_get(struct db *db, struct arena *arena, int32_t district, int64_t id,
                                   struct job_row *out, struct err *err);

struct job_trace {
    int64_t id, done_at;
    const char *kind, *key, *said;
    int64_t due_at;
    int ledger;
    int64_t object, attempts, missed, asked_by;
};
YK_NODISCARD enum yk job_store_put_trace(struct db *db, int32_t district,
                                         const struct job_trace *trace, struct err *err);
YK_NODISCARD enum yk job_store_sweep(struct db *db, int32_t district, int64_t before,
                                     int64_t *out_n, struct err *err);
// Districts with something due at now_us; at most max.
YK_NODISCARD enum yk job_store_due_districts(struct db *db, int64_t now_us, int32_t *out,
                                             size_t max, size_t *out_n, struct err *err);

// Pages. Waiting and failed: soonest first, after (at, id); traces: latest first, before (done_at, id).
YK_NODISCARD enum yk job_store_list(struct db *db, struct arena *arena, int32_t district,
                                    bool failed, int64_t after_at, int64_t after_id, int limit,
                                    struct job_row **out, size_t *out_n, struct err *err);
YK_NODISCARD enum yk job_store_traces(struct db *db, struct arena *arena, int32_t district,
                                      int64_t before_at, int64_t before_id, int limit,
                                      struct job_trace **out, size_t *out_n, struct err *err);
struct job_health {
    int64_t n_due, n_failed; // counted to 10 000
    int64_t oldest_at;       // when the first that is due should have run; TIME_NONE: none is
    int64_t next_at;         // the first of all; TIME_NONE: none waits
};
YK_NODISCARD enum yk job_store_health(struct db *db, int32_t district, int64_t now_us,
                                      struct job_health *out, struct err *err);

#endif
