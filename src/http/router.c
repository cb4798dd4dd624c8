// SPDX-License-Identifier: Apache-2.0
// A tree with one level per path segment. At each node literal children are tried first, then parameters from the
// narrowest to the widest (int, id, word), going back where a branch leads nowhere.

#include "http/router.h"

#include <microhttpd.h> // names of methods
#include <stdlib.h>
#include <string.h>

#include "base/text.h"

enum param { PARAM_INT, PARAM_ID, PARAM_WORD, PARAM_KINDS };
enum method { METHOD_GET, METHOD_POST, METHOD_PUT, METHOD_DELETE, METHOD_PATCH, METHOD_KINDS };
static const char *const method_names[METHOD_KINDS] = {MHD_HTTP_METHOD_GET, MHD_HTTP_METHOD_POST,
                                                       MHD_HTTP_METHOD_PUT, MHD_HTTP_METHOD_DELETE,
                                                       MHD_HTTP_METHOD_PATCH};
enum { ALLOW_BYTES = 64, WORD_MAX_BYTES = 64, SEGMENT_MAX_BYTES = 64 };

struct node {
    char *literal; // of the edge that leads here; NULL under a parameter
    struct node *next;
    struct node *literals; // children
    struct node *params[PARAM_KINDS];
    const struct route *routes[METHOD_KINDS];
    size_t indexes[METHOD_KINDS];
    char allow[ALLOW_BYTES];
};

struct router {
    struct node *root;
    const struct route **rows;
    size_t n_rows;
};

static void node_free(struct node *node) {
    if (!node) {
        return;
    }
    for (struct node *child = node->literals; child;) {
        struct node *next = child->next;
        node_free(child);
        child = next;
    }
    for (int kind = 0; kind < PARAM_KINDS; kind++) {
        node_free(node->params[kind]);
    }
    free(node->literal);
    free(node);
}

void router_free(struct router **router) {
    if (!*router) {
        return;
    }
    node_free((*router)->root);
    free((*router)->rows);
    free(*router);
    *router = NULL;
}

size_t router_count(const struct router *router) {
    return router->n_rows;
}

const struct route *router_at(const struct router *router, size_t index) {
    return router->rows[index];
}

static struct node *literal_child(const struct node *node, const char *text) {
    for (struct node *child = node->literals; child; child = child->next) {
        if (strcmp(child->literal, text) == 0) {
            return child;
        }
    }
    return NULL;
}

// The kind of "{name:kind}"; PARAM_KINDS when it is none of ours.
static enum param param_kind(const char *segment, size_t n) {
    static const char *const kinds[PARAM_KINDS] = {"int", "id", "word"};
    const char *colon = memchr(segment, ':', n);
    for (int kind = 0; colon && kind < PARAM_KINDS; kind++) {
        size_t rest = (size_t)(segment + n - 1 - colon - 1);
        if (segment[n - 1] == '}' && rest == strlen(kinds[kind]) &&
            memcmp(colon + 1, kinds[kind], rest) == 0) {
            return (enum param)kind;
        }
    }
    return PARAM_KINDS;
}

// The child for a template's segment, made when there is none. YK_REFUSED when the segment is wrong.
static enum yk child_for(struct node *node, const char *segment, size_t n, struct node **out) {
    struct node **slot;
    char text[SEGMENT_MAX_BYTES];
    if (n == 0 || n >= sizeof text) {
        return YK_REFUSED;
    }
    memcpy(text, segment, n);
    text[n] = '\0';
    bool is_param = text[0] == '{';
    struct node *there;
    if (is_param) {
        enum param kind = param_kind(segment, n);
        if (kind == PARAM_KINDS) {
            return YK_REFUSED;
        }
        slot = &node->params[kind];
        there = *slot;
    } else {
        slot = &node->literals;
        there = literal_child(node, text);
    }
    if (there) {
        *out = there;
        return YK_OK;
    }
    struct node *made = calloc(1, sizeof *made);
    char *literal = is_param ? NULL : strdup(text);
    if (!made || (!is_param && !literal)) {
        free(made);
        free(literal);
        return YK_NOMEM;
    }
    made->literal = literal;
    made->next = is_param ? NULL : *slot;
    *slot = made;
    *out = made;
    return YK_OK;
}

static int method_number(const char *method) {
    for (int i = 0; i < METHOD_KINDS; i++) {
        if (strcmp(method, method_names[i]) == 0) {
            return i;
        }
    }
    return METHOD_KINDS;
}

static void write_allow(struct node *node) {
    size_t len = 0;
    for (int i = 0; i < METHOD_KINDS; i++) {
        if (node->routes[i]) {
            const char *names = i == METHOD_GET ? "GET, HEAD" : method_names[i];
            len += (size_t)snprintf(node->allow + len, sizeof node->allow - len, "%s, ", names);
        }
    }
    snprintf(node->allow + len, sizeof node->allow - len, "OPTIONS");
}

static bool flags_agree(const struct route *route) {
    unsigned flags = route->flags;
    bool safe = strcmp(route->method, "GET") == 0;
    if (flags & ROUTE_WRITE && (safe || flags & (ROUTE_SLOW | ROUTE_QUICK | ROUTE_NO_DB))) {
        return false;
    }
    if (flags & ROUTE_PDF && flags & (ROUTE_WRITE | ROUTE_QUICK | ROUTE_STREAM_CSV | ROUTE_NO_DB)) {
        return false; // setting a page takes milliseconds: on a worker only
    }
    if (flags & (ROUTE_FILE | ROUTE_UPLOAD) && !(flags & ROUTE_SLOW)) {
        return false;
    }
    if ((flags & ROUTE_FILE && !safe) ||
        (flags & ROUTE_UPLOAD && (safe || !route->body_max_bytes || route->request))) {
        return false;
    }
    if (flags & ROUTE_IDEMPOTENT_KEY && !(flags & ROUTE_WRITE)) {
        return false;
    }
    return !(flags & ROUTE_NO_DB && route->cap != CAP_OPEN) &&
           (flags & (ROUTE_QUICK | ROUTE_SLOW)) != (ROUTE_QUICK | ROUTE_SLOW);
}

