// SPDX-License-Identifier: Apache-2.0
// A sorted array: made in one go, then searched.
#include "backup/touched.h"

#include <assert.h>
#include <stdlib.h>

void touched_add(struct touched *touched, int32_t district, int ledger, int64_t object) {
    struct touched_object row = {district, ledger, object};
    if (touched->n > 0 && touched->rows[touched->n - 1].object == object &&
        touched->rows[touched->n - 1].ledger == ledger &&
        touched->rows[touched->n - 1].district == district) {
        return;
    }
    if (touched->n == touched->cap) {
        size_t cap = touched->cap ? touched->cap * 2 : 1024;
        struct touched_object *rows = realloc(touched->rows, cap * sizeof *rows);
        if (!rows) {
            touched->failed = true;
            return;
        }
        touched->rows = rows;
        touched->cap = cap;
    }
    touched->rows[touched->n++] = row;
    touched->sorted = false;
}

static int compare(const void *a, const void *b) {
    const struct touched_object *x = a, *y = b;
    if (x->district != y->district) {
        return x->district < y->district ? -1 : 1;
    }
    if (x->ledger != y->ledger) {
        return x->ledger < y->ledger ? -1 : 1;
    }
    return x->object == y->object ? 0 : x->object < y->object ? -1 : 1;
}

void touched_close(struct touched *touched) {
    if (touched->n > 1) {
        qsort(touched->rows, touched->n, sizeof *touched->rows, compare);
    }
    size_t n = 0;
    for (size_t i = 0; i < touched->n; i++) {
        if (n == 0 || compare(&touched->rows[n - 1], &touched->rows[i]) != 0) {
            touched->rows[n++] = touched->rows[i];
        }
    }
    touched->n = n;
    touched->sorted = true;
}

bool touched_has(const struct touched *touched, int32_t district, int ledger, int64_t object) {
    assert(touched->sorted || touched->n == 0);
    const struct touched_object key = {district, ledger, object};
    return touched->n > 0 &&
           bsearch(&key, touched->rows, touched->n, sizeof *touched->rows, compare) != NULL;
}

void touched_done(struct touched *touched) {
    free(touched->rows);
    *touched = (struct touched){0};
}
