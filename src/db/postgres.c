// SPDX-License-Identifier: Apache-2.0
// PostgreSQL by libpq. Decides how a connection is set up, when a statement is prepared and with which types, how values
// travel (binary), what goes in one round trip, and which SQLSTATE is which class of error. A statement is prepared at its first step, because only then
// the types of what is bound are known: int8, text or bytea; a null has none: the server tells, or it is guessed, until a value comes.

#include <libpq-fe.h>

#include <assert.h>
#include <endian.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "db/driver.h"

// Type oids are fixed by PostgreSQL's catalogue.
enum {
    OID_NONE = 0,
    OID_BOOL = 16,
    OID_BYTEA = 17,
    OID_NAME = 19,
    OID_INT8 = 20,
    OID_INT2 = 21,
    OID_INT4 = 23,
    OID_TEXT = 25,
    OID_OID = 26,
    OID_BPCHAR = 1042,
    OID_VARCHAR = 1043,
    OID_VOID = 2278,
};

enum {
    SERVER_VERSION_MIN = 150000,
    STALE_MAX = 32, // prepared forms to be dropped at the server, at the next chance
    NAME_BYTES = 24,
    LOOKS_MAX = 4,
    BINARY = 1,
    // Sent before any of the answers is read: these must fit into what the system buffers, or both sides would wait.
    POSTED_MAX = 256,
};

struct pg_db {
    struct db base;
    PGconn *conn;
    PGcancel *cancel;
    enum db_mode mode;
    uint64_t generation; // raised by each reconnect: what was prepared before is gone
    uint64_t names;
    uint64_t stale[STALE_MAX];
    unsigned n_stale;
    unsigned n_posted; // sent, and not answered yet; libpq is in pipeline mode while there are any
};

struct pg_param {
    const char *value;
    int n;
    Oid bound;    // type of the value bound now; OID_NONE for null
    Oid given;    // type ever bound
    Oid declared; // type it was prepared with
    int64_t i64;  // in network order, when that is the value
};

struct pg_stmt {
    struct db_stmt base;
    uint64_t name; // of the prepared form, "y<name>"; 0: none
    uint64_t generation;
    bool checked; // the types of the result are ones we read
    int n_params;
    struct pg_param *params;
    PGresult *result;
    int row;
    int n_rows;
};

static struct pg_db *of_db(const struct db *db) {
    return (struct pg_db *)db;
}

static struct pg_stmt *of_stmt(const struct db_stmt *st) {
    return (struct pg_stmt *)st;
}

static enum db_class class_of(const char *state) {
    static const struct {
        const char *prefix;
        enum db_class class;
    } classes
        [] =
            {
                {"23505", DB_CLASS_UNIQUE},
                {"23503", DB_CLASS_FOREIGN_KEY},
                {"23", DB_CLASS_CHECK},
                {"40001", DB_CLASS_RETRY}, // serialization_failure
                {"40P01", DB_CLASS_RETRY}, // deadlock_detected
                {"55P03", DB_CLASS_RETRY}, // lock_not_available
                {"40003", DB_CLASS_LOST},  // statement_completion_unknown: at a commit, uncertain
                {"08", DB_CLASS_LOST},
                {"57P0", DB_CLASS_LOST},  // the server stops, crashed or is starting
                {"25P03", DB_CLASS_LOST}, // idle_in_transaction_session_timeout
                {"25P04", DB_CLASS_LOST}, // transaction_timeout
                {"53300", DB_CLASS_LOST}, // too_many_connections
                {"57014", DB_CLASS_SLOW},
                {"53100", DB_CLASS_FULL},
                {"53200", DB_CLASS_NOMEM},
            };
    for (size_t i = 0; state && i < sizeof classes / sizeof classes[0]; i++) {
        if (strncmp(state, classes[i].prefix, strlen(classes[i].prefix)) == 0) {
            return classes[i].class;
        }
    }
    return DB_CLASS_OTHER;
}

