// SPDX-License-Identifier: Apache-2.0
// `yikou figure`, `yikou rows`, `yikou figures-md`: figures on the command line, as an administrator of the machine sees them: the whole district.
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "app/commands.h"
#include "app/open.h"
#include "base/text.h"
#include "figure/figure_view.h"
#include "log/log_store.h"
#include "matter/matter.h"
#include "org/org.h"

struct cli {
    const struct options *options;
    struct db *db;
    struct arena *arena;
    struct org_cache *orgs;
    struct org *org;
    struct scope scope;
    double weights[FIGURE_PARTS_MAX];
    struct figure_query query; // all but the definition
};

static void cli_close(struct cli *cli) {
    org_release(&cli->org);
    if (cli->orgs) {
        org_cache_free(&cli->orgs);
    }
    arena_free(&cli->arena);
    db_close(&cli->db);
}

// "Today" is the last day on which anything was recorded, or the real day when that is later: a demonstration district lives in its own time.
static enum yk find_today(struct cli *cli, int32_t *out, struct err *err) {
    int64_t id, at;
    enum yk status = log_store_latest(cli->db, &id, &at, err);
    const struct account *account = NULL;
    size_t n = 0;
    if (status == YK_OK) {
        account = org_accounts(cli->org, &n);
    }
    bool demo = n > 0 && account[0].demo;
    if (status == YK_OK) {
        *out = day_of_time(demo ? at : clock_real_us());
    }
    return status;
}

static enum yk read_by(const struct options *options, enum figure_by *out, struct err *err) {
    *out = BY_NONE;
    if (!options->by) {
        return YK_OK;
    }
    for (const struct json_word *word = figure_by_words; word->word; word++) {
        if (strcmp(word->word, options->by) == 0) {
            *out = (enum figure_by)word->value;
            return YK_OK;
        }
    }
    return err_add_field(err, "by", ERR_UNKNOWN_VALUE,
                         "unit, category, channel, caller_kind, month");
}

static enum yk cli_open(struct cli *cli, const struct options *options, struct err *err) {
    int32_t today = 0, as_of = DAY_NONE;
    *cli = (struct cli){.options = options, .arena = arena_new(0), .orgs = org_cache_new(NULL)};
    enum yk status = cli->arena && cli->orgs ? store_open(options, false, &cli->db, NULL, err)
                                             : err_set(err, YK_NOMEM, ERR_INTERNAL, "no memory");
    if (status == YK_OK) {
        status = store_district(cli->db, options, &cli->scope.district, err);
    }
    if (status == YK_OK) {
        status = org_cache_get(cli->orgs, cli->db, cli->scope.district, &cli->org, err);
    }
    if (status == YK_OK) {
        status = find_today(cli, &today, err);
    }
    if (status == YK_OK && options->as_of && !day_parse(options->as_of, &as_of)) {
        status = err_add_field(err, "as-of", ERR_IMPOSSIBLE_DAY, "YYYY-MM-DD");
    }
    if (status != YK_OK) {
        return status;
    }
    cli->scope.level = SCOPE_DISTRICT;
    figure_weights(cli->org, as_of == DAY_NONE ? today : as_of, cli->weights);
    cli->query = (struct figure_query){
        .as_of = as_of, .today = today, .weights = cli->weights, .scope = &cli->scope};
    status = read_by(options, &cli->query.by, err);
    return status == YK_OK ? period_parse(options->period, today, &cli->query.period, err) : status;
}

static void print_value(const struct figure *figure) {
    if (isnan(figure->value)) {
        fputs("—", stdout);
    } else {
        printf("%.*f", figure->def->rounding, figure_rounded(figure));
    }
}

// "第2/21位", and how it moved: "较2021 +1.20".
static void print_change(const struct figure *figure, const char *period, double then) {
    double change = figure_change(figure, then);
    if (isnan(change)) {
        printf("\t较%s —", period);
    } else if (change == 0) {
        printf("\t与%s持平", period);
    } else {
        printf("\t较%s %+.*f", period, figure->def->rounding, change);
    }
}

static void print_compared(const struct cli *cli, const struct figure_compared *line) {
    struct period before, year_ago;
    if (cli->query.by == BY_UNIT && line->rank) {
        printf("\t第%d/%d位", line->rank, line->ranked);
    } else if (cli->query.by == BY_UNIT) {
        fputs("\t—", stdout);
    }
    period_before(&cli->query.period, &before);
    period_year_before(&cli->query.period, &year_ago);
    print_change(&line->now, before.text, line->before);
    if (strcmp(before.text, year_ago.text) != 0) {
        print_change(&line->now, year_ago.text, line->year_ago);
    }
}

