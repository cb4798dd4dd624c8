// SPDX-License-Identifier: Apache-2.0
// Tables as files: the ledger of matters by its filters, a figure with its rows. A file is made row by row from one snapshot, on a thread for files, and
// its making ends when who asked has gone. That it was made, by whom, of what and how many, is an event before it is sent.
#include "exchange/exchange_http.h"

#include <math.h>
#include <string.h>

#include "app/app.h"
#include "exchange/book.h"
#include "exchange/matter_sheet.h"
#include "figure/figure_http.h"
#include "figure/figure_view.h"
#include "http/spool.h"
#include "matter/matter_http.h"

enum {
    EXPORT_ROWS_MAX = 100000,
    EXPORT_BATCH = 200,
    EXPORT_LIMIT_MS = 300000,
    FILTER_TEXT_MAX = 4000,
    FILE_NAME_BYTES = 80,
};
#define XLSX_TYPE "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

// One file in the making.
struct export {
    struct request *rq;
    struct book *book;
    struct org *org;
    const char *code; // of the event: "matters", or the figure's key
    struct buf filter;
    int64_t n, of; // rows in the file, and those there are
    bool en;
};

static void export_done(struct export *it) {
    book_free(&it->book);
    org_release(&it->org);
    buf_done(&it->filter);
}
#define _cleanup_export_ __attribute__((cleanup(export_done)))

static enum book_format format_of(const struct request *rq) {
    return strcmp(rq->route->response, "text/csv") == 0 ? BOOK_CSV : BOOK_XLSX;
}

static enum yk export_begin(struct request *rq, struct export *it, struct err *err) {
    it->rq = rq;
    it->en = strcmp(rq->lang, "en") == 0;
    buf_init(&it->filter, FILTER_TEXT_MAX);
    enum yk status = spool_open(&rq->file_fd, err);
    if (status == YK_OK) {
        status = book_new(rq->file_fd, format_of(rq), spool_folder(), &it->book, err);
    }
    if (status == YK_OK) {
        db_set_time_limit_ms(rq->db, EXPORT_LIMIT_MS);
        status = db_begin_read(rq->db, err);
    }
    return status == YK_OK
               ? org_cache_get(rq->app->orgs, rq->db, rq->actor->scope.district, &it->org, err)
               : status;
}

static enum yk record_export(void *arg, struct db *db, void *hooks_ctx, struct err *err) {
    const struct export *it = arg;
    const struct request *rq = it->rq;
    struct drafts drafts = {.n = 0};
    struct log_tx tx = log_tx_of(rq);
    struct admin_event *body = admin_event_new(rq->arena);
    if (!body) {
        return err_set(err, YK_NOMEM, ERR_BUSY, "no memory to record an export");
    }
    tx.db = db;
    tx.batch = hooks_ctx;
    body->code = it->code;
    body->rows = it->n;
    struct draft *draft = drafts_add(&drafts, &admin_types[DATA_EXPORTED], rq->today, body);
    draft_add_text(draft, "filter", it->filter.data);
    return org_record(&tx, rq->actor->account, false, 0, &drafts, NULL, err);
}

// The snapshot is given back before the event is written; the file goes only when that is durable.
static enum yk export_end(struct export *it, const char *name, struct err *err) {
    struct request *rq = it->rq;
    int year, month, day;
    db_rollback(rq->db);
    enum yk status = book_end(it->book, err);
    if (status == YK_OK) {
        status = pool_write(rq->app->pool, record_export, it, err);
    }
    day_to_civil(rq->today, &year, &month, &day);
    rq->file_name = arena_printf(rq->arena, "%.60s-%04d%02d%02d.%s", name, year, month, day,
                                 format_of(rq) == BOOK_CSV ? "csv" : "xlsx");
    return status;
}

static enum yk check_asker(const struct export *it, struct err *err) {
    return request_is_gone(it->rq)
               ? err_set(err, YK_REFUSED, ERR_BUSY, "who asked for a file has gone")
               : YK_OK;
}

// ---- the sheet that says what the others are ----

static void say(struct export *it, const char *zh, const char *en, const char *text) {
    book_bold(it->book, it->en ? en : zh);
    book_text(it->book, text);
    book_row_end(it->book);
}

static void say_time(struct export *it) {
    book_bold(it->book, it->en ? "Made at" : "导出时间");
    book_time(it->book, it->rq->now_us);
    book_row_end(it->book);
}

