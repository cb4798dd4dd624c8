// SPDX-License-Identifier: Apache-2.0
// The table of kinds, and how their words are put together. Pure.
#include "notify/kinds.h"

#include <string.h>

#include "base/buf.h"
#include "base/clock.h"

enum { TEXT_BYTES_MAX = 2048 };

static const struct channel_row channels[] = {
    {CHANNEL_BELL, "bell", "站内提醒", "In the bell", false},
    {CHANNEL_DIGEST, "digest", "每日摘要", "In the daily digest", false},
    {CHANNEL_MAIL, "mail", "电子邮件", "By e-mail", true},
};

const struct channel_row *channel_rows(size_t *out_n) {
    *out_n = sizeof channels / sizeof *channels;
    return channels;
}

#define ROLE(name) (1u << ROLE_##name)
enum {
    AT_WORK = ROLE(HANDLER) | ROLE(HEAD),
    AT_THE_UNIT = AT_WORK | ROLE(CLERK), // also a window that has a request back
    OFFICE = ROLE(SUPERVISOR),
    BELL = CHANNEL_BELL,
    BOTH = CHANNEL_BELL | CHANNEL_DIGEST,
    ALL = CHANNEL_BELL | CHANNEL_DIGEST | CHANNEL_MAIL,
};

static const struct notice_kind kinds[] = {
    {"matter.dispatched", AT_WORK, BOTH, "派来新事项 {subject}{due}", "New matter {subject}{due}",
     "去签收", "Sign for it", "派来新事项", "A matter is dispatched to us"},
    {"matter.objected", OFFICE, BOTH, "{subject} 被提出异议，等待裁定",
     "{subject} was objected to and waits for a decision", "去裁定", "Decide", "承办单位提出异议",
     "A unit objects"},
    {"matter.objection_upheld", AT_WORK, BELL, "异议成立，{subject} 已转出",
     "The objection was upheld: {subject} went elsewhere", "查看", "See", "异议成立",
     "Our objection is upheld"},
    {"matter.objection_rejected", AT_WORK, ALL, "异议不成立，{subject} 仍由本单位承办{due}",
     "The objection was rejected: {subject} stays with us{due}", "去办理", "Handle it",
     "异议不成立", "Our objection is rejected"},
    {"matter.to_sign_off", ROLE(HEAD), BOTH, "{subject} 的答复等待审签{due}",
     "The answer to {subject} waits to be signed off{due}", "去审签", "Sign off", "答复等待审签",
     "An answer waits for sign-off"},
    {"matter.signoff_returned", AT_WORK, ALL, "{subject} 的答复被审签退回{due}",
     "The answer to {subject} was not signed off{due}", "去修改答复", "Change the answer",
     "我的答复被审签退回", "My answer is not signed off"},
    {"matter.returned", AT_THE_UNIT, ALL, "{subject} 经回访退回重办{due}",
     "{subject} was returned by the call-back{due}", "去重办", "Handle it again", "回访退回重办",
     "A call-back returns a matter"},
    {"matter.returned_supervised", AT_THE_UNIT, ALL, "{subject} 再次退回，已列入督办{due}",
     "{subject} was returned again and is supervised{due}", "去重办", "Handle it again",
     "再次退回并督办", "A matter is returned again and supervised"},
    {"matter.withdrawn", AT_WORK, BELL, "{subject} 已撤回，不用再办",
     "{subject} was withdrawn; nothing more to do", "查看", "See", "事项撤回",
     "A matter is withdrawn"},
    {"matter.unwilling", OFFICE, BOTH, "撤单质检：{subject} 并非来电人自愿撤回，已恢复办理{due}",
     "Quality call: {subject} was not withdrawn of the caller's own will and is taken up again{due}",
     "查明原因", "See why", "撤单不属实", "A withdrawal was not of the caller's own will"},
    {"matter.extension_asked", ROLE(HEAD), BOTH, "{subject} 申请延期，等待您审批{due}",
     "More time is asked for {subject} and waits for you{due}", "去审批延期", "Decide on it",
     "本单位申请延期", "Our unit asks for more time"},
    {"matter.extension_office", OFFICE, BOTH, "{subject} 申请延期，等待督查室审批{due}",
     "More time is asked for {subject} and waits for the supervision office{due}", "去审批延期",
     "Decide on it", "申请延期待审批", "A unit asks for more time"},
    {"matter.extended", AT_WORK, BELL, "{subject} 的延期已批准{due}",
     "More time was granted for {subject}{due}", "去办理", "Handle it", "延期获批",
     "More time is granted"},
    {"matter.extension_refused", AT_WORK, ALL, "{subject} 的延期未获批准{due}",
     "More time was refused for {subject}{due}", "去办理", "Handle it", "延期未获批",
     "More time is refused"},
    {"caller.extended", ROLE(CLERK), BOTH, "{subject} 已批准延期，请告知来电人{due}",
     "{subject} was given more time: tell the caller{due}", "去告知来电人", "Tell the caller",
     "延期，须告知来电人", "More time: the caller is to be told"},
    {"matter.park_asked", OFFICE, BOTH, "{subject} 申请挂账，等待督查室审批{due}",
     "{subject} is to be parked and waits for the supervision office{due}", "去审批挂账",
     "Decide on it", "申请挂账待审批", "A unit asks to park a matter"},
    {"matter.parked", AT_WORK, BELL, "{subject} 的挂账已批准，停表至复查日",
     "{subject} is parked: its clock stands still until the review day", "查看", "See", "挂账获批",
     "A parking is approved"},
    {"matter.park_refused", AT_WORK, ALL, "{subject} 的挂账未获批准{due}",
     "Parking {subject} was refused{due}", "去办理", "Handle it", "挂账未获批",
     "A parking is refused"},
    {"matter.unparked", AT_WORK, ALL, "{subject} 恢复办理{due}", "{subject} is taken up again{due}",
     "去办理", "Handle it", "挂账恢复办理", "A parked matter is taken up again"},
    {"caller.parked", ROLE(CLERK), BOTH, "{subject} 已挂账，请告知来电人原因和复查日",
     "{subject} is parked: tell the caller why, and until when", "去告知来电人", "Tell the caller",
     "挂账，须告知来电人", "Parked: the caller is to be told"},
    {"caller.unparked", ROLE(CLERK), BOTH, "{subject} 恢复办理，请告知来电人{due}",
     "{subject} is taken up again: tell the caller{due}", "去告知来电人", "Tell the caller",
     "恢复办理，须告知来电人", "Taken up again: the caller is to be told"},
    {"matter.stage_to_sign", ROLE(HEAD), BOTH, "{subject} 的阶段性答复等待审签{due}",
     "A stage reply to {subject} waits to be signed off{due}", "去审签", "Sign off",
     "阶段性答复等待审签", "A stage reply waits for sign-off"},
    {"matter.stage_returned", AT_WORK, ALL, "{subject} 的阶段性答复被审签退回{due}",
     "The stage reply to {subject} was not signed off{due}", "去修改", "Change it",
     "我的阶段性答复被审签退回", "My stage reply is not signed off"},
    {"matter.stage_signed_off", AT_WORK, BELL, "{subject} 的阶段性答复已审签，承诺日期开始计时",
     "The stage reply to {subject} was signed off: the promise runs", "去办理", "Handle it",
     "阶段性答复通过审签", "My stage reply is signed off"},
    {"matter.promise_near", AT_WORK, ALL, "{subject} 向来电人承诺的日期快到了",
     "The day promised to the caller of {subject} is near", "去兑现承诺", "Keep the promise",
     "承诺日期临近", "A promised day is near"},
    {"matter.promise_passed", AT_WORK, ALL, "{subject} 承诺的日期已过，仍未兑现",
     "The day promised on {subject} has passed and nothing came", "去答复，或重新承诺",
     "Answer, or promise anew", "承诺逾期", "A promise of ours is broken"},
    {"matter.promise_broken", OFFICE, BOTH, "{subject} 承诺的日期已过，承办单位未兑现",
     "The unit let the day promised on {subject} pass", "去催办", "Urge", "承办单位承诺逾期",
     "A unit breaks a promise"},
    {"matter.tell_near", AT_WORK, ALL, "{subject} 该向来电人告知进展了",
     "The caller of {subject} is to be told where things stand", "去作阶段性答复",
     "Give a stage reply", "阶段性答复临近到期", "A word to a caller is due soon"},
    {"matter.tell_passed", AT_WORK, ALL, "{subject} 逾期未向来电人告知进展",
     "The caller of {subject} was not told in time where things stand", "去作阶段性答复",
     "Give a stage reply", "阶段性答复逾期", "We did not tell a caller in time"},
    {"matter.tell_missed", OFFICE, BELL, "{subject} 承办单位逾期未向来电人告知进展",
     "The unit did not tell the caller of {subject} in time", "去催办", "Urge",
     "承办单位阶段性答复逾期", "A unit does not tell a caller in time"},
    {"caller.promised", ROLE(CLERK), BOTH, "{subject} 有阶段性答复，请告知来电人进展和承诺日期",
     "{subject} has a stage reply: tell the caller what was done, and the promised day",
     "去告知来电人", "Tell the caller", "阶段性答复，须告知来电人",
     "A stage reply: the caller is to be told"},
    {"matter.due_moved", AT_WORK, BOTH, "工作日历调整，到期日有变动",
     "The calendar changed and due days moved", "去看到期日", "See the due days",
     "到期日随日历变动", "Due days move with the calendar"},
    {"assist.named", AT_WORK, BOTH, "请协办 {subject}", "We are to assist in {subject}",
     "去签收协办", "Sign for it", "本单位被指定协办", "Our unit is to assist"},
    {"assist.urged", AT_WORK, ALL, "催促协办：请尽快就 {subject} 答复主办单位",
     "Urged: the lead of {subject} waits for our answer", "去答复主办", "Answer the lead",
     "本单位的协办被催办", "Our assisting answer is urged"},
    {"assist.asked", ROLE(CLERK) | OFFICE, BOTH, "{subject} 的主办单位请求协办，等待决定",
     "The lead of {subject} asks for an assisting unit", "去决定", "Decide", "主办单位请求协办",
     "A lead asks for an assisting unit"},
    {"assist.refused", AT_WORK, ALL, "{subject} 的协办请求未获同意{due}",
     "No unit was named to assist in {subject}{due}", "去办理", "Handle it", "协办请求未获同意",
     "No assisting unit is named"},
    {"assist.objected", ROLE(CLERK) | OFFICE, BOTH, "{subject} 的协办单位提出异议，等待决定",
     "A unit objects to assisting in {subject}", "去决定", "Decide", "协办单位提出异议",
     "A unit objects to assisting"},
    {"assist.kept", AT_WORK, ALL, "协办异议不成立，{subject} 仍由本单位协办",
     "The objection was rejected: we still assist in {subject}", "去办理协办", "Do our part",
     "协办异议不成立", "Our objection to assisting is rejected"},
    {"assist.withdrawn", AT_WORK, BELL, "{subject} 不再需要本单位协办",
     "We need not assist in {subject} any more", "查看", "See", "协办撤销",
     "Assisting is withdrawn"},
    {"assist.answered", AT_WORK, ALL, "{subject} 的协办单位已答复{due}",
     "An assisting unit has answered on {subject}{due}", "去看协办答复", "Read it",
     "协办单位已答复", "An assisting unit answers"},
    {"supervise.urged", AT_WORK, ALL, "催办：{subject}{due}", "Urged: {subject}{due}", "去办理",
     "Handle it", "催办", "Urging"},
    {"supervise.ordered", AT_WORK, ALL, "督办单：{subject}{due}",
     "Supervision order: {subject}{due}", "去答复督办", "Answer the order", "督办单",
     "A supervision order"},
    {"supervise.accepted", AT_WORK, BELL, "督办办理情况已认可：{subject}",
     "What we did on the order was accepted: {subject}", "查看", "See", "督办答复被认可",
     "An order's answer is accepted"},
    {"supervise.refused", AT_WORK, ALL, "督办办理情况未获认可：{subject}{due}",
     "What we did on the order was not accepted: {subject}{due}", "去重新答复", "Answer again",
     "督办答复未获认可", "An order's answer is not accepted"},
    {"supervise.withdrawn", AT_WORK, BELL, "督办已撤销：{subject}",
     "The order was withdrawn: {subject}", "查看", "See", "督办撤销", "An order is withdrawn"},
    {"supervise.notified", AT_WORK, ALL, "被通报：{subject}",
     "Our unit was named in a notification: {subject}", "去签收通报", "Sign for it", "通报",
     "A notification of units"},
    {"target.assigned", AT_WORK, BOTH, "交办任务 {subject}，请签收",
     "Task {subject} is assigned to us: sign for it", "去签收", "Sign for it", "交办目标任务",
     "A task is assigned to us"},
    {"target.reported", OFFICE, BELL, "{subject} 上报了进度，等待核实",
     "Progress on {subject} was reported and waits to be verified", "去核实", "Verify it",
     "上报进度待核实", "A unit reports progress"},
    {"target.returned", AT_WORK, ALL, "{subject} 的进度报告被退回",
     "A report on {subject} was sent back", "去重报", "Report again", "进度报告被退回",
     "A report of ours is sent back"},
    {"target.untrue", AT_WORK, ALL, "{subject} 的进度报告经查不实，已不计入",
     "A report on {subject} was found untrue and counts no more", "去重报", "Report again",
     "进度报告查实不实", "A report of ours is found untrue"},
    {"target.accepted", AT_WORK, BELL, "{subject} 验收销号",
     "{subject} was accepted and struck off", "查看", "See", "目标任务销号",
     "A task is struck off"},
    {"review.decided", AT_WORK, ALL, "调度会作出决定：{subject}{due}",
     "A review decided: {subject}{due}", "去落实", "Carry it out", "调度会决定",
     "A decision of a review"},
    {"review.followed", OFFICE | ROLE(CLERK) | AT_WORK, BELL, "调度会决定已报办结：{subject}",
     "A review's decision was reported done: {subject}", "去确认", "Confirm", "调度会决定报办结",
     "A decision is reported done"},
    {"review.confirmed", AT_WORK, BELL, "调度会决定已确认落实：{subject}",
     "A review's decision was confirmed: {subject}", "查看", "See", "调度会决定已确认",
     "A decision is confirmed"},
    {"review.not_confirmed", AT_WORK, ALL, "调度会决定未获确认：{subject}{due}",
     "A review's decision was not confirmed: {subject}{due}", "去继续办理", "Go on with it",
     "调度会决定未获确认", "A decision is not confirmed"},
    {"digest.daily", 0, BELL, "今日工作摘要", "Your day's digest", "去看待办", "See my work",
     "每日摘要", "Daily digest"},
    {"mail.test", 0, 0, "这是一封测试邮件：邮件通知已能送达",
     "This is a test: notices by e-mail arrive", "打开系统", "Open the system", "测试邮件",
     "Test letter"},
};