// The server's words may hold values of a row (DETAIL does): only its first line is kept, and the name of a constraint.
static bool set_fault(struct db *db, const PGresult *result, const char *doing) {
    PGconn *conn = of_db(db)->conn;
    const char *state = result ? PQresultErrorField(result, PG_DIAG_SQLSTATE) : NULL;
    const char *words = result ? PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY) : NULL;
    const char *constraint = result ? PQresultErrorField(result, PG_DIAG_CONSTRAINT_NAME) : NULL;
    enum db_class class = PQstatus(conn) == CONNECTION_BAD ? DB_CLASS_LOST : class_of(state);
    // read_only_sql_transaction where we write: this server takes no writes any more, another may.
    if (state && strcmp(state, "25006") == 0 && of_db(db)->mode != DB_READ_ONLY) {
        class = DB_CLASS_LOST;
    }
    if (!result && class == DB_CLASS_OTHER) {
        class = DB_CLASS_NOMEM; // libpq gives no result only for want of memory or connection
    }
    db_fault_set(db, class, "%s: %s%s%s (%s)", doing, words ? words : PQerrorMessage(conn),
                 constraint ? ": " : "", constraint ? constraint : "", state ? state : "no state");
    return false;
}

// ---- what was sent ahead ----

static bool begin_pipeline(struct pg_db *db) {
    return db->n_posted || PQpipelineStatus(db->conn) == PQ_PIPELINE_ON ||
           PQenterPipelineMode(db->conn);
}

// The one answer to the next thing sent; NULL when the connection is gone.
static PGresult *next_answer(PGconn *conn) {
    PGresult *result = PQgetResult(conn);
    PGresult *end;
    while (result && PQresultStatus(result) != PGRES_PIPELINE_SYNC && (end = PQgetResult(conn))) {
        PQclear(end); // there is none, but NULL must have been read
    }
    return result;
}

static bool is_good(const PGresult *result) {
    ExecStatusType status = PQresultStatus(result);
    return status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK || status == PGRES_EMPTY_QUERY;
}

// Asks for all answers and leaves the pipeline. With `last` the answer to what was sent last, after the posted ones, is handed over, when it is a good one. The
// first failure is the fault; what was sent after it was not done.
static bool end_pipeline(struct pg_db *db, PGresult **last) {
    unsigned n = db->n_posted + (last != NULL);
    bool ok = PQpipelineSync(db->conn) != 0;
    PGresult *result = NULL;
    if (!ok) {
        set_fault(&db->base, NULL, "pipeline");
    }
    for (unsigned i = 0; i < n && (i == 0 || result); i++) {
        PQclear(result);
        result = next_answer(db->conn);
        if (ok && !is_good(result)) {
            ok = set_fault(&db->base, result, i < db->n_posted ? "posted" : "step");
        }
    }
    db->n_posted = 0;
    if (result) {
        PQclear(next_answer(db->conn)); // of the sync
    }
    if (PQstatus(db->conn) != CONNECTION_BAD && !PQexitPipelineMode(db->conn)) {
        ok = set_fault(&db->base, NULL, "pipeline");
    }
    if (ok && last) {
        *last = result;
    } else {
        PQclear(result);
    }
    return ok;
}

static bool settle_posted(struct pg_db *db) {
    return !db->n_posted || end_pipeline(db, NULL);
}

static bool run(struct db *db, const char *sql, const char *doing) {
    if (!settle_posted(of_db(db))) {
        return false;
    }
    PGresult *result = PQexec(of_db(db)->conn, sql);
    ExecStatusType status = PQresultStatus(result);
    bool ok =
        status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK || status == PGRES_EMPTY_QUERY;
    if (!ok) {
        set_fault(db, result, doing);
    }
    PQclear(result);
    return ok;
}

