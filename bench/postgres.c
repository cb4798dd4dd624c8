// SPDX-License-Identifier: Apache-2.0
// The intake on PostgreSQL, against pgbench with the event, the row of state and the notice of the same intake: both on one server that syncs what it says is written, both
// with 64 at once, by turns. pgbench is spared what its protocol would carry: the bodies stand in its statements, which it prepares once. Starts nothing: the database is
// handed in (scripts/with-postgres.sh), empty.
#include <libpq-fe.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "app/options.h"
#include "bare.h"
#include "base/clock.h"
#include "inside.h"

enum { SMALL = 10000, AT_ONCE = 64, EACH = 100, ROUNDS = 3 };
static const double bar = 0.6;

struct bench {
    const char *program, *cache, *pgbench, *out, *url;
    struct bench_store store; // a copy, which is written to
    char script[600];
    struct bare_bodies bodies;
};

static enum yk trouble(const char *what, struct err *err) {
    return err_set(err, YK_FAILED, ERR_INTERNAL, "%s", what);
}

// ---- pgbench's side ----

static const char schema[] =
    "CREATE SCHEMA bare;"
    "CREATE TABLE bare.event (district BIGINT NOT NULL, ledger BIGINT NOT NULL, object BIGINT NOT NULL,"
    " seq BIGINT NOT NULL, id BIGINT NOT NULL, recorded_at BIGINT NOT NULL, day BIGINT NOT NULL,"
    " actor BIGINT NOT NULL, action TEXT NOT NULL, version BIGINT NOT NULL, body TEXT NOT NULL,"
    " PRIMARY KEY (district, ledger, object, seq));"
    "CREATE UNIQUE INDEX event_by_id ON bare.event (district, id);"
    "CREATE TABLE bare.state (district BIGINT NOT NULL, ledger BIGINT NOT NULL, object BIGINT NOT NULL,"
    " seq BIGINT NOT NULL, recorded_at BIGINT NOT NULL, body TEXT NOT NULL,"
    " PRIMARY KEY (district, ledger, object));"
    "CREATE TABLE bare.outbox (district BIGINT NOT NULL, id BIGINT NOT NULL, n BIGINT NOT NULL,"
    " kind TEXT NOT NULL, unit BIGINT NOT NULL, account BIGINT NOT NULL, ledger BIGINT NOT NULL,"
    " object BIGINT NOT NULL, at BIGINT NOT NULL, PRIMARY KEY (district, id, n))";

static enum yk make_tables(const struct bench *bench, struct err *err) {
    PGconn *conn = PQconnectdb(bench->url);
    PGresult *result = PQexec(conn, schema);
    enum yk status =
        PQresultStatus(result) == PGRES_COMMAND_OK ? YK_OK : trouble(PQerrorMessage(conn), err);
    PQclear(result);
    PQfinish(conn);
    return status;
}

// A literal in which pgbench finds no variable of its own (":name").
static void put_literal(FILE *file, const char *text) {
    fputs("E'", file);
    for (const char *at = text; *at; at++) {
        switch (*at) {
        case ':': fputs("\\x3a", file); break;
        case '\'': fputs("''", file); break;
        case '\\': fputs("\\\\", file); break;
        default: fputc(*at, file);
        }
    }
    fputc('\'', file);
}

static void put_event(FILE *file, int seq, const char *id, const char *action, const char *body) {
    fprintf(file,
            "INSERT INTO bare.event VALUES (340406, 3, :object, %d, :%s, :%s, 19417, 7, '%s', 1, ",
            seq, id, id, action);
    put_literal(file, body);
    fputs(");\n", file);
}

// Keys grow for each client, as ours do.
static enum yk write_script(const struct bench *bench, struct err *err) {
    FILE *file = fopen(bench->script, "we");
    if (!file) {
        return trouble("could not write pgbench's script", err);
    }
    fputs("\\set i :i + 1\n\\set object :turn * 1000000000000 + :client_id * 1000000000 + :i\n"
          "\\set first 2 * :object\n\\set second 2 * :object + 1\nBEGIN;\n",
          file);
    put_event(file, 1, "first", "registered", bench->bodies.registered);
    put_event(file, 2, "second", "dispatched", bench->bodies.dispatched);
    fputs("INSERT INTO bare.state VALUES (340406, 3, :object, 2, :object, ", file);
    put_literal(file, bench->bodies.state);
    fputs(
        ");\nINSERT INTO bare.outbox VALUES (340406, :second, 0, 'matter.dispatched', 9, 0, 3, :object, :second);\n"
        "COMMIT;\n",
        file);
    return fclose(file) == 0 ? YK_OK : trouble("could not write pgbench's script", err);
}

// The rate that pgbench printed last, 0: none.
static double read_rate(FILE *file) {
    static const char word[] = "tps = ";
    char line[512];
    double rate = 0;
    rewind(file);
    while (fgets(line, sizeof line, file)) {
        if (strncmp(line, word, sizeof word - 1) == 0) {
            rate = strtod(line + sizeof word - 1, NULL);
        } else if (strstr(line, "ERROR")) {
            fputs(line, stderr);
        }
    }
    return rate;
}

