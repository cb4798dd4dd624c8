// SPDX-License-Identifier: Apache-2.0
// A set of objects: to which something happened. Added to, then asked.
#ifndef YK_BACKUP_TOUCHED_H
#define YK_BACKUP_TOUCHED_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct touched_object {
    int32_t district;
    int ledger;
    int64_t object;
};
struct touched {
    struct touched_object *rows;
    size_t n, cap;
    bool sorted, failed; // failed: no memory, at some time
};
void touched_add(struct touched *touched, int32_t district, int ledger, int64_t object);
// Sorts and drops what is there twice.
void touched_close(struct touched *touched);
bool touched_has(const struct touched *touched, int32_t district, int ledger, int64_t object);
void touched_done(struct touched *touched);

#endif