static bool pg_set_limit(struct db *db, unsigned ms) {
    char sql[64];
    snprintf(sql, sizeof sql, "SET statement_timeout = %u", ms);
    return run(db, sql, "set limit");
}

static void pg_interrupt(struct db *db) {
    char words[128];
    if (of_db(db)->cancel) {
        PQcancel(of_db(db)->cancel, words, sizeof words);
    }
}

// What a server says when it ends a connection is read only when somebody looks.
static bool pg_look(struct db *db) {
    PGconn *conn = of_db(db)->conn;
    struct pollfd pollfd = {.fd = PQsocket(conn), .events = POLLIN};
    bool ok = pollfd.fd >= 0;
    for (int i = 0; ok && i < LOOKS_MAX && poll(&pollfd, 1, 0) > 0; i++) {
        ok = PQconsumeInput(conn) && !(pollfd.revents & POLLNVAL);
        PQfreemem(PQnotifies(conn)); // reads on; nobody listens
    }
    if (ok && PQstatus(conn) == CONNECTION_OK) {
        return true;
    }
    db_fault_set(db, DB_CLASS_LOST, "the server ended the connection");
    return false;
}

static bool pg_ping(struct db *db) {
    return run(db, "SELECT 1", "ping");
}

static bool pg_exec(struct db *db, const char *sql) {
    return run(db, sql, "exec");
}

static bool pg_tx_alive(const struct db *db) {
    PGTransactionStatusType status = PQtransactionStatus(of_db(db)->conn);
    return of_db(db)->n_posted || status == PQTRANS_INTRANS || status == PQTRANS_INERROR ||
           status == PQTRANS_ACTIVE;
}

// A transaction's begin goes out with its first statement.
static bool post_words(struct pg_db *db, const char *words) {
    if (!begin_pipeline(db) ||
        !PQsendQueryParams(db->conn, words, 0, NULL, NULL, NULL, NULL, BINARY)) {
        return set_fault(&db->base, NULL, words);
    }
    db->n_posted++;
    return true;
}

static bool pg_control(struct db *db, enum db_control what, unsigned depth) {
    static const char *const words[CONTROL_KINDS] = {
        "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
        "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE",
        "COMMIT",
        "ROLLBACK",
        "SAVEPOINT",
        "RELEASE",
        "ROLLBACK TO",
    };
    if (what == CONTROL_BEGIN_WRITE) {
        return post_words(of_db(db), words[what]);
    }
    if (what == CONTROL_COMMIT && of_db(db)->n_posted) {
        PGresult *answer = NULL;
        bool sent = PQsendQueryParams(of_db(db)->conn, words[what], 0, NULL, NULL, NULL, NULL, 0);
        bool ok = end_pipeline(of_db(db), sent ? &answer : NULL) && sent;
        PQclear(answer);
        return ok;
    }
    if (what == CONTROL_ROLLBACK || what == CONTROL_ROLLBACK_TO) {
        // What is undone may have failed.
        struct db_fault fault = db->fault;
        if (!settle_posted(of_db(db)) && !db->lost) {
            db->fault = fault;
        }
    }
    if (!depth) {
        return run(db, words[what], words[what]);
    }
    char sql[32];
    snprintf(sql, sizeof sql, "%s s%u", words[what], depth);
    return run(db, sql, words[what]);
}

// Past what starts at sql: a quoted text or name, a comment; or one byte of anything else.
static const char *skip_token(const char *sql) {
    if (*sql == '\'' || *sql == '"') {
        const char *close = strchr(sql + 1, *sql);
        return close ? close + 1 : sql + strlen(sql);
    }
    if (sql[0] == '-' && sql[1] == '-') {
        return sql + strcspn(sql, "\n");
    }
    return sql + 1;
}

