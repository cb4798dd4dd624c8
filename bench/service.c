// SPDX-License-Identifier: Apache-2.0
// Starts and ends the program, and writes requests.
#include "service.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "app/demo_build.h"
#include "base/clock.h"
#include "base/text.h"
#include "db/db.h"
#include "org/org.h"

enum { REPLY_BYTES = 1 << 16, START_WAIT_S = 60 };

// ---- the child ----

static enum yk trouble(struct err *err, const char *what) {
    return err_set(err, YK_FAILED, ERR_INTERNAL, "service: %s", what);
}

static void run_program(const char *program, const char *folder, int out) {
    int nothing = open("/dev/null", O_RDWR);
    dup2(nothing, STDIN_FILENO);
    dup2(out, STDOUT_FILENO);
    dup2(nothing, STDERR_FILENO);
    execl(program, program, "demo", "--data", folder, "--listen", "127.0.0.1:0", (char *)NULL);
    _exit(127);
}

// Reads what the program says until it has named its port.
static int read_port(int in) {
    char text[4096];
    size_t n = 0;
    for (ssize_t more;
         n < sizeof text - 1 && (more = read(in, text + n, sizeof text - 1 - n)) > 0;) {
        n += (size_t)more;
        text[n] = 0;
        const char *at = strstr(text, "http://127.0.0.1:");
        if (at && strchr(at, '\n')) {
            return (int)strtol(at + strlen("http://127.0.0.1:"), NULL, 10);
        }
    }
    return 0;
}

static bool answers(int port) {
    static const char request[] =
        "GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
    char reply[2048];
    for (int i = 0; i < 200; i++) {
        if (load_once(port, request, sizeof request - 1, reply, sizeof reply) == 200) {
            return true;
        }
        usleep(5000);
    }
    return false;
}

static enum yk start(const char *program, const char *folder, struct service *service,
                     struct err *err) {
    int ends[2];
    int64_t began = clock_monotonic_us();
    if (pipe2(ends, O_CLOEXEC) != 0) {
        return trouble(err, strerror(errno));
    }
    service->pid = fork();
    if (service->pid == 0) {
        run_program(program, folder, ends[1]);
    }
    close(ends[1]);
    service->out = ends[0];
    if (service->pid < 0) {
        return trouble(err, strerror(errno));
    }
    service->port = read_port(service->out);
    if (!service->port || !answers(service->port)) {
        return trouble(err, "the program does not answer");
    }
    service->start_seconds = (double)(clock_monotonic_us() - began) / 1e6;
    return YK_OK;
}

void service_stop(struct service *service) {
    if (service->pid > 0) {
        kill(service->pid, SIGTERM);
        waitpid(service->pid, NULL, 0);
        close(service->out);
        service->pid = 0;
    }
}

int64_t service_resident_kb(const struct service *service) {
    char path[64];
    char line[256];
    int64_t kb = -1;
    snprintf(path, sizeof path, "/proc/%d/status", (int)service->pid);
    FILE *file = fopen(path, "re");
    while (file && fgets(line, sizeof line, file)) {
        if (strncmp(line, "VmRSS:", 6) == 0) {
            kb = strtoll(line + 6, NULL, 10);
        }
    }
    if (file) {
        fclose(file);
    }
    return kb;
}

double service_cpu_seconds(const struct service *service) {
    clockid_t clock;
    struct timespec ts = {0};
    if (clock_getcpuclockid(service->pid, &clock) == 0) {
        clock_gettime(clock, &ts);
    }
    return (double)ts.tv_sec + (double)ts.tv_nsec / 1e9;
}

// ---- signing in ----

static void copy_between(const char *from, const char *before, char end, char *out, size_t size) {
    const char *at = strstr(from, before);
    const char *stop = at ? strchr(at + strlen(before), end) : NULL;
    out[0] = 0;
    if (stop) {
        snprintf(out, size, "%.*s", (int)(stop - at - (long)strlen(before)), at + strlen(before));
    }
}

static enum yk sign_in(const struct service *service, const char *login,
                       struct service_session *out, struct err *err) {
    char request[1024];
    char body[256];
    static char reply[REPLY_BYTES];
    int body_n =
        snprintf(body, sizeof body, "{\"login\":\"%s\",\"password\":\"%s\"}", login, DEMO_PASSWORD);
    int n = snprintf(request, sizeof request,
                     "POST /api/v1/session HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                     "Content-Type: application/json\r\nContent-Length: %d\r\n\r\n%s",
                     body_n, body);
    if (load_once(service->port, request, (size_t)n, reply, sizeof reply) != 200) {
        return trouble(err, "could not sign in");
    }
    copy_between(reply, "Set-Cookie: ", ';', out->cookie, sizeof out->cookie);
    copy_between(reply, "\"csrf\":\"", '"', out->csrf, sizeof out->csrf);
    return out->cookie[0] && out->csrf[0] ? YK_OK : trouble(err, "no session was given");
}

