// SPDX-License-Identifier: Apache-2.0
// /openapi.json, from what the program itself runs on: the route tables, the specs that decode bodies and queries, the
// registry of errors, and the reply schemas of api/schema. Nothing is described by hand that could drift.

#include <ctype.h>
#include <string.h>

#include "base/embedded.h"
#include "http/server.h"
#include "version.h"

extern const struct embedded_file api_schemas[];
extern const size_t api_schemas_count;

static const char schema_prefix[] = "#/components/schemas/";

static void put_ref(struct jw *jw, const char *name) {
    char ref[128];
    snprintf(ref, sizeof ref, "%s%s", schema_prefix, name);
    jw_object(jw);
    jw_key(jw, "$ref");
    jw_text(jw, ref);
    jw_object_end(jw);
}

// "/a/{id:id}/b" → "/a/{id}/b"
static void plain_path(const char *template, char *out, size_t size) {
    size_t len = 0;
    bool in_kind = false;
    for (; *template && len + 1 < size; template ++) {
        in_kind = (in_kind || *template == ':') && *template != '}';
        if (!in_kind) {
            out[len++] = *template;
        }
    }
    out[len] = '\0';
}

static void put_text_member(struct jw *jw, const char *key, const char *text) {
    jw_key(jw, key);
    jw_text(jw, text);
}

static void put_parameter_head(struct jw *jw, const char *name, const char *in, bool required) {
    jw_object(jw);
    put_text_member(jw, "name", name);
    put_text_member(jw, "in", in);
    jw_key(jw, "required");
    jw_bool(jw, required);
    jw_key(jw, "schema");
}

static void put_path_parameters(struct jw *jw, const char *path) {
    for (const char *at = strchr(path, '{'); at; at = strchr(at + 1, '{')) {
        char name[64];
        const char *colon = strchr(at, ':');
        snprintf(name, sizeof name, "%.*s", (int)(colon - at - 1), at + 1);
        struct json_field field = {.type = colon[1] == 'i' && colon[2] == 'd' ? JSON_ID
                                           : colon[1] == 'i'                  ? JSON_INT
                                                                              : JSON_TEXT};
        put_parameter_head(jw, name, "path", true);
        jw_field_schema(jw, &field, false);
        jw_object_end(jw);
    }
}

static void put_query_parameters(struct jw *jw, const struct json_spec *spec) {
    for (size_t i = 0; spec && i < spec->n_fields; i++) {
        const struct json_field *field = &spec->fields[i];
        bool list = field->type == JSON_INT_ARRAY || field->type == JSON_ENUM_ARRAY ||
                    field->type == JSON_ID_ARRAY;
        put_parameter_head(jw, field->name, "query", field->flags & JSON_REQUIRED);
        jw_field_schema(jw, field, false);
        if (list) { // a comma list
            put_text_member(jw, "style", "form");
            jw_key(jw, "explode");
            jw_bool(jw, false);
        }
        jw_object_end(jw);
    }
}

static bool is_safe(const struct route *route) {
    return strcmp(route->method, "GET") == 0;
}

static void put_header_parameters(struct jw *jw, const struct route *route) {
    static const struct json_field key = {.type = JSON_TEXT, .max = IDEMPOTENCY_KEY_MAX_BYTES};
    static const struct json_field token = {.type = JSON_TEXT};
    if (route->flags & ROUTE_IDEMPOTENT_KEY) {
        put_parameter_head(jw, "Idempotency-Key", "header", true);
        jw_field_schema(jw, &key, false);
        jw_object_end(jw);
    }
    if (!is_safe(route) && route->cap != CAP_OPEN && !(route->flags & ROUTE_NO_CSRF)) {
        put_parameter_head(jw, "X-CSRF-Token", "header", false); // not with a bearer token
        jw_field_schema(jw, &token, false);
        jw_object_end(jw);
    }
}

static void put_content(struct jw *jw, const char *type, const char *schema) {
    jw_key(jw, "content");
    jw_object(jw);
    jw_key(jw, type);
    jw_object(jw);
    if (schema) {
        jw_key(jw, "schema");
        put_ref(jw, schema);
    }
    jw_object_end(jw);
    jw_object_end(jw);
}

static void put_status(struct jw *jw, int status) {
    char text[8];
    snprintf(text, sizeof text, "%d", status);
    jw_key(jw, text);
}

// Which refusals a route can answer with follows from its row.
static bool may_refuse_with(const struct route *route, int status) {
    bool takes_body = route->request != NULL;
    bool signed_in = route->cap != CAP_OPEN;
    bool changes = !is_safe(route);
    switch (status) {
    case 400: return true; // an unknown query parameter, bad JSON, no key
    case 401: return signed_in || changes;
    case 403: return signed_in || changes;
    case 404: return strchr(route->path, '{') || changes;
    case 409: return changes;
    case 413: return true;
    case 415: return takes_body;
    case 422: return takes_body || route->query;
    case 423: return changes && !signed_in;
    case 507: return changes;
    default: return status >= 500;
    }
}