static void say_counts(struct export *it) {
    char text[120];
    snprintf(text, sizeof text, it->en ? "%lld of %lld" : "%lld（共 %lld）", (long long)it->n,
             (long long)it->of);
    say(it, "行数", "Rows", text);
    if (it->n < it->of) {
        snprintf(text, sizeof text,
                 it->en ? "A file holds %d rows at most: narrow the filter for the rest"
                        : "一个文件最多 %d 行，其余请缩小筛选范围后再导出",
                 EXPORT_ROWS_MAX);
        say(it, "注意", "Note", text);
    }
}

static void say_who(struct export *it, const char *title) {
    const struct actor *actor = it->rq->actor;
    book_sheet(it->book, it->en ? "About" : "说明", NULL, 0);
    say(it, "名称", "What", title);
    say(it, "区划", "District", org_name(it->org, it->rq->lang));
    say_time(it);
    say(it, "导出人", "Made by",
        it->en && actor->name_en && *actor->name_en ? actor->name_en : actor->name);
    say(it, "单位", "Unit", org_unit_name(it->org, actor->unit, it->rq->lang));
    say(it, "筛选", "Filter",
        it->filter.len ? it->filter.data
        : it->en       ? "none: all that you may see"
                       : "无，您可见的全部");
}

// ---- matters ----

static enum yk add_page(struct export *it, struct matter_desk *desk, struct matter_list *list,
                        bool *out_more, struct err *err) {
    struct fact_hit *hits = NULL;
    size_t n = 0;
    enum yk status = matter_list_find(it->rq->db, it->rq->arena, list, &hits, &n, out_more, err);
    if (status == YK_OK) {
        status = matter_rows_load(&desk->rows, hits, n, err);
    }
    for (size_t i = 0; i < n && status == YK_OK; i++) {
        matter_sheet_row(it->book, &desk->rows, &hits[i], desk->rows.titles[i]);
    }
    if (status == YK_OK && n) {
        const struct fact_hit *last = &hits[n - 1];
        list->query.after = (struct fact_cursor){.set = true,
                                                 .value = last->v[list->query.order.col],
                                                 .object = last->object,
                                                 .part = last->part};
        it->n += (int64_t)n;
    }
    return status;
}

static enum yk add_matters(struct export *it, struct matter_desk *desk, struct matter_list *list,
                           struct err *err) {
    bool more = true;
    enum yk status = YK_OK;
    list->query.limit = EXPORT_BATCH;
    while (more && it->n < EXPORT_ROWS_MAX && status == YK_OK) {
        struct arena_mark mark = arena_mark(it->rq->arena);
        status = add_page(it, desk, list, &more, err);
        arena_rewind(it->rq->arena, mark);
        if (status == YK_OK) {
            status = check_asker(it, err);
        }
    }
    it->of = it->n;
    bool exact = true;
    return status == YK_OK && more ? matter_list_count(it->rq->db, list, 0, &it->of, &exact, err)
                                   : status;
}

static enum yk get_matters(struct request *rq, struct err *err) {
    _cleanup_export_ struct export it = {.code = "matters"};
    _cleanup_desk_ struct matter_desk desk = {0};
    struct matter_list list;
    enum yk status = export_begin(rq, &it, err);
    if (status == YK_OK) {
        status = matter_desk_open(rq, &desk, err);
    }
    if (status == YK_OK) {
        status = matter_list_build(rq->db, rq->arena, &rq->actor->scope, rq->query, rq->now_us,
                                   &list, err);
    }
    if (status == YK_OK) {
        matter_filter_text(rq->query, it.org, rq->lang, &it.filter);
        matter_sheet_begin(it.book, rq->lang);
        status = add_matters(&it, &desk, &list, err);
    }
    if (status != YK_OK) {
        return status;
    }
    say_who(&it, it.en ? "Ledger of matters" : "事项台账");
    say(&it, "排序", "Order", matter_sort_text(rq->query, rq->lang));
    say_counts(&it);
    say(&it, "亮灯", "Lights", it.en ? "as of the time above" : "以导出时间为准");
    say(&it, "诉求人", "Callers",
        it.en ? "Names and telephone numbers are not in lists and not in this file"
              : "姓名、电话不在台账中显示，也不在本文件中");
    return export_end(&it, "matters", err);
}