static void print_figure(const struct cli *cli, const struct figure *figure,
                         const struct figure_compared *line) {
    struct buf name;
    buf_init(&name, 4096);
    figure_part_name(&cli->query, figure->part, cli->org, "zh", &name);
    printf("%s\t%s%s%s\t", figure->def->key, figure->def->name, name.len ? " · " : "",
           name.len ? name.data : "");
    buf_done(&name);
    print_value(figure);
    printf(" %s", figure->def->unit);
    if (figure->n != FIGURE_NONE && figure->big_n != FIGURE_NONE) {
        printf("\t%lld/%lld", (long long)figure->n, (long long)figure->big_n);
    } else if (figure->n != FIGURE_NONE) {
        printf("\tn %lld", (long long)figure->n);
    } else {
        putchar('\t'); // columns stay where they are
    }
    if (line) {
        print_compared(cli, line);
    }
    putchar('\n');
}

static enum yk show_months(struct cli *cli, struct jw *jw, struct err *err) {
    struct figure *figures;
    size_t n;
    enum yk status = figure_eval(cli->db, cli->arena, &cli->query, &figures, &n, err);
    for (size_t i = 0; status == YK_OK && i < n; i++) {
        if (jw) {
            figure_write(jw, &figures[i], &cli->query, cli->org, "zh");
        } else {
            print_figure(cli, &figures[i], NULL);
        }
    }
    return status;
}

static enum yk show_figure(struct cli *cli, const struct figure_def *def, struct jw *jw,
                           struct err *err) {
    struct figure_compared *lines;
    size_t n;
    cli->query.def = def;
    if (cli->query.by == BY_MONTH) {
        return show_months(cli, jw, err);
    }
    enum yk status = figure_compare(cli->db, cli->arena, &cli->query, cli->org, &lines, &n, err);
    for (size_t i = 0; status == YK_OK && i < n; i++) {
        if (jw) {
            figure_write_compared(jw, &lines[i], &cli->query, cli->org, "zh");
        } else {
            print_figure(cli, &lines[i].now, &lines[i]);
        }
    }
    return status;
}

static enum yk unknown_figure(const char *key, struct err *err) {
    return err_set(err, YK_REFUSED, ERR_UNKNOWN_FIGURE, "%s (yikou figure lists all)", key);
}

static enum yk show_figures(struct cli *cli, struct jw *jw, struct err *err) {
    size_t n;
    const struct figure_def *defs = figure_registry(&n);
    enum yk status = YK_OK;
    if (cli->options->n_words == 0) {
        for (size_t i = 0; i < n && status == YK_OK; i++) {
            status = show_figure(cli, &defs[i], jw, err);
        }
        return status;
    }
    for (int i = 0; i < cli->options->n_words && status == YK_OK; i++) {
        const struct figure_def *def = figure_find(cli->options->words[i]);
        status = def ? show_figure(cli, def, jw, err) : unknown_figure(cli->options->words[i], err);
    }
    return status;
}

int command_figure(const struct options *options) {
    struct err err = {0};
    struct cli cli;
    struct buf out;
    struct jw jw;
    buf_init(&out, 64 << 20);
    jw_init(&jw, &out);
    enum yk status = cli_open(&cli, options, &err);
    if (status == YK_OK && options->json) {
        jw_array(&jw);
        status = show_figures(&cli, &jw, &err);
        jw_array_end(&jw);
    } else if (status == YK_OK) {
        status = show_figures(&cli, NULL, &err);
    }
    if (status == YK_OK && options->json) {
        fwrite(out.data, 1, out.len, stdout);
        putchar('\n');
    }
    buf_done(&out);
    cli_close(&cli);
    return status == YK_OK ? 0 : command_failed(options, &err);
}

// ---- rows ----

static enum yk print_row(struct cli *cli, const struct figure_rows *rows, size_t i, struct jw *jw,
                         struct err *err) {
    const struct fact_hit *hit = &rows->hits[i];
    const struct fact_table *table = figure_table(cli->query.def);
    struct log_object matter;
    char number[MATTER_NUMBER_BYTES], day[DAY_TEXT_BYTES] = "";
    int64_t about = figure_row_matter(table, hit);
    enum yk status =
        log_peek(cli->db, cli->arena, &matter_ledger, cli->scope.district, about, &matter, err);
    if (status != YK_OK) {
        return status;
    }
    int64_t when = hit->v[figure_day_col(cli->query.def)];
    matter_number_format(cli->scope.district, ((const struct matter *)matter.state)->number,
                         number);
    if (when != FACT_NULL) {
        day_format((int32_t)when, day);
    }
    const char *unit = org_unit_name(cli->org, hit->v[table->unit_col], "zh");
    if (!jw) {
        printf("%s\t%d\t%s\t%s\t%.6g\n", number, hit->part, day, unit, rows->shares[i]);
        return YK_OK;
    }
    jw_object(jw);
    jw_key(jw, "id");
    jw_id(jw, about);
    jw_key(jw, "row_object");
    jw_id(jw, hit->object);
    jw_key(jw, "number");
    jw_text(jw, number);
    jw_key(jw, "part");
    jw_i64(jw, hit->part);
    jw_key(jw, "day");
    jw_text(jw, day);
    jw_key(jw, "unit");
    jw_text(jw, unit);
    jw_key(jw, "in_n");
    jw_bool(jw, rows->in_n[i]);
    jw_key(jw, "share");
    jw_real(jw, rows->shares[i], 12);
    jw_object_end(jw);
    return YK_OK;
}