// ---- what there is ----

static void find_style(struct service *service) {
    static const char request[] = "GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
    static char reply[REPLY_BYTES];
    char name[100];
    if (load_once(service->port, request, sizeof request - 1, reply, sizeof reply) != 200) {
        return;
    }
    for (const char *at = reply; (at = strstr(at, "href=\"/assets/")) != NULL; at++) {
        copy_between(at, "href=\"/assets/", '"', name, sizeof name);
        if (strstr(name, ".css")) {
            snprintf(service->style, sizeof service->style, "/assets/%s", name);
            return;
        }
    }
}

static const struct db_sql some_matters = {
    "SELECT object FROM matter_fact WHERE district = 340406 AND day >= $1 ORDER BY day LIMIT 16",
    NULL};

static void read_ids(struct db *db, struct service *service) {
    int32_t first = day_from_civil(2021, 1, 5);
    for (int i = 0; i < SERVICE_IDS / 16; i++) {
        struct db_stmt *st = db_use(db, &some_matters);
        db_bind_i64(st, 1, first + i * 24);
        while (db_step(st) == DB_ROW && service->n_ids < SERVICE_IDS) {
            id_format(db_i64(st, 0), service->ids[service->n_ids++]);
        }
        db_done(st);
    }
}

static enum yk read_org(struct db *db, struct service *service, struct err *err) {
    struct org_cache *orgs = org_cache_new(NULL);
    struct org *org = NULL;
    enum yk status =
        orgs ? org_cache_get(orgs, db, DEMO_DISTRICT, &org, err) : trouble(err, "no memory");
    if (status == YK_OK) {
        const struct category *category = org_find_category(org, category_number("01-01-01"));
        id_format(category->lead, service->unit);
        snprintf(service->category, sizeof service->category, "%s", category->code);
    }
    org_release(&org);
    if (orgs) {
        org_cache_free(&orgs);
    }
    return status;
}

static enum yk look_around(const struct bench_store *store, struct service *service,
                           struct err *err) {
    char url[600];
    struct db *db = NULL;
    snprintf(url, sizeof url, "sqlite:%s/yikou.db", store->folder);
    enum yk status = db_open(url, DB_READ_ONLY, &db, err);
    if (status == YK_OK) {
        status = read_org(db, service, err);
    }
    if (status == YK_OK) {
        read_ids(db, service);
        status = service->n_ids ? YK_OK : trouble(err, "the store is empty");
    }
    db_close(&db);
    return status;
}

// Follows each list for some pages.
static bool find_pages(struct service *service) {
    enum { DEPTH = 5 };
    static const char *const lists[] = {
        "sort=-day",
        "sort=due_day",
        "sort=-number",
        "sort=-day&unit=%s",
        "sort=due_day&unit=%s",
        "sort=-day&channel=phone",
        "sort=-day&caller_kind=enterprise",
        "sort=due_day&light=red",
        "sort=-day&state=handling",
        "sort=day&from=2022-01-01&to=2022-06-30",
    };
    static char reply[REPLY_BYTES];
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
        const char *unit = strstr(lists[i], "%s");
        char cursor[100] = "";
        for (int k = 0; k < DEPTH && (k == 0 || cursor[0]); k++) {
            char *page = service->pages[service->n_pages++];
            char request[LOAD_REQUEST_BYTES];
            int n = (int)(unit ? unit - lists[i] : (ptrdiff_t)strlen(lists[i]));
            snprintf(page, sizeof service->pages[0], "/api/v1/matters?limit=50&%.*s%s%s%s", n,
                     lists[i], unit ? service->unit : "", cursor[0] ? "&cursor=" : "", cursor);
            int request_n = snprintf(request, sizeof request,
                                     "GET %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                                     "Cookie: %s\r\n\r\n",
                                     page, service->clerk.cookie);
            if (load_once(service->port, request, (size_t)request_n, reply, sizeof reply) != 200) {
                return false;
            }
            copy_between(reply, "\"next_cursor\":\"", '"', cursor, sizeof cursor);
        }
    }
    return true;
}

enum yk service_start(const char *program, const struct bench_store *store, struct service *out,
                      struct err *err) {
    memset(out, 0, sizeof *out);
    enum yk status = start(program, store->folder, out, err);
    if (status == YK_OK) {
        status = look_around(store, out, err);
    }
    if (status == YK_OK) {
        status = sign_in(out, "clerk1", &out->clerk, err);
    }
    if (status == YK_OK) {
        status = sign_in(out, "operator1", &out->operator_, err);
    }
    if (status == YK_OK && !find_pages(out)) {
        status = trouble(err, "a ledger page is not answered");
    }
    if (status == YK_OK) {
        find_style(out);
    } else {
        service_stop(out);
    }
    return status;
}