// ---- a figure ----

static void begin_values(struct export *it, const struct figure_query *query) {
    const struct figure_def *def = query->def;
    const struct book_column heads[] = {
        {it->en ? "Part" : "分项", 28},
        {it->en ? def->name_en : def->name, 20},
        {it->en ? "Unit" : "计量单位", 10},
        {"n", 12},
        {"N", 12},
    };
    book_sheet(it->book, it->en ? "Values" : "数值", heads, sizeof heads / sizeof *heads);
}

static void add_rows_count(struct export *it, int64_t n) {
    if (n == FIGURE_NONE) {
        book_text(it->book, "");
    } else {
        book_count(it->book, n);
    }
}

static enum yk add_values(struct export *it, const struct figure_query *query, struct err *err) {
    struct figure *figures;
    size_t n;
    const struct figure_def *def = query->def;
    enum yk status = figure_eval(it->rq->db, it->rq->arena, query, &figures, &n, err);
    for (size_t i = 0; i < n && status == YK_OK; i++) {
        struct buf name;
        buf_init(&name, 400);
        figure_part_name(query, figures[i].part, it->org, it->rq->lang, &name);
        book_text(it->book, query->by == BY_NONE ? (it->en ? "All" : "合计") : name.data);
        book_real(it->book, figure_rounded(&figures[i]), def->rounding);
        book_text(it->book, it->en ? def->unit_en : def->unit);
        add_rows_count(it, figures[i].n);
        add_rows_count(it, figures[i].big_n);
        book_row_end(it->book);
        buf_done(&name);
    }
    return status;
}

// What of a matter's row stands beside a figure's.
struct row_words {
    const char *number, *title;
};
static const struct json_field row_fields[] = {
    {.name = "number", .type = JSON_TEXT, .offset = offsetof(struct row_words, number)},
    {.name = "title", .type = JSON_TEXT, .offset = offsetof(struct row_words, title)},
};
static const struct json_spec row_spec = JSON_SPEC("row_words", struct row_words, row_fields);

static enum yk add_figure_row(struct export *it, const struct figure_query *query,
                              const struct figure_rows *rows, size_t i, const struct row_text *text,
                              struct err *err) {
    const struct fact_hit *hit = &rows->hits[i];
    const struct fact_table *table = figure_table(query->def);
    int64_t unit = hit->v[table->unit_col], day = hit->v[figure_day_col(query->def)];
    struct row_words words;
    const char *json = arena_printf(it->rq->arena, "{%.*s}", (int)text->n, text->json);
    enum yk status =
        json ? json_decode_stored(&row_spec, json, strlen(json), it->rq->arena, &words, err)
             : err_set(err, YK_NOMEM, ERR_BUSY, "no memory for a row");
    if (status == YK_OK) {
        book_text(it->book, words.number);
        book_text(it->book, words.title);
        book_text(it->book, unit == FACT_NULL ? "" : org_unit_name(it->org, unit, it->rq->lang));
        book_day(it->book, day == FACT_NULL ? DAY_NONE : (int32_t)day);
        book_text(it->book, rows->in_n[i] ? (it->en ? "yes" : "是") : (it->en ? "no" : "否"));
        book_real(it->book, rows->shares[i], 4);
        book_row_end(it->book);
    }
    return status;
}

static enum yk add_figure_page(struct export *it, const struct figure_query *query,
                               struct fact_cursor *after, bool *out_more, struct err *err) {
    struct figure_rows rows = {0};
    struct matter_row_source source;
    struct row_text *texts = NULL;
    struct request *rq = it->rq;
    enum yk status =
        figure_find_rows(rq->db, rq->arena, query, false, after, EXPORT_BATCH, &rows, err);
    int64_t *ids = arena_alloc_array(rq->arena, rows.n + 1, sizeof *ids);
    if (status == YK_OK) {
        status = ids ? matter_rows_begin(rq, it->org, &source, err)
                     : err_set(err, YK_NOMEM, ERR_BUSY, "no memory for rows");
    }
    for (size_t i = 0; i < rows.n && status == YK_OK; i++) {
        ids[i] = figure_row_matter(figure_table(query->def), &rows.hits[i]);
    }
    if (status == YK_OK) {
        status = matter_rows_texts(&source, ids, rows.n, &texts, err);
    }
    for (size_t i = 0; i < rows.n && status == YK_OK; i++) {
        status = add_figure_row(it, query, &rows, i, &texts[i], err);
    }
    if (status == YK_OK && rows.n) {
        const struct fact_hit *last = &rows.hits[rows.n - 1];
        *after = (struct fact_cursor){.set = true,
                                      .value = last->v[figure_day_col(query->def)],
                                      .object = last->object,
                                      .part = last->part};
        it->n += (int64_t)rows.n;
    }
    *out_more = rows.more;
    return status;
}