// The highest $n of a text.
static int count_params(const char *sql) {
    long highest = 0;
    while (*sql) {
        if (*sql == '$' && sql[1] >= '1' && sql[1] <= '9') {
            char *after = NULL;
            long n = strtol(sql + 1, &after, 10);
            highest = n > highest ? n : highest;
            sql = after;
        } else {
            sql = skip_token(sql);
        }
    }
    return highest > DB_PARAMS_MAX ? DB_PARAMS_MAX : (int)highest;
}

static struct db_stmt *pg_stmt_new(struct db *db, const char *sql) {
    (void)db;
    struct pg_stmt *st = calloc(1, sizeof *st);
    if (!st) {
        return NULL;
    }
    st->n_params = count_params(sql);
    st->params = calloc((size_t)st->n_params + 1, sizeof *st->params);
    if (!st->params) {
        free(st);
        return NULL;
    }
    return &st->base;
}

// The server's form is dropped later: now the transaction may be in error, or the connection busy.
static void forget_prepared(struct pg_stmt *st) {
    struct pg_db *db = of_db(st->base.db);
    if (st->name && st->generation == db->generation && db->n_stale < STALE_MAX) {
        db->stale[db->n_stale++] = st->name;
    }
    st->name = 0;
    st->checked = false;
}

static void pg_stmt_free(struct db_stmt *base) {
    struct pg_stmt *st = of_stmt(base);
    // A statement that was never handed out has no connection yet.
    if (base->db) {
        forget_prepared(st);
    }
    PQclear(st->result);
    free(st->params);
    free(st);
}

static bool pg_stmt_prepare(struct db_stmt *base) {
    (void)base;
    return true;
}

static bool drop_stale(struct pg_db *db) {
    while (db->n_stale) {
        char sql[48];
        snprintf(sql, sizeof sql, "DEALLOCATE y%llu",
                 (unsigned long long)db->stale[db->n_stale - 1]);
        if (!run(&db->base, sql, "deallocate")) {
            return false;
        }
        db->n_stale--;
    }
    return true;
}

// The number of the parameter whose type the server could not tell, from "… parameter $2"; 0 when that is not the matter.
static int untyped_param(const PGresult *result) {
    const char *state = PQresultErrorField(result, PG_DIAG_SQLSTATE);
    const char *words = PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);
    // indeterminate_datatype, and ambiguous_parameter
    bool untyped = state && (strcmp(state, "42P18") == 0 || strcmp(state, "42P08") == 0);
    const char *at = untyped && words ? strchr(words, '$') : NULL;
    return at ? (int)strtol(at + 1, NULL, 10) : 0;
}

// Prepares once with these types. When the server could not tell the type of a parameter, out_untyped is its number, else 0.
static bool prepare_once(struct pg_stmt *st, const Oid *types, int *out_untyped) {
    struct pg_db *db = of_db(st->base.db);
    char name[NAME_BYTES];
    snprintf(name, sizeof name, "y%llu", (unsigned long long)++db->names);
    PGresult *result = PQprepare(db->conn, name, st->base.sql, st->n_params, types);
    bool ok = PQresultStatus(result) == PGRES_COMMAND_OK;
    if (ok) {
        st->name = db->names;
        st->generation = db->generation;
        for (int i = 0; i < st->n_params; i++) {
            st->params[i].declared = types[i];
        }
    } else {
        set_fault(&db->base, result, "prepare");
        size_t n = strlen(db->base.fault.message);
        snprintf(db->base.fault.message + n, sizeof db->base.fault.message - n, ": %.100s",
                 st->base.sql);
        int untyped = untyped_param(result);
        *out_untyped = untyped <= st->n_params ? untyped : 0;
    }
    PQclear(result);
    return ok;
}

// The next guess at the type of a null; OID_NONE after the last.
static Oid next_guess(Oid type) {
    switch (type) {
    case OID_NONE: return OID_INT8;
    case OID_INT8: return OID_TEXT;
    case OID_TEXT: return OID_BYTEA;
    default: return OID_NONE;
    }
}

