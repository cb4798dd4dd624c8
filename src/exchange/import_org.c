// SPDX-License-Identifier: Apache-2.0
// Three kinds of rows against a district's snapshot. What may be done is asked of the rules that the pages ask (org/org.h, org/account.h); here is only who
// is meant by a row, what stands on what, and the order that follows.
#include "exchange/import_org.h"

#include <string.h>

#include "auth/session.h"
#include "base/text.h"

enum { UNIT_CODE, UNIT_NAME, UNIT_NAME_EN, UNIT_KIND, UNIT_PARENT, UNIT_SORT };
enum { CAT_CODE, CAT_NAME, CAT_NAME_EN, CAT_LEAD };
enum { ACC_LOGIN, ACC_NAME, ACC_NAME_EN, ACC_UNIT };

static const struct import_choice unit_kinds[] = {
    {"领导班子", "leadership", UNIT_LEADERSHIP},
    {"办公室", "office", UNIT_OFFICE},
    {"收办窗口", "window", UNIT_WINDOW},
    {"回访中心", "callback", UNIT_CALLBACK},
    {"部门", "department", UNIT_DEPARTMENT},
    {"乡镇", "township", UNIT_TOWNSHIP},
    {"街道", "street", UNIT_STREET},
    {"园区", "zone", UNIT_ZONE},
};
static const struct import_column unit_columns[] = {
    [UNIT_CODE] =
        {"编码", "Code", "字母、数字、- 和 _，可空（系统自动编号）；填已有编码则修改该单位",
         "Letters, digits, - and _; may be empty (a code is made). A known code changes that unit",
         "code", IMPORT_TEXT, false, 1, 20, NULL, 0},
    [UNIT_NAME] = {"名称", "Name", "单位全称，最多 40 字；没有编码时按名称认定是否已有",
                   "Full name, at most 40 characters; without a code a unit is known by it", "name",
                   IMPORT_TEXT, true, 1, 40, NULL, 0},
    [UNIT_NAME_EN] = {"英文名称", "English name", "可空，最多 120 字符",
                      "May be empty, at most 120 characters", "name_en", IMPORT_TEXT, false, 1, 120,
                      NULL, 0},
    [UNIT_KIND] = {"类别", "Kind", "从列表中选一项", "One of the list", "kind", IMPORT_CHOICE, true,
                   0, 0, unit_kinds, sizeof unit_kinds / sizeof *unit_kinds},
    [UNIT_PARENT] =
        {"上级单位", "Parent", "上级单位的名称或编码，可以是本表中的单位；新单位空着即为最上级",
         "Name or code of the unit above, also of this table; a new unit without one stands at the top",
         "parent", IMPORT_TEXT, false, 1, 40, NULL, 0},
    [UNIT_SORT] = {"排序", "Order", "整数，小的在前，可空",
                   "A whole number, lower first; may be empty", "sort", IMPORT_INT, false, -100000,
                   100000, NULL, 0},
};
static const struct import_column category_columns[] = {
    [CAT_CODE] = {"编码", "Code", "01、01-02 或 01-02-03；上一级须已有或在本表中",
                  "01, 01-02 or 01-02-03; the level above exists or is in this table", "code",
                  IMPORT_TEXT, true, 2, 8, NULL, 0},
    [CAT_NAME] = {"名称", "Name", "最多 40 字", "At most 40 characters", "name", IMPORT_TEXT, true,
                  1, 40, NULL, 0},
    [CAT_NAME_EN] = {"英文名称", "English name", "可空，最多 120 字符",
                     "May be empty, at most 120 characters", "name_en", IMPORT_TEXT, false, 1, 120,
                     NULL, 0},
    [CAT_LEAD] = {"建议承办单位", "Suggested unit", "已有单位的名称或编码，可空",
                  "Name or code of a unit there is; may be empty", "lead", IMPORT_TEXT, false, 1,
                  40, NULL, 0},
};
static const struct import_column account_columns[] = {
    [ACC_LOGIN] = {"登录名", "Login", "以小写字母开头，可用小写字母、数字和 . _ -，2 至 32 个字符",
                   "Begins with a lower-case letter; letters, digits and . _ -, 2 to 32 characters",
                   "login", IMPORT_TEXT, true, LOGIN_MIN_CHARS, LOGIN_MAX_CHARS, NULL, 0},
    [ACC_NAME] = {"姓名", "Name", "最多 40 字", "At most 40 characters", "name", IMPORT_TEXT, true,
                  1, 40, NULL, 0},
    [ACC_NAME_EN] = {"英文姓名", "English name", "可空，最多 80 字符",
                     "May be empty, at most 80 characters", "name_en", IMPORT_TEXT, false, 1, 80,
                     NULL, 0},
    [ACC_UNIT] = {"单位", "Unit", "已有单位的名称或编码", "Name or code of a unit there is", "unit",
                  IMPORT_TEXT, true, 1, 40, NULL, 0},
};
#define COLUMNS(columns_) (columns_), sizeof(columns_) / sizeof *(columns_)
// Hashing a password takes a good part of a second's tenth, on purpose.
const struct import_spec import_specs[IMPORT_WHATS] = {
    [IMPORT_UNITS] = {"units", "单位", "Units", COLUMNS(unit_columns), 2000},
    [IMPORT_CATEGORIES] = {"categories", "事项类别", "Categories", COLUMNS(category_columns), 2000},
    [IMPORT_ACCOUNTS] = {"accounts", "账号", "Accounts", COLUMNS(account_columns), 200},
};

