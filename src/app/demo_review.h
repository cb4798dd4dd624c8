// SPDX-License-Identifier: Apache-2.0
// Regular reviews of the demonstration district: monthly at first, weekly from September 2022. Decides when they are held, what they decide by chance, and who reports
// and confirms; through the commands of review/review_command.h.
#ifndef YK_APP_DEMO_REVIEW_H
#define YK_APP_DEMO_REVIEW_H

#include "app/demo_life.h"

enum { DEMO_REVIEW_TASKS_MAX = 512 };
struct demo_review_task { // a report, or its confirmation, to come
    int64_t at_us, meeting, n;
    bool confirm;
};
struct demo_reviews {
    int64_t next_us; // of the next meeting
    struct demo_review_task tasks[DEMO_REVIEW_TASKS_MAX];
    size_t n_tasks;
};
void demo_reviews_begin(struct demo_reviews *reviews);
// When something happens next.
int64_t demo_reviews_next(const struct demo_reviews *reviews);
// Does what happens next, as one command of the district; several when a whole meeting is held. Needs the transaction in world->tx.
YK_NODISCARD enum yk demo_reviews_step(struct demo_reviews *reviews, struct demo_world *world,
                                       struct err *err);
// The meeting after the first day of service is planned the day before it; its agenda can be looked at.
YK_NODISCARD enum yk demo_reviews_plan_next(const struct demo_reviews *reviews,
                                            struct demo_world *world, struct err *err);

#endif