static void put_responses(struct jw *jw, const struct route *route) {
    static const int refusals[] = {400, 401, 403, 404, 409, 413, 415, 422, 423, 500, 503, 507};
    jw_key(jw, "responses");
    jw_object(jw);
    put_status(jw, route->status);
    jw_object(jw);
    put_text_member(jw, "description", route->response ? route->response : "Done");
    if (route->flags & ROUTE_STREAM_CSV) {
        put_content(jw, "text/csv", NULL);
    } else if (route->flags & ROUTE_PDF) {
        put_content(jw, "application/pdf", NULL);
    } else if (route->response && strchr(route->response, '/')) {
        put_content(jw, route->response, NULL);
    } else if (route->response) {
        put_content(jw, "application/json", route->response);
    }
    jw_object_end(jw);
    for (size_t i = 0; i < sizeof refusals / sizeof *refusals; i++) {
        if (may_refuse_with(route, refusals[i])) {
            put_status(jw, refusals[i]);
            jw_object(jw);
            jw_key(jw, "$ref");
            jw_text(jw, "#/components/responses/Problem");
            jw_object_end(jw);
        }
    }
    jw_object_end(jw);
}

// "get_api_v1_matters_id_dispatch"
static void put_operation_id(struct jw *jw, const struct route *route, const char *path) {
    char id[192];
    size_t len = 0;
    for (const char *at = route->method; *at && len + 1 < sizeof id; at++) {
        id[len++] = (char)tolower((unsigned char)*at);
    }
    for (const char *at = path; *at && len + 1 < sizeof id; at++) {
        bool word = isalnum((unsigned char)*at);
        if (word || id[len - 1] != '_') {
            id[len++] = word ? *at : '_';
        }
    }
    while (id[len - 1] == '_') {
        len--;
    }
    id[len] = '\0';
    put_text_member(jw, "operationId", id);
}

static void put_security(struct jw *jw, const struct route *route) {
    jw_key(jw, "security");
    jw_array(jw);
    if (route->cap != CAP_OPEN) {
        static const char *const schemes[] = {"session", "token"};
        for (size_t i = 0; i < 2; i++) {
            jw_object(jw);
            jw_key(jw, schemes[i]);
            jw_array(jw);
            jw_array_end(jw);
            jw_object_end(jw);
        }
    }
    jw_array_end(jw);
    if (route->cap > CAP_SIGNED_IN) {
        put_text_member(jw, "x-capability", cap_word(route->cap));
    }
}

static void put_operation(struct jw *jw, const char *module, const struct route *route,
                          const char *path) {
    char method[8];
    size_t n = strlen(route->method);
    for (size_t i = 0; i <= n && i < sizeof method; i++) {
        method[i] = (char)tolower((unsigned char)route->method[i]);
    }
    jw_key(jw, method);
    jw_object(jw);
    put_operation_id(jw, route, path);
    put_text_member(jw, "summary", route->summary);
    jw_key(jw, "tags");
    jw_array(jw);
    jw_text(jw, module);
    jw_array_end(jw);
    put_security(jw, route);
    jw_key(jw, "parameters");
    jw_array(jw);
    put_path_parameters(jw, route->path);
    put_query_parameters(jw, route->query);
    put_header_parameters(jw, route);
    jw_array_end(jw);
    if (route->flags & ROUTE_UPLOAD) {
        jw_key(jw, "requestBody");
        jw_object(jw);
        put_content(jw, "application/octet-stream", NULL);
        jw_object_end(jw);
    }
    if (route->request) {
        jw_key(jw, "requestBody");
        jw_object(jw);
        jw_key(jw, "required");
        jw_bool(jw, true);
        jw_key(jw, "content");
        jw_object(jw);
        jw_key(jw, "application/json");
        jw_object(jw);
        jw_key(jw, "schema");
        jw_spec_schema(jw, route->request);
        jw_object_end(jw);
        jw_object_end(jw);
        jw_object_end(jw);
    }
    put_responses(jw, route);
    jw_object_end(jw);
}

struct cursor {
    const struct route_table *const *table;
    size_t row;
};

static const struct route *next_route(struct cursor *cursor, const char **out_module) {
    while (*cursor->table && cursor->row == (*cursor->table)->n_rows) {
        cursor->table++;
        cursor->row = 0;
    }
    if (!*cursor->table) {
        return NULL;
    }
    *out_module = (*cursor->table)->module;
    return &(*cursor->table)->rows[cursor->row++];
}