struct planning {
    const struct org *org;
    struct import_table *table;
    struct import_plan *plan;
    int32_t day;
};

// ---- who is meant ----

static const struct unit *unit_by_code(const struct org *org, const char *code) {
    size_t n;
    const struct unit *units = org_units(org, &n);
    for (size_t i = 0; i < n; i++) {
        if (strcasecmp(units[i].code, code) == 0) {
            return &units[i];
        }
    }
    return NULL;
}

// By code, or by a name that only one open unit has.
static const struct unit *unit_meant(const struct org *org, const char *text) {
    size_t n;
    const struct unit *units = org_units(org, &n);
    const struct unit *found = unit_by_code(org, text);
    for (size_t i = 0; i < n && !(found && strcasecmp(found->code, text) == 0); i++) {
        if (units[i].open && strcmp(units[i].name, text) == 0) {
            if (found) {
                return NULL;
            }
            found = &units[i];
        }
    }
    return found;
}

static bool same_text(const char *a, const char *b) {
    return strcmp(a ? a : "", b ? b : "") == 0;
}

static const char *or_there(const char *cell, const char *there) {
    return *cell ? cell : there ? there : "";
}

static int64_t unit_or_trouble(const struct planning *planning, const struct import_row *row,
                               int col) {
    const struct unit *unit = unit_meant(planning->org, row->text[col]);
    if (!unit || !unit->open) {
        bool en = strcmp(planning->table->lang, "en") == 0;
        import_trouble(planning->table, row, col, ERR_UNKNOWN_UNIT,
                       en ? planning->table->spec->columns[col].note_en
                          : planning->table->spec->columns[col].note);
        return 0;
    }
    return unit->id;
}

// ---- units ----