// The server finds a type that does not fit before it finds the next parameter without one, so the last guess is the one to blame.
static bool guess_types(struct pg_stmt *st, Oid *types, bool saved) {
    struct db *db = st->base.db;
    int last = 0;
    for (;;) {
        int untyped = 0;
        if (prepare_once(st, types, &untyped)) {
            return true;
        }
        last = untyped ? untyped : last;
        Oid next = last ? next_guess(types[last - 1]) : OID_NONE;
        if (next == OID_NONE || db->fault.class != DB_CLASS_OTHER) {
            return false;
        }
        types[last - 1] = next;
        if (saved && !run(db, "ROLLBACK TO yp", "rollback to")) {
            return false;
        }
    }
}

// A guess that fails must not spoil the transaction, so guesses are made in a savepoint.
static bool prepare_guessing(struct pg_stmt *st, Oid *types) {
    struct db *db = st->base.db;
    bool saved = PQtransactionStatus(of_db(db)->conn) == PQTRANS_INTRANS;
    if (saved && !run(db, "SAVEPOINT yp", "savepoint")) {
        return false;
    }
    return guess_types(st, types, saved) && (!saved || run(db, "RELEASE yp", "release"));
}

static bool prepare(struct pg_stmt *st) {
    struct db *db = st->base.db;
    forget_prepared(st);
    if (!settle_posted(of_db(db)) || !drop_stale(of_db(db))) {
        return false;
    }
    Oid types[DB_PARAMS_MAX];
    bool guessing = false;
    for (int i = 0; i < st->n_params; i++) {
        types[i] = st->params[i].given;
        guessing = guessing || types[i] == OID_NONE;
    }
    int untyped = 0;
    return guessing ? prepare_guessing(st, types) : prepare_once(st, types, &untyped);
}

static bool is_prepared(const struct pg_stmt *st) {
    if (!st->name || st->generation != of_db(st->base.db)->generation) {
        return false;
    }
    for (int i = 0; i < st->n_params; i++) {
        Oid bound = st->params[i].bound;
        if (bound != OID_NONE && bound != st->params[i].declared) {
            return false;
        }
    }
    return true;
}

static bool pg_stmt_check(struct db_stmt *base) {
    return is_prepared(of_stmt(base)) || prepare(of_stmt(base));
}

static void pg_stmt_reset(struct db_stmt *base) {
    struct pg_stmt *st = of_stmt(base);
    PQclear(st->result);
    st->result = NULL;
}

static void pg_stmt_clear(struct db_stmt *base) {
    struct pg_stmt *st = of_stmt(base);
    for (int i = 0; i < st->n_params; i++) {
        st->params[i].value = NULL;
        st->params[i].n = 0;
        st->params[i].bound = OID_NONE;
    }
}

static bool bind(struct pg_stmt *st, int index, Oid type, const void *value, size_t n) {
    if (index < 1 || index > st->n_params) {
        return false;
    }
    struct pg_param *param = &st->params[index - 1];
    param->value = value;
    param->n = (int)n;
    param->bound = value ? type : OID_NONE;
    if (!value) {
        return true;
    }
    // Two types for one parameter would prepare the statement for ever anew.
    bool same = param->given == OID_NONE || param->given == type;
    param->given = type;
    return same && n <= INT32_MAX;
}

static bool pg_bind_i64(struct db_stmt *base, int index, int64_t value) {
    struct pg_stmt *st = of_stmt(base);
    if (index < 1 || index > st->n_params) {
        return false;
    }
    int64_t *place = &st->params[index - 1].i64;
    *place = (int64_t)htobe64((uint64_t)value);
    return bind(st, index, OID_INT8, place, sizeof *place);
}

static bool pg_bind_text(struct db_stmt *base, int index, const char *text, size_t n) {
    return bind(of_stmt(base), index, OID_TEXT, text, n);
}

