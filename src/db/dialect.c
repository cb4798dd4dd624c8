// SPDX-License-Identifier: Apache-2.0
// One migration text for two engines. It is written for SQLite; this file picks the sections of an engine, and for PostgreSQL swaps the
// few words of CREATE TABLE that differ. Words are swapped only where they stand as SQL, in capitals: never in names, texts or comments.
// What has no equal is refused, so that a section or a file of its own is written for it.

#include <ctype.h>
#include <string.h>

#include "db/migrate.h"

enum kind { KIND_OTHER, KIND_CREATE_TABLE, KIND_ALTER_TABLE };

struct dialect {
    const char *at;
    struct buf *out;
    enum kind kind;   // of the statement that is being read
    unsigned n_words; // of it, so far
    char words[3][16];
    int depth; // of parentheses
    const char *refused;
};

static bool word_char(char c) {
    return isalnum((unsigned char)c) || c == '_' || (unsigned char)c >= 0x80;
}

static bool is_word(const char *word, size_t n, const char *what) {
    return strlen(what) == n && memcmp(word, what, n) == 0;
}

// The end of what starts with an opening mark: a text, a quoted name, a comment, a $tag$ body. NULL when nothing such starts here.
static const char *quoted_end(const char *at) {
    const char *end = NULL;
    if (*at == '\'' || *at == '"') {
        end = strchr(at + 1, *at);
        return end ? end + 1 : at + strlen(at);
    }
    if (at[0] == '-' && at[1] == '-') {
        return at + strcspn(at, "\n");
    }
    if (at[0] == '/' && at[1] == '*') {
        end = strstr(at + 2, "*/");
        return end ? end + 2 : at + strlen(at);
    }
    if (*at == '$') {
        size_t tag = 1;
        while (word_char(at[tag])) {
            tag++;
        }
        if (at[tag] != '$' || tag > 30) {
            return NULL;
        }
        char mark[32];
        memcpy(mark, at, tag + 1);
        mark[tag + 1] = '\0';
        end = strstr(at + tag + 1, mark);
        return end ? end + tag + 1 : at + strlen(at);
    }
    return NULL;
}

static void note_word(struct dialect *d, const char *word, size_t n) {
    if (d->n_words < 3) {
        snprintf(d->words[d->n_words], sizeof d->words[0], "%.*s", (int)n, word);
    }
    d->n_words++;
    if (d->n_words == 2 && strcmp(d->words[1], "TABLE") == 0) {
        d->kind = strcmp(d->words[0], "CREATE") == 0  ? KIND_CREATE_TABLE
                  : strcmp(d->words[0], "ALTER") == 0 ? KIND_ALTER_TABLE
                                                      : KIND_OTHER;
    }
    if (d->n_words == 2 && strcmp(d->words[1], "VIRTUAL") == 0) {
        d->refused = "CREATE VIRTUAL TABLE";
    }
}

static bool is_column_place(const struct dialect *d) {
    return (d->kind == KIND_CREATE_TABLE && d->depth == 1) ||
           (d->kind == KIND_ALTER_TABLE && d->depth == 0);
}

static bool is_after_table(const struct dialect *d) {
    return d->kind == KIND_CREATE_TABLE && d->depth == 0;
}

static void put_word(struct dialect *d, const char *word, size_t n) {
    note_word(d, word, n);
    if (is_word(word, n, "INTEGER")) {
        buf_add_text(d->out, "BIGINT");
    } else if (is_word(word, n, "BLOB")) {
        buf_add_text(d->out, "BYTEA");
    } else if (is_word(word, n, "TEXT") && is_column_place(d)) {
        // Sorted and compared by bytes, as SQLite does, whatever the database's own locale.
        buf_add_text(d->out, "TEXT COLLATE \"C\"");
    } else if (is_after_table(d) && (is_word(word, n, "STRICT") || is_word(word, n, "WITHOUT") ||
                                     is_word(word, n, "ROWID"))) {
        return;
    } else if (is_word(word, n, "AUTOINCREMENT") || is_word(word, n, "REAL")) {
        d->refused = is_word(word, n, "REAL") ? "REAL" : "AUTOINCREMENT";
    } else {
        buf_add(d->out, word, n);
    }
}

static void put_mark(struct dialect *d, char c) {
    if (c == '(') {
        d->depth++;
    } else if (c == ')') {
        d->depth--;
    } else if (c == ',' && is_after_table(d)) {
        return; // between STRICT and WITHOUT ROWID
    } else if (c == ';' && d->depth == 0) {
        d->kind = KIND_OTHER;
        d->n_words = 0;
    }
    buf_add_char(d->out, c);
}

static void to_postgres(struct dialect *d) {
    while (*d->at && !d->refused) {
        const char *end = quoted_end(d->at);
        if (end) {
            buf_add(d->out, d->at, (size_t)(end - d->at));
        } else if (word_char(*d->at)) {
            end = d->at + 1;
            while (word_char(*end)) {
                end++;
            }
            if (end == d->at + 1 && (*d->at == 'x' || *d->at == 'X') && *end == '\'') {
                d->refused = "a blob literal (x'…')";
            }
            put_word(d, d->at, (size_t)(end - d->at));
        } else {
            put_mark(d, *d->at);
            end = d->at + 1;
        }
        d->at = end;
    }
}

// Keeps the lines that this engine is to see: all, but those of a section "--@ sqlite" or "--@ postgres" of the other engine, up to "--@ both".
static enum yk pick_sections(enum db_engine engine, const char *sql, struct buf *out,
                             struct err *err) {
    bool keep = true;
    while (*sql) {
        size_t n = strcspn(sql, "\n");
        size_t step = n + (sql[n] == '\n');
        if (strncmp(sql, "--@", 3) != 0) {
            buf_add(out, keep ? sql : "\n", keep ? step : step - n);
        } else if (is_word(sql, n, "--@ both")) {
            keep = true;
        } else if (is_word(sql, n, "--@ sqlite")) {
            keep = engine == DB_SQLITE;
        } else if (is_word(sql, n, "--@ postgres")) {
            keep = engine == DB_POSTGRES;
        } else {
            return err_set(err, YK_FAILED, ERR_INTERNAL, "no such section: %.*s", (int)n, sql);
        }
        sql += step;
    }
    return YK_OK;
}

enum yk migrate_translate(enum db_engine engine, const char *sql, struct buf *out,
                          struct err *err) {
    if (engine == DB_SQLITE) {
        return pick_sections(engine, sql, out, err);
    }
    struct buf picked;
    buf_init(&picked, out->max);
    enum yk status = pick_sections(engine, sql, &picked, err);
    if (status == YK_OK && !picked.failed) {
        struct dialect d = {.at = picked.data ? picked.data : "", .out = out};
        to_postgres(&d);
        if (d.refused) {
            status = err_set(err, YK_FAILED, ERR_INTERNAL,
                             "%s has no equal on PostgreSQL: use a section", d.refused);
        }
    }
    if (picked.failed) {
        status = err_set(err, YK_NOMEM, ERR_INTERNAL, "no memory for a migration");
    }
    buf_done(&picked);
    return status;
}
