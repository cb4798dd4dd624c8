// SPDX-License-Identifier: Apache-2.0
// What people of the demonstration write when they do what is rare: why more time is wanted, what the head of the unit says to it.
#ifndef YK_APP_DEMO_ACTS_H
#define YK_APP_DEMO_ACTS_H

#include "app/demo_random.h"

enum demo_act_text {
    DEMO_EXTEND,
    DEMO_EXTEND_GRANTED,
    DEMO_EXTEND_REFUSED,
    DEMO_PARK,
    DEMO_PARK_APPROVED,
    DEMO_PARK_REFUSED,
    DEMO_UNPARK,
    DEMO_STAGE,
    DEMO_STAGE_NEXT,
    DEMO_STAGE_SIGNED,
    DEMO_STAGE_RETURNED,
    DEMO_ASSIST,
    DEMO_ASSIST_GRANTED,
    DEMO_ASSIST_REFUSED,
    DEMO_ASSIST_OBJECTED,
    DEMO_ASSIST_REPLACED,
    DEMO_ASSIST_KEPT,
    DEMO_ASSIST_ANSWERED,
    DEMO_ACT_TEXTS
};
// By chance one of several.
const char *demo_act_say(enum demo_act_text what, struct demo_random *random);

#endif