static bool pg_bind_blob(struct db_stmt *base, int index, const void *data, size_t n) {
    return bind(of_stmt(base), index, OID_BYTEA, data, n);
}

// Once for each prepared form: a type that no reader below knows is found at once, not by a wrong number later.
static bool check_types(struct pg_stmt *st) {
    if (st->checked) {
        return true;
    }
    int n = PQnfields(st->result);
    for (int col = 0; col < n; col++) {
        switch (PQftype(st->result, col)) {
        case OID_BOOL:
        case OID_BYTEA:
        case OID_NAME:
        case OID_INT8:
        case OID_INT2:
        case OID_INT4:
        case OID_TEXT:
        case OID_OID:
        case OID_BPCHAR:
        case OID_VARCHAR:
        case OID_VOID: break;
        default:
            db_fault_set(st->base.db, DB_CLASS_OTHER,
                         "column %d (%s) is of type %u; cast it to BIGINT or TEXT: %.100s", col,
                         PQfname(st->result, col), PQftype(st->result, col), st->base.sql);
            return false;
        }
    }
    st->checked = true;
    return true;
}

struct sending {
    char name[NAME_BYTES];
    const char *values[DB_PARAMS_MAX];
    int lengths[DB_PARAMS_MAX];
    int formats[DB_PARAMS_MAX];
};

static void gather(const struct pg_stmt *st, struct sending *out) {
    for (int i = 0; i < st->n_params; i++) {
        out->values[i] = st->params[i].value;
        out->lengths[i] = st->params[i].n;
        out->formats[i] = BINARY;
    }
    snprintf(out->name, sizeof out->name, "y%llu", (unsigned long long)st->name);
}

static bool send_form(struct pg_stmt *st) {
    struct pg_db *db = of_db(st->base.db);
    struct sending sending;
    gather(st, &sending);
    return PQsendQueryPrepared(db->conn, sending.name, st->n_params, sending.values,
                               sending.lengths, sending.formats, BINARY) != 0;
}

static bool execute_alone(struct pg_stmt *st) {
    struct pg_db *db = of_db(st->base.db);
    struct sending sending;
    gather(st, &sending);
    st->result = PQexecPrepared(db->conn, sending.name, st->n_params, sending.values,
                                sending.lengths, sending.formats, BINARY);
    if (is_good(st->result)) {
        return true;
    }
    set_fault(&db->base, st->result, "step");
    const char *state = PQresultErrorField(st->result, PG_DIAG_SQLSTATE);
    // The table changed under a form that has worked, or the server lost it: prepared again, the same works.
    bool worked = st->checked;
    if (state && (strcmp(state, "0A000") == 0 || strcmp(state, "26000") == 0)) {
        forget_prepared(st);
        db->base.fault.class = worked ? DB_CLASS_RETRY : db->base.fault.class;
    }
    return false;
}

static bool execute(struct pg_stmt *st) {
    struct pg_db *db = of_db(st->base.db);
    PQclear(st->result);
    st->result = NULL;
    if (!db->n_posted) {
        return execute_alone(st);
    }
    bool sent = send_form(st);
    bool ok = end_pipeline(db, sent ? &st->result : NULL) && sent;
    if (!ok) {
        forget_prepared(st); // its own form may be what failed
    }
    return ok;
}

static bool pg_post(struct db_stmt *base) {
    struct pg_stmt *st = of_stmt(base);
    struct pg_db *db = of_db(base->db);
    if (!is_prepared(st) && !prepare(st)) {
        return false;
    }
    if (db->n_posted >= POSTED_MAX && !settle_posted(db)) {
        return false;
    }
    if (!begin_pipeline(db) || !send_form(st)) {
        return set_fault(base->db, NULL, "post");
    }
    db->n_posted++;
    return true;
}

