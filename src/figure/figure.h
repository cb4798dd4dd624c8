// SPDX-License-Identifier: Apache-2.0
// Figures: definitions with versions and sources in one registry (registry.c), evaluated from tallies where these can tell and from rows where not,
// live or as of any past day, broken down by a dimension; and the rows behind each. A figure is a numerator and a denominator
// measure over one fact table, or a difference of two sums (a snapshot), or a weighted sum of other figures (a composite).
#ifndef YK_FIGURE_FIGURE_H
#define YK_FIGURE_FIGURE_H

#include "auth/scope.h"
#include "org/org.h"
#include "tally/tally.h"

enum figure_kind {
    FIGURE_COUNT,  // n
    FIGURE_RATIO,  // 100 n / N, or 100 amount / base where the numerator is weighted
    FIGURE_MEAN,   // amount / n
    FIGURE_MEDIAN, // of the numerator's histogram
    FIGURE_SNAPSHOT, // sum of measure_n up to the last day (less lag_days), less the sum of measure_d up to that day
    FIGURE_COMPOSITE,
};
enum figure_by { BY_NONE, BY_UNIT, BY_CATEGORY, BY_CHANNEL, BY_CALLER_KIND, BY_MONTH };

enum { PERIOD_TEXT_BYTES = 24, FIGURE_PARTS_MAX = 4 };
struct period {
    int32_t from, to; // days, both in
    char text[PERIOD_TEXT_BYTES];
};
// "2022", "2022-07", "2022-07-15" or "2022-07-01..2022-09-30"; NULL or "": the last whole year before today. ERR_BAD_PERIOD on field "period".
YK_NODISCARD enum yk period_parse(const char *text, int32_t today, struct period *out,
                                  struct err *err);
// The period of the same length just before: the year, the month, or as many days.
void period_before(const struct period *period, struct period *out);
// The same days a year earlier; whole months stay whole, 29 February becomes the 28th.
void period_year_before(const struct period *period, struct period *out);

// The tables of units that a figure stands in.
enum figure_board { BOARD_NONE, BOARD_LOOP, BOARD_TIME, BOARD_SUPERVISION };

struct figure_part { // of a composite
    const char *key;
    int weight; // index into figure_query.weights
};
struct figure_def {
    const char *key, *name, *name_en, *unit, *unit_en, *definition, *definition_en, *formula,
        *formula_en, *source, *source_en, *owner, *owner_en;
    enum figure_kind kind;
    int version;
    const char *from; // in force since, YYYY-MM-DD
    int rounding;     // decimals
    int better;       // 1 up, -1 down, 0 neither
    enum figure_board board;
    const char *measure_n, *measure_d;
    int lag_days;    // of a snapshot
    bool cut_at_day; // by a due day: what was not due before the as-of day does not count yet
    struct figure_part parts[FIGURE_PARTS_MAX];
};
const struct figure_def *figure_registry(size_t *out_n);
// NULL when there is none.
const struct figure_def *figure_find(const char *key);
// The measure's table; NULL for a composite.
const struct fact_table *figure_table(const struct figure_def *def);
// A measure of any ledger's table by its key, e.g. "callback.truthfulness.n"; NULL when there is none. (source.c)
const struct measure *figure_find_measure(const char *key, const struct fact_table **out_table);
// The matter that a row of such a table is about.
int64_t figure_row_matter(const struct fact_table *table, const struct fact_hit *hit);

struct figure_query {
    const struct figure_def *def;
    struct period period;
    int32_t as_of; // day; DAY_NONE: live
    enum figure_by by;
    int64_t unit;                 // 0: all in scope
    int64_t category;             // number of any level (category_number()); 0: all
    int64_t channel, caller_kind; // 0: all
    int32_t today;
    const double
        *weights; // of the composite, by the district's policy: contacted, solved, satisfied
    const struct scope *scope;
};

#define FIGURE_NONE INT64_MIN
struct figure {
    const struct figure_def *def;
    double value;         // not rounded; NAN: the denominator is zero
    int64_t n, big_n;     // rows; FIGURE_NONE where there is none
    int64_t amount, base; // of weighted ratios and means
    bool from_tallies;
    int64_t
        part; // value of the breakdown: unit, category of the level below the filter's, channel, caller kind, month number
    struct figure *parts;
    size_t n_parts;
};
// One figure, or one per part of the breakdown in ascending order (units and categories that have nothing are left out). Reads only.
YK_NODISCARD enum yk figure_eval(struct db *db, struct arena *arena,
                                 const struct figure_query *query, struct figure **out,
                                 size_t *out_n, struct err *err);
// value rounded half up by the definition; NAN stays.
double figure_rounded(const struct figure *figure);
// A level-3 number → its group one level below the filter (0: level 1), by which BY_CATEGORY groups.
int64_t figure_category_group(int64_t filter, int64_t leaf);

// ---- beside what it was, and units beside each other (compare.c) ----

struct figure_compared {
    struct figure now;
    double before, year_ago; // rounded; NAN: there was no value
    int rank;                // among the units, from 1, equals share it (1, 2, 2, 4); 0: none
    int ranked;              // how many units have one
};
// The figure, or each part of its breakdown, beside the period before and the same days a year ago. By unit: every open unit that may be given matters stands
// there, also with nothing, best rank first; without a value (a zero denominator) it has no rank and comes last. Not by month.
YK_NODISCARD enum yk figure_compare(struct db *db, struct arena *arena,
                                    const struct figure_query *query, const struct org *org,
                                    struct figure_compared **out, size_t *out_n, struct err *err);
// Ranks lines of one figure and puts them in that order, by values as they are printed. Where more is better the largest is first, where fewer is better the
// smallest; where neither is better the largest, which then says how much and not how well. Pure.
void figure_rank(struct figure_compared *lines, size_t n);
// 1 where the smallest is first, else -1.
int figure_sort_sign(const struct figure_def *def);
// What is printed now less what was printed then; NAN where either has no value.
double figure_change(const struct figure *now, double then);
// A unit that may be given matters.
bool unit_may_lead(const struct unit *unit);

// The rows behind a figure: of its denominator (or all rows of a count). side_n: only the numerator's.
struct figure_rows {
    struct fact_hit *hits;
    double *shares; // of each row in the value; over all rows they add up to it
    bool *in_n;
    size_t n;
    bool more;
};
YK_NODISCARD enum yk figure_find_rows(struct db *db, struct arena *arena,
                                      const struct figure_query *query, bool side_n,
                                      const struct fact_cursor *after, int limit,
                                      struct figure_rows *out, struct err *err);
YK_NODISCARD enum yk figure_count_rows(struct db *db, const struct figure_query *query, bool side_n,
                                       int64_t *out_n, struct err *err);
// The day by which a row is in the period, as column of the table.
int figure_day_col(const struct figure_def *def);

#endif