static enum yk run_pgbench(const struct bench *bench, int turn, double *out_rate, struct err *err) {
    char clients[32];
    char each[32];
    char turn_is[32];
    int code = 0;
    FILE *file = tmpfile();
    if (!file) {
        return trouble("could not keep what pgbench prints", err);
    }
    snprintf(clients, sizeof clients, "%d", AT_ONCE);
    snprintf(each, sizeof each, "%d", EACH);
    snprintf(turn_is, sizeof turn_is, "turn=%d", turn + 1);
    pid_t pid = fork();
    if (pid == 0) {
        dup2(fileno(file), STDOUT_FILENO);
        dup2(fileno(file), STDERR_FILENO);
        execl(bench->pgbench, bench->pgbench, "-n", "-M", "prepared", "-c", clients, "-j", "2",
              "-t", each, "-D", "i=0", "-D", turn_is, "-f", bench->script, bench->url,
              (char *)NULL);
        _exit(127);
    }
    bool ran = pid > 0 && waitpid(pid, &code, 0) == pid && code == 0;
    *out_rate = ran ? read_rate(file) : 0;
    fclose(file);
    return *out_rate > 0 ? YK_OK : trouble("pgbench did not run", err);
}

// ---- ours ----

static enum yk run_copy(const struct bench *bench, const char *key, struct err *err) {
    int code = 0;
    pid_t pid = fork();
    if (pid == 0) {
        execl(bench->program, bench->program, "copy", "--from", bench->store.folder, "--to",
              bench->url, "--key", key, (char *)NULL);
        _exit(127);
    }
    return pid > 0 && waitpid(pid, &code, 0) == pid && code == 0
               ? YK_OK
               : trouble("yikou copy did not run", err);
}

static bool write_results(const struct bench *bench, double ratio, double ours, double theirs) {
    FILE *file = fopen(bench->out, "we");
    if (!file) {
        return false;
    }
    fprintf(
        file,
        "{\n  \"engine\": \"postgres\",\n  \"rows\": [\n"
        "    {\"work\": \"intake, durable when answered\", \"against\": \"pgbench: its events, state and"
        " notice\", \"value\": %.3f, \"at_least\": %.1f, \"met\": %s, \"note\": \"in process, %d at"
        " once: %.0f against %.0f a second\"}\n  ]\n}\n",
        ratio, bar, ratio >= bar ? "true" : "false", AT_ONCE, ours, theirs);
    return fclose(file) == 0;
}

static enum yk measure(struct bench *bench, struct err *err) {
    char key[600];
    snprintf(key, sizeof key, "%s.key", bench->store.folder);
    const struct options small = {.data = bench->store.folder};
    const struct options large = {.database = bench->url, .key = key};
    struct bare_result one = {0};
    double ours = 0;
    double theirs = 0;
    enum yk status = inside_intakes(&small, 1, 1, &one, err);
    if (status == YK_OK) {
        status = bare_read_bodies(&bench->store, &bench->bodies, err);
    }
    status = status == YK_OK ? run_copy(bench, key, err) : status;
    status = status == YK_OK ? make_tables(bench, err) : status;
    status = status == YK_OK ? write_script(bench, err) : status;
    for (int i = -1; i < ROUNDS && status == YK_OK; i++) { // the first one warms up
        double rate = 0;
        status = run_pgbench(bench, i + 1, &rate, err);
        if (status == YK_OK) {
            status = inside_intakes(&large, AT_ONCE, (int64_t)AT_ONCE * EACH, &one, err);
        }
        if (status == YK_OK && i >= 0) {
            ours += (double)one.n / one.seconds / ROUNDS;
            theirs += rate / ROUNDS;
        }
    }
    if (status == YK_OK) {
        printf(
            "PostgreSQL, intake                        against pgbench: its events, state and notice         %8.3f"
            "     >= %.1f    %s   in process, %d at once: %.0f against %.0f a second\n",
            ours / theirs, bar, ours / theirs >= bar ? "met" : "MISSED", AT_ONCE, ours, theirs);
        status = write_results(bench, ours / theirs, ours, theirs)
                     ? YK_OK
                     : trouble("could not write the results", err);
    }
    return status;
}

int main(int argc, char **argv) {
    if (argc != 6) {
        fputs("usage: bench_postgres PROGRAM CACHE PGBENCH RESULTS.json URL\n", stderr);
        return 2;
    }
    struct err err = {0};
    struct bench bench = {
        .program = argv[1], .cache = argv[2], .pgbench = argv[3], .out = argv[4], .url = argv[5]};
    struct bench_store small = {0};
    snprintf(bench.script, sizeof bench.script, "%s/script-%d.pgbench", bench.cache, (int)getpid());
    enum yk status = bench_store_get(bench.cache, SMALL, &small, &err);
    if (status == YK_OK) {
        status = bench_store_copy(&small, bench.cache, "postgres", &bench.store, &err);
    }
    if (status == YK_OK) {
        status = measure(&bench, &err);
        bench_store_remove(&bench.store);
    }
    unlink(bench.script);
    if (status != YK_OK) {
        fprintf(stderr, "bench: %s%s%s\n", err_word(err.code), err.detail[0] ? ": " : "",
                err.detail);
        return 1;
    }
    return 0;
}