static enum yk add_figure_rows(struct export *it, const struct figure_query *query,
                               struct err *err) {
    const struct book_column heads[] = {
        {it->en ? "Number" : "编号", 21},   {it->en ? "Title" : "标题", 40},
        {it->en ? "Unit" : "单位", 20},     {it->en ? "Day" : "计入日", 12},
        {it->en ? "In n" : "计入分子", 10}, {it->en ? "Share" : "份额", 12},
    };
    struct figure_query whole = *query;
    struct fact_cursor after = {0};
    bool more = figure_table(query->def) != NULL;
    enum yk status = YK_OK;
    whole.by = BY_NONE;
    book_sheet(it->book, it->en ? "Rows" : "明细", heads, sizeof heads / sizeof *heads);
    while (more && it->n < EXPORT_ROWS_MAX && status == YK_OK) {
        struct arena_mark mark = arena_mark(it->rq->arena);
        status = add_figure_page(it, &whole, &after, &more, err);
        arena_rewind(it->rq->arena, mark);
        if (status == YK_OK) {
            status = check_asker(it, err);
        }
    }
    it->of = it->n;
    return status == YK_OK && more ? figure_count_rows(it->rq->db, &whole, false, &it->of, err)
                                   : status;
}

static void say_definition(struct export *it, const struct figure_query *query) {
    const struct figure_def *def = query->def;
    char text[40];
    say(it, "指标", "Key", def->key);
    say(it, "时间段", "Period", query->period.text);
    say(it, "定义", "Definition", it->en ? def->definition_en : def->definition);
    say(it, "公式", "Formula", it->en ? def->formula_en : def->formula);
    snprintf(text, sizeof text, "%d", def->version);
    say(it, "版本", "Version", text);
    say(it, "自", "In force since", def->from);
    say(it, "依据", "Source", it->en ? def->source_en : def->source);
    say_counts(it);
}

// What is asked beside the period: as it stands in the address, whose names are those of the API.
static void say_figure_filter(struct export *it, const struct figure_query *query) {
    char day[DAY_TEXT_BYTES];
    buf_add_text(&it->filter, query->period.text);
    if (query->as_of != DAY_NONE) {
        day_format(query->as_of, day);
        buf_add_printf(&it->filter, it->en ? "; as of %s" : "；截至 %s", day);
    }
    if (query->unit) {
        buf_add_text(&it->filter, it->en ? "; " : "；");
        buf_add_text(&it->filter, org_unit_name(it->org, query->unit, it->rq->lang));
    }
    if (query->category) {
        buf_add_text(&it->filter, it->en ? "; " : "；");
        buf_add_text(&it->filter,
                     org_category_name(it->org, (int32_t)query->category, it->rq->lang));
    }
    if (query->channel) {
        buf_add_printf(&it->filter, "; %s", json_word_of(matter_channel_words, query->channel));
    }
    if (query->caller_kind) {
        buf_add_printf(&it->filter, "; %s", json_word_of(caller_kind_words, query->caller_kind));
    }
}

static enum yk get_figure(struct request *rq, struct err *err) {
    _cleanup_export_ struct export it = {0};
    _cleanup_org_ struct org *org = NULL;
    double weights[FIGURE_PARTS_MAX];
    struct figure_query query;
    enum yk status = export_begin(rq, &it, err);
    if (status == YK_OK) {
        status = figure_read_query(rq, rq->word[0], weights, &query, &org, err);
    }
    if (status == YK_OK) {
        it.code = query.def->key;
        say_figure_filter(&it, &query);
        begin_values(&it, &query);
        status = add_values(&it, &query, err);
    }
    if (status == YK_OK && format_of(rq) == BOOK_XLSX) {
        status = add_figure_rows(&it, &query, err);
    }
    if (status != YK_OK) {
        return status;
    }
    say_who(&it, it.en ? query.def->name_en : query.def->name);
    say_definition(&it, &query);
    return export_end(&it, query.def->key, err);
}

