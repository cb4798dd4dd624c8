// SPDX-License-Identifier: Apache-2.0
// The limits of the doctor and its words. Knows no store and no file.
#include "app/doctor.h"

#include <stdio.h>

#include "base/clock.h"
#include "base/err.h"

#define GB        INT64_C(1000000000)
#define SECOND    US_PER_S
#define HOUR      (3600 * US_PER_S)
#define SAY(...)  snprintf(f.zh, sizeof f.zh, __VA_ARGS__)
#define TELL(...) snprintf(f.en, sizeof f.en, __VA_ARGS__)

static void advise(struct finding *f, enum health health, const char *do_zh, const char *do_en) {
    f->health = health;
    f->do_zh = do_zh;
    f->do_en = do_en;
}

struct finding doctor_schema(int have, int want, const char *program) {
    struct finding f = {.key = "schema", .name_zh = "版本", .name_en = "Version"};
    SAY("程序 %s，数据库结构 %d（程序需要 %d）", program, have, want);
    TELL("program %s, store of version %d (the program wants %d)", program, have, want);
    if (have < want) {
        advise(&f, HEALTH_FAIL, "先备份，再运行 yikou migrate", "back up, then run yikou migrate");
    } else if (have > want) {
        advise(&f, HEALTH_FAIL, "数据库比程序新，请安装新版程序",
               "the store is newer: install the newer program");
    }
    return f;
}

struct finding doctor_disk(int64_t free_bytes, int64_t total_bytes) {
    struct finding f = {.key = "disk", .name_zh = "磁盘", .name_en = "Disk"};
    int64_t share = total_bytes > 0 ? free_bytes / (total_bytes / 100 + 1) : 0;
    SAY("剩余 %lld MB（%lld%%）", (long long)(free_bytes / 1000000), (long long)share);
    TELL("%lld MB free (%lld %%)", (long long)(free_bytes / 1000000), (long long)share);
    if (free_bytes < GB / 2) {
        advise(&f, HEALTH_FAIL, "立即清理或扩容，写满后只能读",
               "make room now: when it is full, nothing can be written");
    } else if (free_bytes < 5 * GB) {
        advise(&f, HEALTH_WARN, "清理或扩容", "make room, or give it a larger disk");
    }
    return f;
}

struct finding doctor_clock(int64_t now_us, int64_t recorded_us, int64_t written_us,
                            int64_t database_ahead_us) {
    struct finding f = {.key = "clock", .name_zh = "时钟", .name_en = "Clock"};
    int64_t later = recorded_us > written_us ? recorded_us : written_us;
    int64_t ahead = database_ahead_us < 0 ? -database_ahead_us : database_ahead_us;
    if (later > now_us + 60 * SECOND) {
        SAY("数据比本机时钟晚 %lld 秒", (long long)((later - now_us) / SECOND));
        TELL("what was written last is %lld s later than this machine's clock",
             (long long)((later - now_us) / SECOND));
        advise(
            &f, HEALTH_FAIL, "校准本机时钟（chronyc tracking），再继续办件",
            "set this machine's clock (chronyc tracking) before going on: deadlines depend on it");
    } else if (ahead > 2 * SECOND) {
        SAY("与数据库时钟相差 %lld 秒", (long long)(ahead / SECOND));
        TELL("%lld s from the database's clock", (long long)(ahead / SECOND));
        advise(&f, ahead > 60 * SECOND ? HEALTH_FAIL : HEALTH_WARN,
               "在两台机器上都启用时间同步（chrony）",
               "let both machines follow one time source (chrony)");
    } else {
        SAY("与已有记录一致");
        TELL("agrees with what was recorded");
    }
    return f;
}

struct finding doctor_calendar(int year, int month, bool knows_this, bool knows_next) {
    struct finding f = {.key = "calendar", .name_zh = "工作日历", .name_en = "Calendar"};
    SAY("%d 年%s，%d 年%s", year, knows_this ? "已有" : "没有", year + 1,
        knows_next ? "已有" : "没有");
    TELL("%d is %s, %d is %s", year, knows_this ? "there" : "missing", year + 1,
         knows_next ? "there" : "missing");
    if (!knows_this) {
        advise(
            &f, HEALTH_FAIL, "在“管理 › 工作日历”上传今年的放假安排，期限现在按周末推算",
            "upload this year's table (Administration, Calendar): due days now only know weekends");
    } else if (!knows_next && month >= 11) { // the notice comes out in November
        advise(&f, HEALTH_WARN, "国务院办公厅公布后，在“管理 › 工作日历”上传明年的放假安排",
               "upload next year's table (Administration, Calendar) once the notice is out");
    }
    return f;
}