static enum db_row pg_step(struct db_stmt *base) {
    struct pg_stmt *st = of_stmt(base);
    if (base->state == STMT_ROWS) {
        st->row++;
        return st->row < st->n_rows ? DB_ROW : DB_DONE;
    }
    if ((!is_prepared(st) && !prepare(st)) || !execute(st) || !check_types(st)) {
        return DB_ERROR;
    }
    st->row = 0;
    st->n_rows = PQntuples(st->result);
    return st->n_rows > 0 ? DB_ROW : DB_DONE;
}

// Each write has a transaction of its own here, so nobody asks.
static int64_t pg_total_changes(const struct db *db) {
    (void)db;
    return 0;
}

static int64_t pg_changed(const struct db_stmt *base) {
    const struct pg_stmt *st = of_stmt(base);
    // "SELECT 5" counts rows that were read.
    if (!st->result || strncmp(PQcmdStatus(st->result), "SELECT", 6) == 0) {
        return 0;
    }
    return strtoll(PQcmdTuples(st->result), NULL, 10);
}

static bool pg_is_null(const struct db_stmt *base, int col) {
    const struct pg_stmt *st = of_stmt(base);
    return PQgetisnull(st->result, st->row, col) != 0;
}

static int64_t pg_i64_or(const struct db_stmt *base, int col, int64_t none) {
    const struct pg_stmt *st = of_stmt(base);
    if (PQgetisnull(st->result, st->row, col)) {
        return none;
    }
    const unsigned char *bytes = (const unsigned char *)PQgetvalue(st->result, st->row, col);
    switch (PQftype(st->result, col)) {
    case OID_BOOL: return bytes[0] != 0;
    case OID_INT2: return (int16_t)(bytes[0] << 8 | bytes[1]);
    case OID_OID:
    case OID_INT4: {
        uint32_t value;
        memcpy(&value, bytes, sizeof value);
        value = be32toh(value);
        return PQftype(st->result, col) == OID_OID ? (int64_t)value : (int64_t)(int32_t)value;
    }
    case OID_INT8: {
        uint64_t value;
        memcpy(&value, bytes, sizeof value);
        return (int64_t)be64toh(value);
    }
    default: assert(!"an integer was read from a column of another type"); return 0;
    }
}

static const char *value_of(const struct pg_stmt *st, int col, size_t *out_n) {
    bool null = PQgetisnull(st->result, st->row, col) != 0;
    if (out_n) {
        *out_n = null ? 0 : (size_t)PQgetlength(st->result, st->row, col);
    }
    return null ? NULL : PQgetvalue(st->result, st->row, col);
}

static const char *pg_text(const struct db_stmt *base, int col, size_t *out_n) {
    const struct pg_stmt *st = of_stmt(base);
    Oid type = PQftype(st->result, col);
    assert(type == OID_TEXT || type == OID_VARCHAR || type == OID_BPCHAR || type == OID_NAME);
    (void)type;
    return value_of(st, col, out_n);
}

static const void *pg_blob(const struct db_stmt *base, int col, size_t *out_n) {
    const struct pg_stmt *st = of_stmt(base);
    assert(PQftype(st->result, col) == OID_BYTEA);
    return value_of(st, col, out_n);
}

static void pg_close(struct db *base) {
    struct pg_db *db = of_db(base);
    PQfreeCancel(db->cancel);
    PQfinish(db->conn);
    free(db);
}

