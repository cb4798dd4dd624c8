// SPDX-License-Identifier: Apache-2.0
// From the outbox to people. A ledger queues a notice in the transaction of its event (draft_add_notice); here it is turned into one row for each person concerned and
// each way that the person chose: in the bell, kept for the digest, a letter. The outbox row goes in the same transaction, so everybody is told exactly once, in order,
// whenever the program is killed.
#ifndef YK_NOTIFY_NOTIFY_H
#define YK_NOTIFY_NOTIFY_H

#include "db/pool.h"
#include "jobs/jobs.h"
#include "log/log.h"
#include "notify/settings.h"
#include "org/org.h"

// What the modules above tell about their things.
struct notice_source {
    int ledger;
    // As far as this person may know it. Nothing known: *out stays empty, and that is no failure.
    enum yk (*subject)(struct db *db, struct arena *arena, const struct actor *actor,
                       int64_t object, struct notice_subject *out, struct err *err);
};
// One line of a digest: so many of somebody's things, and where they are listed.
struct digest_line {
    const char *key; // "overdue"; the pages know its words
    const char *zh, *en;
    const char *path; // "/ledger?light=red"
    int64_t n;
    bool exact;
};
enum { DIGEST_LINES_MAX = 16 };
struct notice_sources {
    const struct notice_source *subjects; // ends with ledger 0
    // What waits for this person, what runs out today and tomorrow, what is overdue, by the queries of my work. At most DIGEST_LINES_MAX.
    enum yk (*digest)(struct db *db, struct arena *arena, const struct actor *actor, int64_t now_us,
                      struct digest_line *out, size_t *out_n, struct err *err);
};

// The person behind an account, as a request of theirs would have it; names point into the snapshot.
struct actor notice_actor(const struct org *org, const struct account *account);
// Pure: who of the district is told; accounts that can work, by login, without `actor`. In the arena.
YK_NODISCARD enum yk notice_recipients(const struct org *org, const struct notice_kind *kind,
                                       int64_t unit, int64_t account, int64_t actor,
                                       struct arena *arena, const struct account ***out,
                                       size_t *out_n, struct err *err);
// What it is about, for this person.
YK_NODISCARD enum yk notice_find_subject(struct db *db, struct arena *arena,
                                         const struct notice_sources *sources,
                                         const struct actor *actor, int ledger, int64_t object,
                                         struct notice_subject *out, struct err *err);

// What one person gets now, outside the outbox (a digest): a row in the bell, and a letter where wanted and possible.
struct telling {
    const struct account *account;
    const struct notice_kind *kind;
    int ledger;
    int64_t object, at;
    const char *body; // JSON or NULL
    unsigned ways;    // bit set of enum channel
};
YK_NODISCARD enum yk notice_tell(struct log_tx *tx, const struct telling *telling,
                                 const struct notice_settings *settings, struct err *err);

// How this person wants to be told; their roles' defaults unless they said.
YK_NODISCARD enum yk notice_settings_of(struct log_tx *tx, const struct account *account,
                                        struct notice_settings *out, struct err *err);

// An act of which many things are part tells each person once, with how many: what comes within a day for the same act is added to the notice that is there, and
// makes it unread again. A letter, where wanted, goes with the first and names no number.
struct notice_gathering {
    const char *kind;
    int64_t unit, act;   // act: any number that tells it from others of its kind
    int64_t n;           // things, of those that come now
    const char *zh, *en; // with %lld for their number: "%lld 件事项"
    const char *path;    // the list of them
};
YK_NODISCARD enum yk notice_gather(struct log_tx *tx, const struct org *org,
                                   const struct notice_gathering *gathering, struct err *err);

// ---- delivery ----

struct notify_config {
    struct pool *pool;
    struct org_cache *orgs;
    struct id_gen *ids;
    const struct clock *clock; // the domain clock
};
// Delivers what waits at now_us, in order, at most max rows of the outbox; *out_n: how many. What is older than 14 days is history, of which nobody is told.
YK_NODISCARD enum yk notify_deliver(const struct notify_config *config, int64_t now_us, int max,
                                    int *out_n, struct err *err);

struct notifier; // the thread that does so, once a second
YK_NODISCARD enum yk notifier_start(const struct notify_config *config, struct notifier **out,
                                    struct err *err);
void notifier_stop(struct notifier **notifier); // takes NULL

extern const struct job_kind notice_sweep_kind; // forgets what is older than half a year

#endif