static enum yk add_route(struct router *router, const char *module, const struct route *route,
                         struct err *err) {
    int method = method_number(route->method);
    if (method == METHOD_KINDS || route->path[0] != '/' || !route->run || !flags_agree(route)) {
        return err_set(err, YK_FAILED, ERR_INTERNAL, "%s: %s %s: method, path or flags are wrong",
                       module, route->method, route->path);
    }
    struct node *node = router->root;
    unsigned n_params = 0;
    for (const char *at = route->path + 1; *at;) {
        size_t n = strcspn(at, "/");
        n_params += *at == '{';
        enum yk status = child_for(node, at, n, &node);
        if (status == YK_NOMEM) {
            return err_set(err, status, ERR_INTERNAL, "no memory for the routes");
        }
        if (status != YK_OK || n_params > ROUTE_PARAMS_MAX) {
            return err_set(err, YK_FAILED, ERR_INTERNAL, "%s: %s: segment \"%.*s\" is wrong",
                           module, route->path, (int)n, at);
        }
        at += n + (at[n] == '/' && at[n + 1]);
        if (*at == '/') {
            return err_set(err, YK_FAILED, ERR_INTERNAL, "%s: %s ends in a slash", module,
                           route->path);
        }
    }
    if (node->routes[method]) {
        return err_set(err, YK_FAILED, ERR_INTERNAL, "%s: %s %s is there twice", module,
                       route->method, route->path);
    }
    node->routes[method] = route;
    node->indexes[method] = router->n_rows;
    router->rows[router->n_rows++] = route;
    write_allow(node);
    return YK_OK;
}

enum yk router_new(const struct route_table *const *tables, struct router **out, struct err *err) {
    size_t total = 0;
    for (const struct route_table *const *t = tables; *t; t++) {
        total += (*t)->n_rows;
    }
    struct router *router = calloc(1, sizeof *router);
    if (router) {
        router->root = calloc(1, sizeof *router->root);
        router->rows = calloc(total + 1, sizeof *router->rows);
    }
    if (!router || !router->root || !router->rows) {
        router_free(&router);
        return err_set(err, YK_NOMEM, ERR_INTERNAL, "no memory for the routes");
    }
    for (const struct route_table *const *t = tables; *t; t++) {
        for (size_t i = 0; i < (*t)->n_rows; i++) {
            enum yk status = add_route(router, (*t)->module, &(*t)->rows[i], err);
            if (status != YK_OK) {
                router_free(&router);
                return status;
            }
        }
    }
    *out = router;
    return YK_OK;
}

static bool parse_int(const char *text, int64_t *out) {
    enum { DIGITS_MAX = 18 };
    size_t n = strlen(text);
    int64_t value = 0;
    if (n == 0 || n > DIGITS_MAX) {
        return false;
    }
    for (size_t i = 0; i < n; i++) {
        if (text[i] < '0' || text[i] > '9') {
            return false;
        }
        value = value * 10 + (text[i] - '0');
    }
    *out = value;
    return true;
}

static bool is_word(const char *text) {
    size_t n = strspn(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-");
    return n > 0 && n <= WORD_MAX_BYTES && !text[n] && strcmp(text, ".") != 0 &&
           strcmp(text, "..") != 0;
}

struct walk {
    const struct uri *uri;
    struct route_match *out;
    size_t n_ids, n_words;
};

static const struct node *descend(struct walk *walk, const struct node *node, size_t depth) {
    if (depth == walk->uri->n_segments) {
        return node->allow[0] ? node : NULL;
    }
    const char *segment = walk->uri->segments[depth];
    const struct node *child = literal_child(node, segment);
    const struct node *found = child ? descend(walk, child, depth + 1) : NULL;
    for (int kind = 0; !found && kind < PARAM_KINDS; kind++) {
        child = node->params[kind];
        if (!child) {
            continue;
        }
        if (kind == PARAM_WORD) {
            if (is_word(segment)) {
                walk->out->word[walk->n_words++] = segment;
                found = descend(walk, child, depth + 1);
                walk->n_words -= !found;
            }
            continue;
        }
        int64_t number;
        if (kind == PARAM_INT ? parse_int(segment, &number) : id_parse(segment, &number)) {
            walk->out->id[walk->n_ids++] = number;
            found = descend(walk, child, depth + 1);
            walk->n_ids -= !found;
        }
    }
    return found;
}

enum router_result router_match(const struct router *router, const char *method,
                                const struct uri *uri, struct route_match *out) {
    struct walk walk = {.uri = uri, .out = out};
    *out = (struct route_match){0};
    const struct node *node = descend(&walk, router->root, 0);
    if (!node) {
        return ROUTER_NO_ROUTE;
    }
    out->allow = node->allow;
    int number = strcmp(method, "HEAD") == 0 ? METHOD_GET : method_number(method);
    if (number == METHOD_KINDS || !node->routes[number]) {
        return ROUTER_NO_METHOD;
    }
    out->route = node->routes[number];
    out->index = node->indexes[number];
    return ROUTER_FOUND;
}
