// SPDX-License-Identifier: Apache-2.0
// Sentences of rare acts, a handful each.
#include "app/demo_acts.h"

enum { SENTENCES = 4 };
static const char *const sentences[DEMO_ACT_TEXTS][SENTENCES] = {
    [DEMO_EXTEND] = {"所需配件由厂家发货，预计还要几天才能到位。",
                     "现场施工遇连续降雨，需待天晴后继续。",
                     "涉及两个单位权属核实，正在调取档案，需延长办理时间。",
                     "企业负责人外出，约定下周共同到现场确认方案。"},
    [DEMO_EXTEND_GRANTED] = {"情况属实，同意延期，请抓紧办理并向企业说明。",
                             "同意。延期期间每两天报一次进展。", "同意延期，不得再延。",
                             "理由充分，同意。请一口收办窗口告知来电人。"},
    [DEMO_EXTEND_REFUSED] = {"核实权属不影响先行处置，请按期答复。",
                             "可先作阶段性处理，不同意延期。", "理由不充分，请按原期限办结。",
                             "同类事项一般三日可办结，不同意延期。"},
};

const char *demo_act_say(enum demo_act_text what, struct demo_random *random) {
    return sentences[what][demo_below(random, SENTENCES)];
}