static enum yk print_rows(struct cli *cli, bool side_n, struct jw *jw, struct err *err) {
    struct figure_rows rows;
    enum yk status =
        figure_find_rows(cli->db, cli->arena, &cli->query, side_n, NULL, 0, &rows, err);
    for (size_t i = 0; status == YK_OK && i < rows.n; i++) {
        status = print_row(cli, &rows, i, jw, err);
    }
    return status;
}

// The rows that n counts: for a ratio those of the numerator, unless --side N asks for the denominator's.
static enum yk rows_of(struct cli *cli, struct jw *jw, struct err *err) {
    const struct options *options = cli->options;
    bool side_n = !options->side || strcmp(options->side, "N") != 0;
    cli->query.def = options->n_words == 1 ? figure_find(options->words[0]) : NULL;
    if (!cli->query.def) {
        return unknown_figure(options->n_words ? options->words[0] : "yikou rows KEY", err);
    }
    if (options->count) {
        int64_t n;
        enum yk status = figure_count_rows(cli->db, &cli->query, side_n, &n, err);
        if (status == YK_OK) {
            printf("%lld\n", (long long)n);
        }
        return status;
    }
    return print_rows(cli, side_n, jw, err);
}

int command_rows(const struct options *options) {
    struct err err = {0};
    struct cli cli;
    struct buf out;
    struct jw jw;
    buf_init(&out, 1 << 30);
    jw_init(&jw, &out);
    bool json = options->json && !options->count;
    enum yk status = cli_open(&cli, options, &err);
    if (status == YK_OK) {
        cli.query.by = BY_NONE;
        if (json) {
            jw_array(&jw);
        }
        status = rows_of(&cli, json ? &jw : NULL, &err);
        if (json) {
            jw_array_end(&jw);
        }
    }
    if (status == YK_OK && json) {
        fwrite(out.data, 1, out.len, stdout);
        putchar('\n');
    }
    buf_done(&out);
    cli_close(&cli);
    return status == YK_OK ? 0 : command_failed(options, &err);
}

// ---- docs/figures.md ----

int command_figures_md(const struct options *options) {
    (void)options;
    size_t n;
    const struct figure_def *defs = figure_registry(&n);
    puts(
        "# Figures\n\nGenerated from the registry (`yikou figures-md > docs/figures.md`); a test fails when it is not current.\n\n"
        "Every figure prints its numerator and denominator, and \"—\" where the denominator is zero. *n* and *N* always count rows;\n"
        "a weighted ratio also carries `amount` and `base` in hundredths. All can be broken down by unit, category, channel, caller\n"
        "kind and month, and be had as of any past day.\n\n"
        "Beside each value stands what it was in the period before and in the same days a year ago. By unit, every open unit that may be\n"
        "given matters stands in the table with its rank (1, 2, 2, 4), by values as printed: the highest first where more is better, the\n"
        "lowest where fewer is, the largest where neither is. Without a value (a zero denominator) a unit has no rank and comes last. *Ranked\n"
        "with* names the table on the dashboard (`GET /ranking`) in which a figure stands.\n");
    for (size_t i = 0; i < n; i++) {
        const struct figure_def *d = &defs[i];
        printf(
            "## %s — %s (%s)\n\n%s\n\n%s\n\n| kind | unit | version | in force from | decimals | better | ranked with | owner |\n| --- | --- | --- | --- | --- | --- | --- | --- |\n"
            "| %s | %s | %d | %s | %d | %s | %s | %s |\n\nFormula: `%s` (`%s`). Owner: %s. Source: %s (%s).\n\n",
            d->key, d->name, d->name_en, d->definition, d->definition_en, figure_kind_word(d->kind),
            d->unit, d->version, d->from, d->rounding,
            d->better > 0   ? "more"
            : d->better < 0 ? "fewer"
                            : "neither",
            d->board ? json_word_of(figure_board_words, d->board) : "—", d->owner, d->formula,
            d->formula_en, d->owner_en, d->source, d->source_en);
    }
    return 0;
}
