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
    [DEMO_PARK] = {"改造资金已列入下一批预算，本季度无法安排。",
                   "涉及规划调整，须待控规批复后方可实施。",
                   "土地权属为历史遗留问题，正在会商处置办法。",
                   "上级配套政策尚未出台，已专题请示。"},
    [DEMO_PARK_APPROVED] = {"情况属实，同意挂账，每月报一次进展。", "同意挂账，到期复查。",
                            "已核实，同意挂账。请一口收办窗口向来电人说明。",
                            "同意。条件具备时提前恢复办理。"},
    [DEMO_PARK_REFUSED] = {"可先采取临时措施，不同意挂账。", "资金可从应急项目调剂，请按期办理。",
                           "不属于挂账情形，请继续办理。", "请先与来电人协商替代方案。"},
    [DEMO_UNPARK] = {"资金已下达，恢复办理。", "规划已批复，可以实施。",
                     "处置意见已明确，恢复办理。", "上级政策已出台，按新规定办理。"},
};

const char *demo_act_say(enum demo_act_text what, struct demo_random *random) {
    return sentences[what][demo_below(random, SENTENCES)];
}