const struct notice_kind *notice_kinds(size_t *out_n) {
    *out_n = sizeof kinds / sizeof *kinds;
    return kinds;
}

const struct notice_kind *notice_find_kind(const char *name) {
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        if (strcmp(kinds[i].name, name) == 0) {
            return &kinds[i];
        }
    }
    return NULL;
}

// ---- words ----

static bool is_english(const char *lang) {
    return strcmp(lang, "en") == 0;
}

static const char *days_text(int32_t days, bool english, struct arena *arena) {
    if (days < 0) {
        return english ? arena_printf(arena, "%d %s overdue", -days, days == -1 ? "day" : "days")
                       : arena_printf(arena, "已逾期 %d 天", -days);
    }
    if (days <= 1) {
        return english ? days ? "due tomorrow" : "due today" : days ? "明天到期" : "今天到期";
    }
    return english ? arena_printf(arena, "due in %d days", days)
                   : arena_printf(arena, "%d 天后到期", days);
}

const char *notice_due_text(int32_t due_day, const char *lang, int32_t today, struct arena *arena) {
    return due_day == DAY_NONE ? "" : days_text(due_day - today, is_english(lang), arena);
}

static bool put_subject(struct buf *buf, const struct notice_subject *subject, bool english) {
    buf_add_text(buf, subject->number ? subject->number : "");
    if (subject->title && *subject->title) {
        buf_add_text(buf, english ? " “" : "《");
        buf_add_text(buf, subject->title);
        buf_add_text(buf, english ? "”" : "》");
    }
    return !buf->failed;
}