static bool code_is_good(const char *code) {
    size_t n = strlen(code);
    return strspn(code, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_") == n;
}

static void plan_unit(const struct planning *planning, struct import_step *step) {
    const struct import_row *row = step->row;
    const char *code = row->text[UNIT_CODE];
    const struct unit *there =
        *code ? unit_by_code(planning->org, code) : unit_meant(planning->org, row->text[UNIT_NAME]);
    if (*code && !code_is_good(code)) {
        import_trouble(planning->table, row, UNIT_CODE, ERR_UNKNOWN_VALUE, "A-Z a-z 0-9 - _");
    }
    if (there && !there->open) {
        import_trouble(planning->table, row, *code ? UNIT_CODE : UNIT_NAME, ERR_WRONG_STATE, "");
    }
    step->parent = row->text[UNIT_PARENT];
    step->unit = (struct unit_input){
        .code = *code ? code : NULL,
        .name = row->text[UNIT_NAME],
        .name_en = or_there(row->text[UNIT_NAME_EN], there ? there->name_en : NULL),
        .kind = row->value[UNIT_KIND],
        .parent = there ? there->parent : 0,
        .sort = row->value[UNIT_SORT] != JSON_ABSENT_INT ? row->value[UNIT_SORT]
                : there                                  ? there->sort
                                                         : 0,
    };
    const struct unit *parent = *step->parent ? unit_meant(planning->org, step->parent) : NULL;
    if (parent) {
        step->unit.parent = parent->id;
    }
    step->object = there ? there->id : 0;
    step->act = !there ? IMPORT_MAKE : IMPORT_CHANGE;
    if (there && (parent || !*step->parent) && same_text(there->name, step->unit.name) &&
        same_text(there->name_en, step->unit.name_en) && (int64_t)there->kind == step->unit.kind &&
        there->parent == step->unit.parent && there->sort == step->unit.sort) {
        step->act = IMPORT_SAME;
    }
    step->round = !*step->parent || parent ? 0 : -1;
}

static bool row_is_unit(const struct import_step *step, const char *text) {
    return strcasecmp(step->row->text[UNIT_CODE], text) == 0 ||
           strcmp(step->row->text[UNIT_NAME], text) == 0;
}

static struct import_step *unit_of_file(const struct import_plan *plan, const char *text) {
    for (size_t i = 0; i < plan->n; i++) {
        if (row_is_unit(&plan->steps[i], text)) {
            return &plan->steps[i];
        }
    }
    return NULL;
}

// Who stands below somebody of this file comes a round later.
static void order_units(const struct planning *planning) {
    struct import_plan *plan = planning->plan;
    bool moved = true;
    while (moved) {
        moved = false;
        for (size_t i = 0; i < plan->n; i++) {
            struct import_step *step = &plan->steps[i];
            const struct import_step *above =
                step->round < 0 ? unit_of_file(plan, step->parent) : NULL;
            if (above && above->round >= 0) {
                step->round = above->round + 1;
                moved = true;
            }
        }
    }
    for (size_t i = 0; i < plan->n; i++) {
        struct import_step *step = &plan->steps[i];
        if (step->round < 0) {
            bool circle = unit_of_file(plan, step->parent) != NULL;
            bool en = strcmp(planning->table->lang, "en") == 0;
            import_trouble(planning->table, step->row, UNIT_PARENT,
                           circle ? ERR_UNIT_CIRCLE : ERR_UNKNOWN_UNIT,
                           en ? unit_columns[UNIT_PARENT].note_en : unit_columns[UNIT_PARENT].note);
            step->round = 0;
        }
    }
}

// ---- the catalogue ----

static void plan_category(const struct planning *planning, struct import_step *step) {
    const struct import_row *row = step->row;
    int32_t number = category_number(row->text[CAT_CODE]);
    const struct category *there = org_find_category(planning->org, number);
    if (number == 0) {
        import_trouble(planning->table, row, CAT_CODE, ERR_UNKNOWN_VALUE, "01, 01-02, 01-02-03");
    }
    step->category = (struct category_input){
        .code = row->text[CAT_CODE],
        .name = row->text[CAT_NAME],
        .name_en = or_there(row->text[CAT_NAME_EN], there ? there->name_en : NULL),
        .lead = *row->text[CAT_LEAD] ? unit_or_trouble(planning, row, CAT_LEAD)
                : there              ? there->lead
                                     : 0,
        .open = -1,
    };
    step->object = number;
    step->round = number ? category_level(number) - 1 : 0;
    step->act = !there ? IMPORT_MAKE : IMPORT_CHANGE;
    if (there && same_text(there->name, step->category.name) &&
        same_text(there->name_en, step->category.name_en) && there->lead == step->category.lead) {
        step->act = IMPORT_SAME;
    }
}

static bool file_has_category(const struct import_plan *plan, int64_t number) {
    for (size_t i = 0; i < plan->n; i++) {
        if (plan->steps[i].object == number) {
            return true;
        }
    }
    return false;
}

// What is not there above a new one, neither in the district nor in the file.
static void check_levels(const struct planning *planning) {
    for (size_t i = 0; i < planning->plan->n; i++) {
        const struct import_step *step = &planning->plan->steps[i];
        int32_t number = (int32_t)step->object;
        int32_t above = step->round == 2   ? number / 100 * 100
                        : step->round == 1 ? number / 10000 * 10000
                                           : 0;
        if (above && step->act == IMPORT_MAKE && !org_find_category(planning->org, above) &&
            !file_has_category(planning->plan, above)) {
            char code[CATEGORY_CODE_BYTES];
            category_code(above, code);
            import_trouble(planning->table, step->row, CAT_CODE, ERR_UNKNOWN_CATEGORY,
                           arena_strdup(planning->table->arena, code));
        }
    }
}

// ---- accounts ----

static void plan_account(const struct planning *planning, struct import_step *step) {
    const struct import_row *row = step->row;
    const struct account *there = org_find_login(planning->org, row->text[ACC_LOGIN]);
    step->account = (struct account_input){
        .login = row->text[ACC_LOGIN],
        .name = row->text[ACC_NAME],
        .name_en = or_there(row->text[ACC_NAME_EN], there ? there->name_en : NULL),
        .unit = *row->text[ACC_UNIT] ? unit_or_trouble(planning, row, ACC_UNIT) : 0,
    };
    step->object = there ? there->id : 0;
    step->act = !there ? IMPORT_MAKE : IMPORT_CHANGE;
    if (there && same_text(there->name, step->account.name) &&
        same_text(there->name_en, step->account.name_en) && there->unit == step->account.unit) {
        step->act = IMPORT_SAME;
    }
}

// ---- all kinds ----

static enum yk decide(const struct org *org, const struct import_plan *plan,
                      const struct import_step *step, int64_t number, int32_t day,
                      struct arena *arena, struct drafts *out, struct err *err) {
    bool make = step->act == IMPORT_MAKE;
    switch (plan->what) {
    case IMPORT_UNITS:
        return make ? unit_decide_create(org, &step->unit, number, day, arena, out, err)
                    : unit_decide_update(org, step->object, &step->unit, day, arena, out, err);
    case IMPORT_CATEGORIES:
        return make ? category_decide_create(org, &step->category, day, arena, out, err)
                    : category_decide_update(org, &step->category, day, arena, out, err);
    default:
        return make
                   ? account_decide_create(org, &step->account, day, arena, out, err)
                   : account_decide_update(org, step->object, &step->account, day, arena, out, err);
    }
}

// What the rules say to it today, of those rows that stand on nothing of this file.
static enum yk try_step(const struct planning *planning, const struct import_step *step,
                        struct err *err) {
    struct drafts drafts = {.n = 0};
    struct err found = {0};
    if (step->act == IMPORT_SAME || step->round > 0) {
        return YK_OK;
    }
    enum yk status = decide(planning->org, planning->plan, step, 0, planning->day,
                            planning->table->arena, &drafts, &found);
    if (status == YK_NOMEM) {
        return err_set(err, YK_NOMEM, ERR_BUSY, "no memory to plan an import");
    }
    if (status != YK_OK) {
        int col = found.n_items ? import_column_of(planning->table->spec, found.items[0].field) : 0;
        import_trouble(
            planning->table, step->row, col, found.n_items ? found.items[0].code : found.code,
            found.n_items ? arena_strdup(planning->table->arena, found.items[0].accepted) : "");
    }
    return YK_OK;
}

// What a row is known by within the file.
static const char *key_of(enum import_what what, const struct import_row *row, int *out_col) {
    *out_col = what == IMPORT_UNITS && !*row->text[UNIT_CODE] ? UNIT_NAME : 0;
    return row->text[*out_col];
}

static void check_twice(const struct planning *planning) {
    const struct import_plan *plan = planning->plan;
    for (size_t i = 1; i < plan->n; i++) {
        int col;
        const char *key = key_of(plan->what, plan->steps[i].row, &col);
        for (size_t k = 0; k < i; k++) {
            const struct import_row *other = plan->steps[k].row;
            bool same = strcmp(key, other->text[col]) == 0 ||
                        (plan->steps[i].object && plan->steps[i].object == plan->steps[k].object);
            if (same && *key) {
                char ref[XLSX_REF_BYTES];
                xlsx_ref(planning->table->place[col], other->number, ref);
                import_trouble(planning->table, plan->steps[i].row, col, ERR_ALREADY_EXISTS,
                               arena_printf(planning->table->arena, "≠ %s", ref));
                break;
            }
        }
    }
}

static void plan_one(const struct planning *planning, struct import_step *step) {
    switch (planning->plan->what) {
    case IMPORT_UNITS: plan_unit(planning, step); break;
    case IMPORT_CATEGORIES: plan_category(planning, step); break;
    default: plan_account(planning, step); break;
    }
}

static void count_steps(struct import_plan *plan) {
    for (size_t i = 0; i < plan->n; i++) {
        const struct import_step *step = &plan->steps[i];
        plan->made += step->act == IMPORT_MAKE;
        plan->changed += step->act == IMPORT_CHANGE;
        plan->same += step->act == IMPORT_SAME;
        plan->rounds = step->round >= plan->rounds ? step->round + 1 : plan->rounds;
    }
}

enum yk import_plan(enum import_what what, const struct org *org, struct import_table *table,
                    int32_t day, struct import_plan *out, struct err *err) {
    *out = (struct import_plan){.what = what, .n = table->n};
    struct planning planning = {org, table, out, day};
    size_t before = table->n_troubles;
    out->steps = arena_alloc_array(table->arena, table->n + 1, sizeof *out->steps);
    if (!out->steps) {
        return err_set(err, YK_NOMEM, ERR_BUSY, "no memory to plan an import");
    }
    for (size_t i = 0; i < out->n; i++) {
        out->steps[i].row = &table->rows[i];
        plan_one(&planning, &out->steps[i]);
    }
    if (what == IMPORT_UNITS) {
        order_units(&planning);
    } else if (what == IMPORT_CATEGORIES) {
        check_levels(&planning);
    }
    check_twice(&planning);
    enum yk status = YK_OK;
    // The rules would only say again what is told already.
    for (size_t i = 0; i < out->n && table->n_troubles == before && status == YK_OK; i++) {
        if (what != IMPORT_CATEGORIES || out->steps[i].act == IMPORT_CHANGE) {
            status = try_step(&planning, &out->steps[i], err);
            before = table->n_troubles;
        }
    }
    count_steps(out);
    return status;
}

void import_plan_print(const struct import_plan *plan, struct buf *out) {
    const size_t n_columns = import_specs[plan->what].n_columns;
    for (size_t i = 0; i < plan->n; i++) {
        const struct import_step *step = &plan->steps[i];
        buf_add_printf(out, "%d %d %d %lld", (int)plan->what, (int)step->act, step->round,
                       (long long)(step->act == IMPORT_MAKE ? 0 : step->object));
        for (size_t k = 0; k < n_columns; k++) {
            buf_add_char(out, '\t');
            buf_add_text(out, step->row->text[k]);
        }
        buf_add_char(out, '\n');
    }
}

// ---- doing it ----

static enum yk apply_step(struct log_tx *tx, const struct org *org, const struct import_plan *plan,
                          struct import_step step, const struct import_secret *secret, int32_t day,
                          struct err *err) {
    struct drafts drafts = {.n = 0};
    int64_t number = 0, id = step.object;
    bool make = step.act == IMPORT_MAKE;
    enum yk status = YK_OK;
    if (plan->what == IMPORT_UNITS) {
        const struct unit *parent = *step.parent ? unit_meant(org, step.parent) : NULL;
        step.unit.parent = parent ? parent->id : step.unit.parent;
        if (make && !step.unit.code) {
            status = log_next_number(tx, "unit", 0, &number, err);
        }
    }
    if (status == YK_OK) {
        status = decide(org, plan, &step, number, day, tx->arena, &drafts, err);
    }
    if (status == YK_OK) {
        status = org_record(tx, id, make, 0, &drafts, &id, err);
    }
    if (status == YK_OK && make && plan->what == IMPORT_ACCOUNTS) {
        status =
            credential_put(tx->db, tx->district, id, step.account.login, secret->hash, false, err);
        // Another district of this store has the login.
        if (status == YK_CONFLICT) {
            status = err_add_field(err, "login", ERR_ALREADY_EXISTS, "≠ %s", step.account.login);
        }
    }
    return status;
}

enum yk import_apply(struct log_tx *tx, const struct import_plan *plan, int32_t day,
                     const struct import_secret *secrets, struct err *err) {
    enum yk status = YK_OK;
    for (int round = 0; round < plan->rounds && status == YK_OK; round++) {
        // The district as the rounds before have left it.
        _cleanup_org_ struct org *org = NULL;
        status = org_begin_change(tx, &org, err);
        for (size_t i = 0; i < plan->n && status == YK_OK; i++) {
            if (plan->steps[i].round == round && plan->steps[i].act != IMPORT_SAME) {
                status = apply_step(tx, org, plan, plan->steps[i], secrets ? &secrets[i] : NULL,
                                    day, err);
            }
        }
    }
    return status;
}
