// SPDX-License-Identifier: Apache-2.0
// 64-bit ids: 41 bits of milliseconds since 2020, 8 bits of process number, 14 bits of sequence; never below the last plus one, also when
// the clock jumps back. The generator is a value in its owner; one mutex inside.
#ifndef YK_BASE_ID_H
#define YK_BASE_ID_H

#include <stdint.h>

struct id_gen;
struct id_gen *id_gen_new(unsigned process_number /* 0..255 */, int64_t floor);
void id_gen_free(struct id_gen **gen);
int64_t id_gen_next(struct id_gen *gen, int64_t real_now_us);
// After a start, nothing below `floor` may be given (the store's highest id).
void id_gen_raise(struct id_gen *gen, int64_t floor);
// From here on ids carry another process number; they still only grow.
void id_gen_renumber(struct id_gen *gen, unsigned process_number);

// The first id that can be given at this time: for what is older than it.
int64_t id_first_at(int64_t real_us);

#endif