static bool put_due(struct buf *buf, const struct notice_subject *subject, const char *lang,
                    int32_t today, struct arena *arena) {
    const char *due = notice_due_text(subject->due_day, lang, today, arena);
    if (due && *due) {
        buf_add_text(buf, is_english(lang) ? ", " : "，");
        buf_add_text(buf, due);
    }
    return due && !buf->failed;
}

const char *notice_text(const struct notice_kind *kind, const struct notice_subject *subject,
                        const char *lang, int32_t today, struct arena *arena) {
    struct buf buf;
    buf_init(&buf, TEXT_BYTES_MAX);
    bool fine = true;
    for (const char *at = is_english(lang) ? kind->en : kind->zh; *at && fine;) {
        size_t plain = strcspn(at, "{");
        buf_add(&buf, at, plain);
        at += plain;
        if (strncmp(at, "{subject}", 9) == 0) {
            fine = put_subject(&buf, subject, is_english(lang));
            at += 9;
        } else if (strncmp(at, "{due}", 5) == 0) {
            fine = put_due(&buf, subject, lang, today, arena);
            at += 5;
        }
    }
    const char *text =
        fine && !buf.failed ? arena_strndup(arena, buf.data ? buf.data : "", buf.len) : NULL;
    buf_done(&buf);
    return text;
}