// ---- all figures of a period ----

static enum yk add_figures(struct export *it, const struct figure_query *base, struct err *err) {
    size_t n;
    const struct figure_def *defs = figure_registry(&n);
    enum yk status = YK_OK;
    for (size_t i = 0; i < n && status == YK_OK; i++) {
        struct figure_query query = *base;
        struct figure *figure;
        size_t n_figures;
        query.def = &defs[i];
        query.by = BY_NONE;
        status = figure_eval(it->rq->db, it->rq->arena, &query, &figure, &n_figures, err);
        if (status == YK_OK) {
            book_text(it->book, it->en ? defs[i].name_en : defs[i].name);
            book_real(it->book, figure_rounded(figure), defs[i].rounding);
            book_text(it->book, it->en ? defs[i].unit_en : defs[i].unit);
            add_rows_count(it, figure->n);
            add_rows_count(it, figure->big_n);
            book_text(it->book, it->en ? defs[i].definition_en : defs[i].definition);
            book_count(it->book, defs[i].version);
            book_row_end(it->book);
            it->n++;
            status = check_asker(it, err);
        }
    }
    it->of = it->n;
    return status;
}

static void begin_figures(struct export *it) {
    const struct book_column heads[] = {
        {it->en ? "Figure" : "指标", 24},
        {it->en ? "Value" : "数值", 12},
        {it->en ? "Unit" : "计量单位", 10},
        {"n", 12},
        {"N", 12},
        {it->en ? "Definition" : "定义", 70},
        {it->en ? "Version" : "版本", 8},
    };
    book_sheet(it->book, it->en ? "Figures" : "指标", heads, sizeof heads / sizeof *heads);
}

static enum yk get_dashboard(struct request *rq, struct err *err) {
    _cleanup_export_ struct export it = {.code = "figures"};
    _cleanup_org_ struct org *org = NULL;
    double weights[FIGURE_PARTS_MAX];
    struct figure_query query;
    enum yk status = export_begin(rq, &it, err);
    if (status == YK_OK) {
        status = figure_read_query(rq, NULL, weights, &query, &org, err);
    }
    if (status == YK_OK) {
        say_figure_filter(&it, &query);
        begin_figures(&it);
        status = add_figures(&it, &query, err);
    }
    if (status != YK_OK) {
        return status;
    }
    say_who(&it, it.en ? "All figures of a period" : "一段时间的全部指标");
    say(&it, "时间段", "Period", query.period.text);
    say_counts(&it);
    return export_end(&it, "figures", err);
}

// ---- the table ----

#define DOWNLOAD(path_, cap_, query_, type_, run_, summary_)                                       \
    {                                                                                              \
        .method = "GET", .path = "/api/v1/" path_, .cap = (cap_),                                  \
        .flags = ROUTE_SLOW | ROUTE_FILE, .query = (query_), .response = (type_), .status = 200,   \
        .run = (run_), .summary = (summary_)                                                       \
    }
static const struct route rows[] = {
    DOWNLOAD("matters/export.xlsx", CAP_MATTER_VIEW, &matter_count_spec, XLSX_TYPE, get_matters,
             "The filtered ledger as a workbook; recorded"),
    DOWNLOAD("matters/export.csv", CAP_MATTER_VIEW, &matter_count_spec, "text/csv", get_matters,
             "The filtered ledger as CSV; recorded"),
    DOWNLOAD("figures/{key:word}/export.xlsx", CAP_FIGURE_VIEW, &figure_query_spec, XLSX_TYPE,
             get_figure, "A figure with its parts, rows and definition as a workbook; recorded"),
    DOWNLOAD("figures/{key:word}/export.csv", CAP_FIGURE_VIEW, &figure_query_spec, "text/csv",
             get_figure, "A figure with its parts as CSV; recorded"),
    DOWNLOAD("dashboard/export.xlsx", CAP_FIGURE_VIEW, &figure_query_spec, XLSX_TYPE, get_dashboard,
             "All figures of a period with their definitions as a workbook; recorded"),
    DOWNLOAD("dashboard/export.csv", CAP_FIGURE_VIEW, &figure_query_spec, "text/csv", get_dashboard,
             "All figures of a period as CSV; recorded"),
};
const struct route_table export_routes = {"exchange", rows, sizeof rows / sizeof *rows};
