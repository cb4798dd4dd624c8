// SPDX-License-Identifier: Apache-2.0
// jansson asks for memory through two functions of the whole process. Ours take it from the arena of the parse that this
// thread is in, and from malloc otherwise: a tree then costs no malloc, ends with its request, and a parse that ran out
// of memory can be told from broken text, which jansson's own errors do not do.

#include "json/tree.h"

#include <pthread.h>
#include <stdlib.h>

// Set only while tree_parse() is on this thread's stack.
static __thread struct arena *parse_arena;
static __thread bool parse_ran_out;

static void *take(size_t size) {
    if (!parse_arena) {
        return malloc(size);
    }
    void *block = arena_alloc(parse_arena, size);
    parse_ran_out |= !block;
    return block;
}

static void give(void *block) {
    if (!parse_arena) {
        free(block);
    }
}

static void install(void) {
    json_set_alloc_funcs(take, give);
}

json_t *tree_parse(struct arena *arena, const char *text, size_t n, size_t flags,
                   bool *out_no_memory, json_error_t *error) {
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, install);
    parse_arena = arena;
    parse_ran_out = false;
    json_t *root = json_loadb(text, n, flags, error);
    parse_arena = NULL;
    *out_no_memory = parse_ran_out;
    return parse_ran_out ? NULL : root;
}
