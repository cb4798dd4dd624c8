// SPDX-License-Identifier: Apache-2.0
// `yikou doctor`: looks at a store, served or not, and at the machine around it. Changes nothing. What is good and what is not is doctor.c's.
#include <curl/curl.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "app/commands.h"
#include "app/doctor.h"
#include "app/open.h"
#include "db/migrate.h"
#include "log/log_store.h"
#include "log/watch.h"
#include "org/org.h"
#include "paper/paper.h"
#include "version.h"
#include "json/json.h"

enum { FINDINGS_MAX = 24, SMTP_WAIT_S = 10 };

struct doctor {
    const struct options *options;
    struct store_paths paths;
    struct db *db;
    struct finding findings[FINDINGS_MAX];
    int n;
    bool served, demo;
    int64_t now_us, recorded_us;
};

static void add(struct doctor *doctor, struct finding finding) {
    if (doctor->n < FINDINGS_MAX) {
        doctor->findings[doctor->n++] = finding;
    }
}

static unsigned mode_of(const char *path, int64_t *out_written_us) {
    struct stat st;
    if (stat(path, &st) != 0) {
        return 0;
    }
    if (out_written_us) {
        *out_written_us = (int64_t)st.st_mtim.tv_sec * US_PER_S + st.st_mtim.tv_nsec / 1000;
    }
    return st.st_mode;
}

// ---- around the store ----

static void look_at_key(struct doctor *doctor) {
    struct err err = {0};
    struct keyring *ring = NULL;
    unsigned mode = mode_of(doctor->paths.key, NULL);
    bool opens = mode && keyring_open(doctor->paths.key, false, NULL, &ring, &err) == YK_OK;
    const char *data = doctor->options->data;
    size_t n = data ? strlen(data) : 0;
    bool inside = n && strncmp(doctor->paths.key, data, n) == 0 &&
                  (doctor->paths.key[n] == '/' || data[n - 1] == '/');
    if (ring) {
        keyring_free(&ring);
    }
    add(doctor, doctor_key(doctor->paths.key, mode, inside, opens));
}