struct finding doctor_seal(int64_t lag_us, bool served) {
    struct finding f = {.key = "seal", .name_zh = "封存", .name_en = "Seal"};
    SAY("最早未封存的记录已等待 %lld 秒", (long long)(lag_us / SECOND));
    TELL("the oldest event without a seal has waited %lld s", (long long)(lag_us / SECOND));
    if (lag_us > 60 * SECOND && served) {
        advise(&f, lag_us > 600 * SECOND ? HEALTH_FAIL : HEALTH_WARN,
               "在日志中查 seal.failed，确认密钥文件可读",
               "look for seal.failed in the log; see that the key file can be read");
    } else if (lag_us > 60 * SECOND) {
        advise(&f, HEALTH_WARN, "启动 yikou serve 后会自动封存",
               "yikou serve seals it when it starts");
    }
    return f;
}

struct finding doctor_backup(int64_t now_us, int64_t backup_us) {
    struct finding f = {.key = "backup", .name_zh = "备份", .name_en = "Backup"};
    int64_t age = now_us - backup_us;
    if (backup_us == 0) {
        SAY("从未备份");
        TELL("never made");
        advise(&f, HEALTH_FAIL,
               "现在运行 yikou backup --to 目录，并设为每小时一次（docs/backup.md）",
               "run yikou backup --to FOLDER now, and every hour by a timer (docs/backup.md)");
        return f;
    }
    SAY("上次备份在 %lld 小时前", (long long)(age / HOUR));
    TELL("the last one was made %lld h ago", (long long)(age / HOUR));
    if (age > 26 * HOUR) {
        advise(&f, age > 7 * 24 * HOUR ? HEALTH_FAIL : HEALTH_WARN,
               "运行 yikou backup，并检查定时任务",
               "run yikou backup, and see why the timer did not");
    }
    return f;
}

struct finding doctor_key(const char *path, unsigned mode, bool inside_data, bool opens) {
    struct finding f = {.key = "key", .name_zh = "密钥", .name_en = "Key"};
    SAY("%s，权限 %04o", path, mode & 07777U);
    TELL("%s, mode %04o", path, mode & 07777U);
    if (mode == 0) {
        SAY("没有 %s", path);
        TELL("%s is not there", path);
        advise(
            &f, HEALTH_FAIL, "放回另处保存的副本，或用 --key 指明；没有它姓名电话无法读取",
            "put back the copy kept elsewhere, or name it by --key: without it names cannot be read");
    } else if (mode & 077U) {
        advise(&f, HEALTH_FAIL, "chmod 600，只有运行程序的账号可读",
               "chmod 600: only the program's account may read it");
    } else if (!opens) {
        advise(&f, HEALTH_FAIL, "文件损坏，放回另处保存的副本",
               "it is damaged: put back the copy kept elsewhere");
    } else if (inside_data) {
        advise(&f, HEALTH_WARN, "移到数据目录之外，备份数据时才不会连密钥一起带走",
               "move it out of the data folder, or whoever copies the data has the key too");
    }
    return f;
}

struct finding doctor_folder(const char *path, unsigned mode) {
    struct finding f = {.key = "folder", .name_zh = "数据目录", .name_en = "Data folder"};
    SAY("%s，权限 %04o", path, mode & 07777U);
    TELL("%s, mode %04o", path, mode & 07777U);
    if (mode & 027U) {
        advise(&f, HEALTH_WARN, "chmod 700，其他账号不应读写",
               "chmod 700: no other account needs it");
    }
    return f;
}

struct finding doctor_fonts(bool chinese, int prescribed, int faces) {
    struct finding f = {.key = "fonts", .name_zh = "公文字体", .name_en = "Fonts"};
    SAY("国标字体 %d/%d 种", prescribed, faces);
    TELL("%d of %d prescribed faces", prescribed, faces);
    if (!chinese) {
        advise(&f, HEALTH_FAIL, "apt-get install fonts-noto-cjk，否则公文无法打印",
               "apt-get install fonts-noto-cjk: papers cannot be printed without");
    } else if (prescribed < faces) {
        advise(
            &f, HEALTH_WARN, "安装已购授权的仿宋、楷体、黑体、小标宋、宋体；现用思源字体代替",
            "install the licensed FangSong, KaiTi, SimHei, XiaoBiaoSong, SimSun; Noto CJK stands in");
    }
    return f;
}

struct finding doctor_mail(const char *server, const char *why) {
    struct finding f = {.key = "mail", .name_zh = "邮件", .name_en = "Mail"};
    SAY("%s %s", server, why ? why : "可以连接");
    TELL("%s %s", server, why ? why : "answers");
    if (why) {
        advise(&f, HEALTH_FAIL, "检查 --smtp 的地址、防火墙和邮件服务器",
               "check the address in --smtp, the firewall and the mail server");
    }
    return f;
}