// ---- requests ----

static size_t get(const struct service_session *session, const char *path,
                  char out[LOAD_REQUEST_BYTES]) {
    return (size_t)snprintf(out, LOAD_REQUEST_BYTES,
                            "GET %s HTTP/1.1\r\nHost: localhost\r\nCookie: %s\r\n\r\n", path,
                            session->cookie);
}

size_t service_constant(void *service, int64_t i, char out[LOAD_REQUEST_BYTES]) {
    (void)i;
    return get(&((struct service *)service)->clerk, "/healthz", out);
}

// Not compressed, for nobody asked for it: about as many bytes as a page of the ledger.
size_t service_style(void *arg, int64_t i, char out[LOAD_REQUEST_BYTES]) {
    struct service *service = arg;
    (void)i;
    return get(&service->clerk, service->style, out);
}

size_t service_page(void *arg, int64_t i, char out[LOAD_REQUEST_BYTES]) {
    struct service *service = arg;
    char path[200];
    (void)i;
    snprintf(path, sizeof path, "/api/v1/matters?unit=%s&sort=-day&limit=50", service->unit);
    return get(&service->clerk, path, out);
}

size_t service_page_anew(void *arg, int64_t i, char out[LOAD_REQUEST_BYTES]) {
    struct service *service = arg;
    if (i % SERVICE_ANEW_PERIOD == SERVICE_ANEW_PERIOD - 1) {
        return service_intake(service, i, out);
    }
    return get(&service->clerk, service->pages[i * 7 % service->n_pages], out);
}

size_t service_dashboard(void *arg, int64_t i, char out[LOAD_REQUEST_BYTES]) {
    struct service *service = arg;
    (void)i;
    return get(&service->clerk, "/api/v1/dashboard?period=2022", out);
}

size_t service_intake(void *arg, int64_t i, char out[LOAD_REQUEST_BYTES]) {
    struct service *service = arg;
    char body[2048];
    int n = snprintf(
        body, sizeof body,
        "{\"channel\":\"phone\",\"day\":\"2023-03-01\",\"caller\":{\"kind\":\"enterprise\","
        "\"name\":\"测试甲%d\",\"phone\":\"199055%05d\"},"
        "\"title\":\"扩建项目用地指标迟迟未落实\",\"text\":\"我公司二期扩建项目已备案，去年底申报后一直没有"
        "排上用地指标。设备订金已付，恳请协调尽快落实，以便安排开工。\",\"category\":\"%s\","
        "\"urgency\":\"normal\",\"dispatch\":{\"unit\":\"%s\"}}",
        (int)(i % 200) * 2, (int)(i % 200) * 2, service->category, service->unit);
    return (size_t)snprintf(out, LOAD_REQUEST_BYTES,
                            "POST /api/v1/matters HTTP/1.1\r\nHost: localhost\r\nCookie: %s\r\n"
                            "X-CSRF-Token: %s\r\nIdempotency-Key: bench-%lld-%lld\r\n"
                            "Content-Type: application/json\r\nContent-Length: %d\r\n\r\n%s",
                            service->clerk.cookie, service->clerk.csrf,
                            (long long)clock_monotonic_us(), (long long)i, n, body);
}

// Twenty acts of a day: ten look at the ledger, four open a matter, two see the calls due, one the dashboard, one a figure's rows, two register.
int service_mixed_kind(int64_t i) {
    static const int ends[MIXED_KINDS] = {10, 14, 16, 17, 18, 20};
    int64_t act = i * 7 % 20; // in another order than counted
    int kind = 0;
    while (act >= ends[kind]) {
        kind++;
    }
    return kind;
}

size_t service_mixed(void *arg, int64_t i, char out[LOAD_REQUEST_BYTES]) {
    static const char *const lists[] = {"sort=-day", "sort=due_day&state=handling",
                                        "sort=-day&light=red", "sort=-number",
                                        "sort=-day&channel=phone"};
    struct service *service = arg;
    char path[200];
    switch (service_mixed_kind(i)) {
    case MIXED_PAGE:
        snprintf(path, sizeof path, "/api/v1/matters?limit=50&%s", lists[i % 5]);
        return get(&service->clerk, path, out);
    case MIXED_MATTER:
        snprintf(path, sizeof path, "/api/v1/matters/%s", service->ids[i % service->n_ids]);
        return get(&service->clerk, path, out);
    case MIXED_CALLS: return get(&service->operator_, "/api/v1/callbacks?due=today&limit=50", out);
    case MIXED_DASHBOARD: return service_dashboard(service, i, out);
    case MIXED_ROWS:
        snprintf(path, sizeof path,
                 "/api/v1/figures/callback.truthfulness/rows?period=2022-0%d&limit=50",
                 (int)(i % 9) + 1);
        return get(&service->clerk, path, out);
    default: return service_intake(service, i, out);
    }
}
