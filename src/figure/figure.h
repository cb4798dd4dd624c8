// SPDX-License-Identifier: Apache-2.0
// Figures: definitions with versions and sources in one registry (figure_registry.c), evaluated from tallies where these can tell and from rows where not, live or as of any past
// day, broken down by a dimension; and the rows behind each. Every figure is numerator and denominator predicates over one fact table.
#ifndef YK_FIGURE_FIGURE_H
#define YK_FIGURE_FIGURE_H

#include "auth/scope.h"
#include "tally/tally.h"

enum figure_kind {
    FIGURE_COUNT,
    FIGURE_RATIO,
    FIGURE_MEAN,
    FIGURE_MEDIAN,
    FIGURE_COMPOSITE,
    FIGURE_SNAPSHOT
};
enum figure_by { BY_NONE, BY_UNIT, BY_CATEGORY, BY_CHANNEL, BY_CALLER_KIND, BY_MONTH };

struct period {
    int32_t from, to; // days, both in
    char
        text[24]; // as asked, normalised: "2022", "2022-07", "2022-07-15", "2022-07-01..2022-09-30"
};
// NULL or "" text: the last whole year before today.
YK_NODISCARD enum yk period_parse(const char *text, int32_t today, struct period *out,
                                  struct err *err);
void period_before(
    const struct period *period,
    struct period *out); // the same length just before (previous year, month, or as many days)

struct figure_def {
    const char *key, *name, *name_en, *unit, *unit_en, *definition, *definition_en, *formula,
        *source, *source_en, *owner;
    enum figure_kind kind;
    int version;
    int32_t from; // in force since
    int rounding; // decimals
    int better;   // 1 up, -1 down, 0 neither
    const struct fact_table *table;
    const char *measure_n,
        *measure_d; // keys of measures of the table; measure_d NULL where there is no denominator
};
const struct figure_def *figure_registry(size_t *out_n);
const struct figure_def *figure_find_def(const char *key);

struct figure_query {
    const struct figure_def *def;
    struct period period;
    int32_t as_of; // day; DAY_NONE: live
    enum figure_by by;
    int64_t unit;                 // 0: all in scope
    int64_t category;             // code prefix, 0: all
    int64_t channel, caller_kind; // 0: all
    int32_t today;
    const struct scope *scope;
};

#define FIGURE_NONE INT64_MIN
struct figure {
    const struct figure_def *def;
    double value;     // NAN: no value (zero denominator)
    int64_t n, big_n; // FIGURE_NONE where there is none
    int64_t amount, base;
    bool from_tallies;
    int64_t part;         // value of the breakdown
    struct figure *parts; // of a composite
    size_t n_parts;
};

#endif