static void look_at_folder(struct doctor *doctor) {
    const char *data = doctor->options->data;
    struct statvfs room;
    if (statvfs(data ? data : ".", &room) == 0) {
        add(doctor, doctor_disk((int64_t)(room.f_bavail * room.f_frsize),
                                (int64_t)(room.f_blocks * room.f_frsize)));
    }
    if (data) {
        add(doctor, doctor_folder(data, mode_of(data, NULL)));
        int fd = open(data, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
        doctor->served = fd >= 0 && flock(fd, LOCK_SH | LOCK_NB) != 0;
        if (fd >= 0) {
            close(fd);
        }
    }
}

static void look_at_mail(struct doctor *doctor) {
    const char *server = doctor->options->smtp;
    CURL *curl = server ? curl_easy_init() : NULL;
    if (!curl) {
        return;
    }
    curl_easy_setopt(curl, CURLOPT_URL, server);
    curl_easy_setopt(curl, CURLOPT_CONNECT_ONLY, 1L);
    curl_easy_setopt(curl, CURLOPT_TIMEOUT, (long)SMTP_WAIT_S);
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    if (doctor->options->smtp_ca) {
        curl_easy_setopt(curl, CURLOPT_CAINFO, doctor->options->smtp_ca);
    }
    CURLcode code = curl_easy_perform(curl);
    add(doctor, doctor_mail(server, code == CURLE_OK ? NULL : curl_easy_strerror(code)));
    curl_easy_cleanup(curl);
}

// ---- the store ----

static enum yk look_at_schema(struct doctor *doctor, struct err *err) {
    int have = 0, want = 0;
    enum yk status = migrate_check(doctor->db, &have, &want, err);
    if (status == YK_REFUSED) { // newer, or changed: said below
        have = want + 1;
    }
    if (status == YK_OK || status == YK_REFUSED) {
        add(doctor, doctor_schema(have, want, YIKOU_VERSION));
    }
    return status == YK_OK && have != want ? YK_REFUSED : status;
}

static enum yk look_at_clock(struct doctor *doctor, struct err *err) {
    int64_t id, database_us, written_us = 0;
    enum yk status = log_store_latest(doctor->db, &id, &doctor->recorded_us, err);
    if (status == YK_OK) {
        status = watch_clock(doctor->db, &database_us, err);
    }
    if (status == YK_OK) {
        (void)mode_of(doctor->paths.heads, &written_us);
        doctor->now_us = clock_real_us();
        add(doctor, doctor_clock(doctor->now_us, doctor->recorded_us, written_us,
                                 database_us ? database_us - doctor->now_us : 0));
    }
    return status;
}

// The calendar of the district that knows least.
static enum yk look_at_districts(struct doctor *doctor, struct err *err) {
    enum { DISTRICTS_MAX = 4096 };
    int32_t districts[DISTRICTS_MAX];
    size_t n = 0;
    int year, month, day;
    bool this_year = true, next_year = true;
    struct org_cache *orgs = org_cache_new(NULL);
    enum yk status = orgs ? org_store_districts(doctor->db, districts, DISTRICTS_MAX, &n, err)
                          : err_set(err, YK_NOMEM, ERR_INTERNAL, "could not hold the districts");
    day_to_civil(day_of_time(doctor->now_us), &year, &month, &day);
    for (size_t i = 0; i < n && status == YK_OK; i++) {
        struct org *org = NULL;
        size_t n_accounts = 0;
        status = org_cache_get(orgs, doctor->db, districts[i], &org, err);
        const struct account *accounts = status == YK_OK ? org_accounts(org, &n_accounts) : NULL;
        for (size_t k = 0; k < n_accounts; k++) {
            doctor->demo = doctor->demo || accounts[k].demo;
        }
        if (status == YK_OK) {
            this_year = this_year && calendar_knows_year(org_calendar(org), year);
            next_year = next_year && calendar_knows_year(org_calendar(org), year + 1);
        }
        org_release(&org);
    }
    org_cache_free(&orgs);
    if (status == YK_OK) {
        add(doctor, doctor_calendar(year, month, this_year, next_year));
    }
    return status;
}

static enum yk look_at_queues(struct doctor *doctor, struct err *err) {
    struct watched seen;
    // A demonstration lives in 2023.
    int64_t now_us = doctor->demo ? doctor->recorded_us : doctor->now_us;
    enum yk status = watch_store(doctor->db, now_us, &seen, err);
    if (status == YK_OK) {
        add(doctor, doctor_seal(seen.seal_lag_us, doctor->served || !doctor->options->data));
        add(doctor, doctor_backup(doctor->now_us, seen.backup_us));
    }
    return status;
}

static enum yk look_at_store(struct doctor *doctor, struct err *err) {
    enum yk status = db_open(doctor->paths.url, DB_READ_WRITE, &doctor->db, err);
    if (status == YK_OK) {
        status = look_at_schema(doctor, err);
        if (status == YK_REFUSED) {
            return YK_OK; // nothing else of it can be read
        }
    }
    if (status == YK_OK) {
        status = look_at_clock(doctor, err);
    }
    if (status == YK_OK) {
        status = look_at_districts(doctor, err);
    }
    return status == YK_OK ? look_at_queues(doctor, err) : status;
}

// ---- saying so ----

static const char *const words[] = {
    [HEALTH_OK] = "ok", [HEALTH_WARN] = "warn", [HEALTH_FAIL] = "fail"};

static void print_plain(const struct doctor *doctor) {
    for (int i = 0; i < doctor->n; i++) {
        const struct finding *f = &doctor->findings[i];
        printf("%-5s %s：%s · %s: %s\n", words[f->health], f->name_zh, f->zh, f->name_en, f->en);
        if (f->do_zh) {
            printf("      → %s\n      → %s\n", f->do_zh, f->do_en);
        }
    }
}

static void print_json(const struct doctor *doctor) {
    enum { JSON_BYTES_MAX = 1 << 18 };
    struct buf buf;
    struct jw jw;
    buf_init(&buf, JSON_BYTES_MAX);
    jw_init(&jw, &buf);
    jw_array(&jw);
    for (int i = 0; i < doctor->n; i++) {
        const struct finding *f = &doctor->findings[i];
        const char *const members[] = {"key",     f->key,     "health",  words[f->health],
                                       "name_zh", f->name_zh, "name_en", f->name_en,
                                       "zh",      f->zh,      "en",      f->en,
                                       "do_zh",   f->do_zh,   "do_en",   f->do_en};
        jw_object(&jw);
        for (size_t k = 0; k < sizeof members / sizeof *members; k += 2) {
            jw_key(&jw, members[k]);
            jw_text(&jw, members[k + 1]);
        }
        jw_object_end(&jw);
    }
    jw_array_end(&jw);
    printf("%.*s\n", (int)buf.len, buf.data);
    buf_done(&buf);
}

int command_doctor(const struct options *options) {
    struct err err = {0};
    struct doctor doctor = {.options = options, .now_us = clock_real_us()};
    enum yk status = store_paths_of(options, false, &doctor.paths, &err);
    if (status == YK_OK) {
        look_at_folder(&doctor);
        look_at_key(&doctor);
        status = look_at_store(&doctor, &err);
    }
    if (status == YK_OK) {
        const struct paper_fonts fonts = paper_fonts_here();
        add(&doctor, doctor_fonts(fonts.chinese, fonts.prescribed, fonts.faces));
        look_at_mail(&doctor);
    }
    db_close(&doctor.db);
    if (options->json) {
        print_json(&doctor);
    } else {
        print_plain(&doctor);
    }
    if (status != YK_OK) {
        (void)command_failed(options, &err);
        return HEALTH_FAIL;
    }
    enum health worst = HEALTH_OK;
    for (int i = 0; i < doctor.n; i++) {
        worst = doctor.findings[i].health > worst ? doctor.findings[i].health : worst;
    }
    return (int)worst;
}
