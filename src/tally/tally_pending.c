// SPDX-License-Identifier: Apache-2.0
// The bytes in which a commit's moves wait to be folded into cells, and what a waiting move counts for. No SQL here: tally_store.c.
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "tally/tally_store.h"

// Numbers of seven bits a byte, the low ones first; the sign stands in the lowest bit.
static void put_number(struct buf *out, int64_t value) {
    uint64_t u = (uint64_t)value << 1 ^ (value < 0 ? UINT64_MAX : 0);
    while (u >= 0x80) {
        buf_add_char(out, (char)(0x80 | (u & 0x7F)));
        u >>= 7;
    }
    buf_add_char(out, (char)u);
}

struct reader {
    const uint8_t *at, *end;
    bool broken;
};

static int64_t take_number(struct reader *in) {
    uint64_t u = 0;
    for (int shift = 0; shift < 64 && in->at < in->end; shift += 7) {
        uint8_t byte = *in->at++;
        u |= (uint64_t)(byte & 0x7F) << shift;
        if (!(byte & 0x80)) {
            return (int64_t)(u >> 1 ^ (u & 1 ? UINT64_MAX : 0));
        }
    }
    in->broken = true;
    return 0;
}

// 0 none, else the value moved by one: most are small.
static void put_optional(struct buf *out, int64_t value) {
    put_number(out, value == FACT_NULL ? 0 : value >= 0 ? value + 1 : value);
}

static int64_t take_optional(struct reader *in) {
    int64_t stored = take_number(in);
    return stored == 0 ? FACT_NULL : stored > 0 ? stored - 1 : stored;
}

void tally_pending_write(int64_t id, const struct tally_move *moves, size_t n, struct buf *out) {
    int64_t unit = 0;
    int32_t day = 0;
    for (int shift = 56; shift >= 0; shift -= 8) {
        buf_add_char(out, (char)((uint64_t)id >> shift));
    }
    for (size_t i = 0; i < n; i++) {
        const struct tally_move *move = &moves[i];
        put_number(out, move->measure);
        put_number(out, move->day - day);
        put_number(out, (int64_t)((uint64_t)move->unit - (uint64_t)unit));
        for (int k = 0; k < TALLY_DIMS; k++) {
            put_optional(out, move->dims[k]);
        }
        put_optional(out, move->hist);
        put_number(out, move->n);
        put_number(out, move->sum);
        day = move->day;
        unit = move->unit;
    }
}

static bool take_id(struct reader *in, int64_t id) {
    uint64_t stored = 0;
    if (in->end - in->at < 8) {
        return false;
    }
    for (int i = 0; i < 8; i++) {
        stored = stored << 8 | *in->at++;
    }
    return stored == (uint64_t)id;
}

static bool grow(struct tally_moves *moves) {
    size_t cap = moves->cap ? moves->cap * 2 : 64;
    struct tally_move *list = realloc(moves->list, cap * sizeof *list);
    if (!list) {
        return false;
    }
    moves->list = list;
    moves->cap = cap;
    return true;
}

enum yk tally_pending_read(int32_t district, int64_t id, const uint8_t *bytes, size_t n,
                           struct tally_moves *moves, struct err *err) {
    struct reader in = {bytes, bytes + n, false};
    size_t before = moves->n;
    struct tally_move last = {.district = district};
    in.broken = !take_id(&in, id);
    while (!in.broken && in.at < in.end) {
        last.measure = (int32_t)take_number(&in);
        last.day = (int32_t)((uint32_t)last.day + (uint32_t)take_number(&in));
        last.unit = (int64_t)((uint64_t)last.unit + (uint64_t)take_number(&in));
        for (int k = 0; k < TALLY_DIMS; k++) {
            last.dims[k] = take_optional(&in);
        }
        last.hist = take_optional(&in);
        last.n = take_number(&in);
        last.sum = take_number(&in);
        if (moves->n == moves->cap && !grow(moves)) {
            return err_set(err, YK_NOMEM, ERR_INTERNAL, "could not hold tallies that wait");
        }
        moves->list[moves->n++] = last;
    }
    if (in.broken) {
        moves->n = before;
        return err_set(err, YK_FAILED, ERR_TAMPERED, "tallies that wait as %lld cannot be read",
                       (long long)id);
    }
    return YK_OK;
}

bool tally_move_counts(const struct tally_move *move, int64_t unit, enum tally_dim dim,
                       int64_t *out_value) {
    if (unit != 0 && move->unit != unit) {
        return false;
    }
    switch (dim) {
    case DIM_TOTAL: *out_value = 0; return true;
    case DIM_UNIT: *out_value = move->unit; return unit == 0;
    case DIM_HIST: *out_value = move->hist; return move->hist != FACT_NULL;
    case DIM_CATEGORY:
    case DIM_CHANNEL:
    case DIM_CALLER_KIND: break;
    }
    *out_value = move->dims[dim - DIM_CATEGORY];
    return *out_value != FACT_NULL;
}