enum { PATH_BYTES = 160 };

// All methods of one address stand under one key, in whichever tables they are.
static void put_path(struct jw *jw, const struct route_table *const *tables,
                     const struct route *first, const char *path) {
    struct cursor cursor = {.table = tables};
    const char *module;
    bool begun = false;
    for (const struct route *route; (route = next_route(&cursor, &module));) {
        char other[PATH_BYTES];
        plain_path(route->path, other, sizeof other);
        if (strcmp(other, path) != 0) {
            continue;
        }
        if (!begun) {
            if (route != first) {
                return; // was written with the first of them
            }
            jw_key(jw, path);
            jw_object(jw);
            begun = true;
        }
        put_operation(jw, module, route, path);
    }
    jw_object_end(jw);
}

static void put_info(struct jw *jw) {
    put_text_member(jw, "openapi", "3.1.0");
    jw_key(jw, "info");
    jw_object(jw);
    put_text_member(jw, "title", "Yikou 一口");
    put_text_member(jw, "version", YIKOU_VERSION);
    jw_key(jw, "license");
    jw_object(jw);
    put_text_member(jw, "name", "Apache-2.0");
    put_text_member(jw, "identifier", "Apache-2.0");
    jw_object_end(jw);
    jw_object_end(jw);
}

static void put_security_schemes(struct jw *jw) {
    jw_key(jw, "securitySchemes");
    jw_object(jw);
    jw_key(jw, "session");
    jw_object(jw);
    put_text_member(jw, "type", "apiKey");
    put_text_member(jw, "in", "cookie");
    put_text_member(jw, "name", SESSION_COOKIE);
    jw_object_end(jw);
    jw_key(jw, "token");
    jw_object(jw);
    put_text_member(jw, "type", "http");
    put_text_member(jw, "scheme", "bearer");
    jw_object_end(jw);
    jw_object_end(jw);
}

static void put_error_codes(struct jw *jw) {
    jw_key(jw, "ErrorCode");
    jw_object(jw);
    put_text_member(jw, "type", "string");
    jw_key(jw, "enum");
    jw_array(jw);
    for (int code = ERR_NONE + 1; code < ERR_CODE_END; code++) {
        jw_text(jw, err_word((enum err_code)code));
    }
    jw_array_end(jw);
    jw_object_end(jw);
}

static void put_components(struct jw *jw) {
    jw_key(jw, "components");
    jw_object(jw);
    jw_key(jw, "schemas");
    jw_object(jw);
    put_error_codes(jw);
    for (size_t i = 0; i < api_schemas_count; i++) {
        const struct embedded_file *file = &api_schemas[i];
        char name[64];
        snprintf(name, sizeof name, "%.*s", (int)(strlen(file->name) - strlen(".json")),
                 file->name);
        jw_key(jw, name);
        jw_raw(jw, (const char *)file->data, file->len);
    }
    jw_object_end(jw);
    jw_key(jw, "responses");
    jw_object(jw);
    jw_key(jw, "Problem");
    jw_object(jw);
    put_text_member(jw, "description", "Refused or failed; the code says why");
    put_content(jw, "application/problem+json", "Problem");
    jw_object_end(jw);
    jw_object_end(jw);
    put_security_schemes(jw);
    jw_object_end(jw);
}

static bool has_schema(const char *name) {
    for (size_t i = 0; i < api_schemas_count; i++) {
        size_t n = strlen(name);
        if (strncmp(api_schemas[i].name, name, n) == 0 &&
            strcmp(api_schemas[i].name + n, ".json") == 0) {
            return true;
        }
    }
    return false;
}

enum yk openapi_write(const struct route_table *const *tables, struct buf *out, struct err *err) {
    struct jw jw;
    jw_init(&jw, out);
    jw_object(&jw);
    put_info(&jw);
    jw_key(&jw, "paths");
    jw_object(&jw);
    struct cursor cursor = {.table = tables};
    const char *module;
    for (const struct route *route; (route = next_route(&cursor, &module));) {
        if (route->response && !strchr(route->response, '/') &&
            !(route->flags & ROUTE_STREAM_CSV) && !has_schema(route->response)) {
            return err_set(err, YK_FAILED, ERR_INTERNAL, "%s: %s %s: no api/schema/%s.json", module,
                           route->method, route->path, route->response);
        }
        char path[PATH_BYTES];
        plain_path(route->path, path, sizeof path);
        put_path(&jw, tables, route, path);
    }
    jw_object_end(&jw);
    put_components(&jw);
    jw_object_end(&jw);
    if (out->failed) {
        return err_set(err, YK_NOMEM, ERR_INTERNAL, "no memory for openapi.json");
    }
    return YK_OK;
}