// What a new or renewed connection needs.
static bool set_up(struct pg_db *db) {
    struct db *base = &db->base;
    const char *encoding = PQparameterStatus(db->conn, "server_encoding");
    if (PQserverVersion(db->conn) < SERVER_VERSION_MIN) {
        db_fault_set(base, DB_CLASS_OTHER, "PostgreSQL 15 or newer is needed, this is %d",
                     PQserverVersion(db->conn) / 10000);
        return false;
    }
    if (!encoding || strcmp(encoding, "UTF8") != 0) {
        db_fault_set(base, DB_CLASS_OTHER, "the database's encoding must be UTF8, this is %s",
                     encoding ? encoding : "unknown");
        return false;
    }
    // Every statement has its index (test_all_sql, test_plans). Prepared while a table is still small, one would be planned as a
    // scan of all of it, and stay so while the table grows.
    if (!run(base, "SET enable_seqscan = off", "set up")) {
        return false;
    }
    if (db->mode == DB_READ_ONLY &&
        !run(base, "SET default_transaction_read_only = on", "set up")) {
        return false;
    }
    PQfreeCancel(db->cancel);
    db->cancel = PQgetCancel(db->conn);
    return !base->limit_ms || pg_set_limit(base, base->limit_ms);
}

static bool pg_reconnect(struct db *base) {
    struct pg_db *db = of_db(base);
    db->generation++;
    db->n_stale = 0;
    db->n_posted = 0;
    PQreset(db->conn);
    if (PQstatus(db->conn) != CONNECTION_OK) {
        db_fault_set(base, DB_CLASS_LOST, "could not connect again: %s", PQerrorMessage(db->conn));
        return false;
    }
    return set_up(db);
}

static void ignore_notice(void *arg, const char *message) {
    (void)arg;
    (void)message;
}

static const struct db_driver postgres_driver = {
    .close = pg_close,
    .reconnect = pg_reconnect,
    .look = pg_look,
    .ping = pg_ping,
    .set_limit = pg_set_limit,
    .interrupt = pg_interrupt,
    .control = pg_control,
    .exec = pg_exec,
    .tx_alive = pg_tx_alive,
    .stmt_new = pg_stmt_new,
    .stmt_free = pg_stmt_free,
    .stmt_prepare = pg_stmt_prepare,
    .stmt_check = pg_stmt_check,
    .stmt_reset = pg_stmt_reset,
    .stmt_clear = pg_stmt_clear,
    .bind_i64 = pg_bind_i64,
    .bind_text = pg_bind_text,
    .bind_blob = pg_bind_blob,
    .step = pg_step,
    .post = pg_post,
    .changed = pg_changed,
    .total_changes = pg_total_changes,
    .is_null = pg_is_null,
    .i64_or = pg_i64_or,
    .text = pg_text,
    .blob = pg_blob,
};

enum yk db_postgres_open(const char *url, enum db_mode mode, struct db **out_db, struct err *err) {
    struct pg_db *db = calloc(1, sizeof *db);
    if (!db) {
        return err_set(err, YK_NOMEM, ERR_INTERNAL, "no memory for a connection");
    }
    db_init(&db->base, &postgres_driver, DB_POSTGRES);
    db->mode = mode;
    // What stands before dbname is a default that the url may change; a server that vanished is noticed in half a minute. Of several hosts the one that takes writes
    // is meant, for readings too: a standby may lag behind what somebody was just told.
    const char *const names[] = {"connect_timeout",      "keepalives_idle",
                                 "keepalives_interval",  "keepalives_count",
                                 "tcp_user_timeout",     "application_name",
                                 "target_session_attrs", "dbname",
                                 "client_encoding",      NULL};
    const char *const values[] = {"5",     "15",         "5", "3",    "30000",
                                  "yikou", "read-write", url, "UTF8", NULL};
    db->conn = PQconnectdbParams(names, values, 1);
    if (PQstatus(db->conn) != CONNECTION_OK) {
        db_fault_set(&db->base, DB_CLASS_OTHER, "%s",
                     db->conn ? PQerrorMessage(db->conn) : "no memory");
    } else {
        PQsetNoticeProcessor(db->conn, ignore_notice, NULL);
        if (set_up(db)) {
            *out_db = &db->base;
            return YK_OK;
        }
    }
    enum yk status = err_set(err, YK_FAILED, ERR_INTERNAL, "could not open the database: %s",
                             db->base.fault.message);
    pg_close(&db->base);
    return status;
}
