// SPDX-License-Identifier: Apache-2.0
// The ledger of callers: what happens to one (registered, number changed, revealed), how a caller is found again, and what is
// locked away. Rules only; the tables are party_store.c's, the ciphers crypto/'s.
#include "party/party.h"

#include <string.h>

#include "base/text.h"
#include "party/party_store.h"

const struct json_word caller_kind_words[] = {
    {"enterprise", CALLER_ENTERPRISE},
    {"person", CALLER_PERSON},
    {"anonymous", CALLER_ANONYMOUS},
    {NULL, 0},
};

enum { EV_REGISTERED, EV_PHONE_CHANGED, EV_REVEALED, EV_COUNT };

struct party_body { // registered, phone_changed
    int64_t kind;
    int8_t has_phone;
    const char *vault;
};
static const struct json_field body_fields[] = {
    {.name = "kind",
     .type = JSON_ENUM,
     .offset = offsetof(struct party_body, kind),
     .words = caller_kind_words},
    {.name = "has_phone", .type = JSON_BOOL, .offset = offsetof(struct party_body, has_phone)},
    {.name = "vault", .type = JSON_TEXT, .offset = offsetof(struct party_body, vault)},
};
static const struct json_spec body_spec =
    JSON_SPEC("party_registered", struct party_body, body_fields);
static const struct event_type types[EV_COUNT] = {
    [EV_REGISTERED] = {"registered", 1, &body_spec, NULL},
    [EV_PHONE_CHANGED] = {"phone_changed", 1, &body_spec, NULL},
    [EV_REVEALED] = {"revealed", 1, NULL, NULL},
};

static const struct json_field state_fields[] = {
    {.name = "seq", .type = JSON_INT, .offset = offsetof(struct party, seq)},
    {.name = "kind",
     .type = JSON_ENUM,
     .offset = offsetof(struct party, kind),
     .words = caller_kind_words},
    {.name = "has_phone", .type = JSON_BOOL, .offset = offsetof(struct party, has_phone)},
    {.name = "vault", .type = JSON_TEXT, .offset = offsetof(struct party, vault)},
    {.name = "n_reveals", .type = JSON_INT, .offset = offsetof(struct party, n_reveals)},
};
static const struct json_spec state_spec = JSON_SPEC("party", struct party, state_fields);

static enum yk party_apply(void *state, const struct event *event, struct arena *arena,
                           struct err *err) {
    struct party *party = state;
    ptrdiff_t kind = event->type - types;
    bool follows =
        kind == EV_REGISTERED ? event->seq == 1 : event->seq > 1 && event->seq == party->seq + 1;
    if (kind < 0 || kind >= EV_COUNT || !follows) {
        return err_set(err, YK_FAILED, ERR_INTERNAL, "party: event %lld cannot follow",
                       (long long)event->seq);
    }
    if (kind == EV_REVEALED) {
        party->n_reveals++;
    } else {
        const struct party_body *body = event->body;
        char *vault = arena_strdup(arena, body->vault);
        if (!vault) {
            return err_set(err, YK_NOMEM, ERR_INTERNAL, "party: no memory to apply an event");
        }
        party->kind = body->kind;
        party->has_phone = body->has_phone;
        party->vault = vault;
        party->n_reveals = kind == EV_REGISTERED ? 0 : party->n_reveals;
    }
    party->seq = event->seq;
    return YK_OK;
}

static enum yk party_facts(const void *state, int64_t object, struct fact_set *out,
                           struct err *err) {
    (void)state;
    (void)object;
    (void)out;
    (void)err;
    return YK_OK; // callers are counted by their matters
}

static const struct fact_table *const no_tables[] = {NULL};
static enum yk party_check_inputs(struct db *db, struct arena *arena, int32_t district,
                                  int64_t object, const void *state, const char **out_what,
                                  struct err *err);

const struct ledger party_ledger = {
    .code = LEDGER_PARTY,
    .name = "party",
    .state_bytes = sizeof(struct party),
    .state_spec = &state_spec,
    .types = types,
    .n_types = EV_COUNT,
    .apply = party_apply,
    .facts = party_facts,
    .tables = no_tables,
    .check_inputs = party_check_inputs,
};

// ---- locking away ----

static enum yk no_memory(struct err *err) {
    return err_set(err, YK_NOMEM, ERR_INTERNAL, "party: no memory");
}

static void vault_digest(const struct party_vault *vault, char out[SM3_HEX_BYTES]) {
    const uint8_t lengths[2] = {vault->name != NULL, vault->phone != NULL};
    const struct iov parts[] = {{lengths, sizeof lengths},
                                {vault->wrapped, vault->wrapped_n},
                                {vault->name, vault->name_n},
                                {vault->phone, vault->phone_n}};
    uint8_t digest[SM3_BYTES];
    sm3_many(parts, sizeof parts / sizeof *parts, digest);
    hex_encode(digest, SM3_BYTES, out);
}

// The vault is an input of the log: events hold its hash, and verify asks here whether it still is what they committed to.
static enum yk party_check_inputs(struct db *db, struct arena *arena, int32_t district,
                                  int64_t object, const void *state, const char **out_what,
                                  struct err *err) {
    const struct party *party = state;
    struct party_vault vault;
    char digest[SM3_HEX_BYTES];
    enum yk status = party_store_vault(db, arena, district, object, &vault, err);
    if (status == YK_NOT_FOUND) {
        *out_what = "the vault row is gone";
        return YK_OK;
    }
    if (status == YK_OK) {
        vault_digest(&vault, digest);
        if (!party->vault || strcmp(digest, party->vault) != 0) {
            *out_what = "the vault row is not what its events committed to";
        }
    }
    return status;
}

static enum yk lock_text(struct arena *arena, const uint8_t key[32], const char *text,
                         const void **out, size_t *out_n, struct err *err) {
    if (!text) {
        *out = NULL;
        *out_n = 0;
        return YK_OK;
    }
    size_t n = strlen(text);
    uint8_t *locked = arena_alloc(arena, n + VAULT_OVERHEAD_BYTES);
    if (!locked) {
        return no_memory(err);
    }
    *out = locked;
    *out_n = n + VAULT_OVERHEAD_BYTES;
    return vault_lock(key, text, n, locked, err);
}

// A fresh key for each writing: what was locked before cannot be opened with what stands now.
static enum yk lock_away(struct arena *arena, const struct keyring *ring, const char *name,
                         const char *phone, struct party_vault *out, struct err *err) {
    uint8_t key[32];
    uint8_t *phone_hash = arena_alloc(arena, SM3_BYTES);
    if (!phone_hash) {
        return no_memory(err);
    }
    if (phone) {
        keyring_lookup_hash(ring, "party.phone", phone, phone_hash);
    }
    out->phone_hash = phone ? phone_hash : NULL;
    out->phone_hash_n = SM3_BYTES;
    random_bytes(key, sizeof key);
    out->wrapped_n = sizeof key + VAULT_OVERHEAD_BYTES;
    uint8_t *wrapped = arena_alloc(arena, out->wrapped_n);
    if (!wrapped) {
        return no_memory(err);
    }
    out->wrapped = wrapped;
    enum yk status = keyring_wrap(ring, key, wrapped, err);
    if (status == YK_OK) {
        status = lock_text(arena, key, name, &out->name, &out->name_n, err);
    }
    if (status == YK_OK) {
        status = lock_text(arena, key, phone, &out->phone, &out->phone_n, err);
    }
    explicit_bzero(key, sizeof key);
    return status;
}

static enum yk unlock_text(struct arena *arena, const uint8_t key[32], const void *locked, size_t n,
                           const char **out, struct err *err) {
    char *text = NULL;
    size_t text_n;
    if (!locked) {
        *out = NULL;
        return YK_OK;
    }
    enum yk status = vault_unlock(key, locked, n, arena, &text, &text_n, err);
    if (status == YK_OK) {
        *out = text;
    }
    return status;
}

// ---- finding ----

static enum yk add_phone_keys(struct db *db, const struct keyring *ring, int32_t district,
                              const char *phone, int64_t object, struct err *err) {
    uint8_t hash[SM3_BYTES];
    keyring_lookup_hash(ring, "party.phone", phone, hash);
    enum yk status = party_store_add_key(db, district, PARTY_KEY_PHONE, hash, object, err);
    if (status == YK_OK) {
        keyring_lookup_hash(ring, "party.last4", phone + strlen(phone) - 4, hash);
        status = party_store_add_key(db, district, PARTY_KEY_LAST4, hash, object, err);
    }
    return status;
}

static enum yk add_name_keys(struct db *db, const struct keyring *ring, int32_t district,
                             const struct party_caller *caller, int64_t object, struct err *err) {
    if (caller->kind == CALLER_ENTERPRISE) {
        return party_store_add_name(db, district, object, caller->name, err);
    }
    uint8_t hash[SM3_BYTES];
    keyring_lookup_hash(ring, "party.name", caller->name, hash);
    return party_store_add_key(db, district, PARTY_KEY_NAME, hash, object, err);
}

static bool is_last4(const char *text) {
    return strlen(text) == 4 && strspn(text, "0123456789") == 4;
}

// %, _ and the escape itself stand for themselves in what people type.
static char *like_part(struct arena *arena, const char *name) {
    char *pattern = arena_alloc(arena, strlen(name) * 2 + 3);
    char *at = pattern;
    if (!pattern) {
        return NULL;
    }
    *at++ = '%';
    for (; *name; name++) {
        if (strchr("%_!", *name)) {
            *at++ = '!';
        }
        *at++ = *name;
    }
    *at++ = '%';
    *at = '\0';
    return pattern;
}

static enum yk refuse_param(struct err *err, const char *name, enum err_code code,
                            const char *accepted) {
    err_add_field(err, name, code, "%s", accepted);
    if (err) {
        err->code = ERR_BAD_QUERY;
    }
    return YK_REFUSED;
}

static enum yk find_by_phone(struct db *db, struct arena *arena, const struct keyring *ring,
                             int32_t district, const char *phone, int64_t *out_ids, size_t *out_n,
                             struct err *err) {
    uint8_t hash[SM3_BYTES];
    if (is_last4(phone)) {
        keyring_lookup_hash(ring, "party.last4", phone, hash);
        return party_store_by_key(db, district, PARTY_KEY_LAST4, hash, PARTY_HITS_MAX, out_ids,
                                  out_n, err);
    }
    const char *folded = text_fold_phone(arena, phone);
    if (!folded) {
        return refuse_param(err, "phone", ERR_BAD_PHONE, "13900001234, 0554-4972345, 1234");
    }
    keyring_lookup_hash(ring, "party.phone", folded, hash);
    return party_store_by_key(db, district, PARTY_KEY_PHONE, hash, PARTY_HITS_MAX, out_ids, out_n,
                              err);
}

static enum yk find_by_name(struct db *db, struct arena *arena, const struct keyring *ring,
                            int32_t district, const char *name, int64_t *out_ids, size_t *out_n,
                            struct err *err) {
    if (text_count_chars(name) < PARTY_NAME_MIN_CHARS) {
        return refuse_param(err, "name", ERR_TOO_SHORT, "≥ 2");
    }
    uint8_t hash[SM3_BYTES];
    const char *pattern = like_part(arena, name);
    if (!pattern) {
        return no_memory(err);
    }
    keyring_lookup_hash(ring, "party.name", name, hash);
    enum yk status =
        party_store_by_key(db, district, PARTY_KEY_NAME, hash, PARTY_HITS_MAX, out_ids, out_n, err);
    if (status == YK_OK && *out_n < PARTY_HITS_MAX) {
        status =
            party_store_by_name_part(db, district, pattern, PARTY_HITS_MAX, out_ids, out_n, err);
    }
    return status;
}

enum yk party_find(struct db *db, struct arena *arena, const struct keyring *ring, int32_t district,
                   const char *phone, const char *name, int64_t out_ids[PARTY_HITS_MAX],
                   size_t *out_n, struct err *err) {
    size_t n = 0;
    enum yk status = phone ? find_by_phone(db, arena, ring, district, phone, out_ids, &n, err)
                           : find_by_name(db, arena, ring, district, name, out_ids, &n, err);
    if (status == YK_OK) {
        *out_n = n;
    }
    return status;
}

enum yk party_show(struct db *db, struct arena *arena, const struct keyring *ring, int32_t district,
                   int64_t party, bool clear, struct party_shown *out, struct err *err) {
    struct log_object object;
    struct party_vault vault;
    struct party_shown shown = {.party = party};
    char digest[SM3_HEX_BYTES];
    uint8_t key[32];
    enum yk status = log_peek(db, arena, &party_ledger, district, party, &object, err);
    if (status == YK_OK) {
        status = party_store_vault(db, arena, district, party, &vault, err);
    }
    if (status != YK_OK) {
        return status;
    }
    const struct party *state = object.state;
    shown.kind = state->kind;
    vault_digest(&vault, digest);
    if (!state->vault || strcmp(digest, state->vault) != 0) {
        return err_set(err, YK_FAILED, ERR_TAMPERED, "the vault row of party %lld was altered",
                       (long long)party);
    }
    status = keyring_unwrap(ring, vault.wrapped, vault.wrapped_n, key, err);
    if (status == YK_OK) {
        status = unlock_text(arena, key, vault.name, vault.name_n, &shown.name, err);
    }
    if (status == YK_OK) {
        status = unlock_text(arena, key, vault.phone, vault.phone_n, &shown.phone, err);
    }
    explicit_bzero(key, sizeof key);
    if (status == YK_OK && state->kind == CALLER_ENTERPRISE) {
        status = party_store_name(db, arena, district, party, &shown.name, err);
    }
    if (status != YK_OK) {
        return status;
    }
    if (!clear) {
        shown.name = state->kind == CALLER_PERSON ? text_mask_name(arena, shown.name) : shown.name;
        shown.phone = shown.phone ? text_mask_phone(arena, shown.phone) : NULL;
    }
    *out = shown;
    return YK_OK;
}

// ---- making ----

static enum yk record(struct log_tx *tx, struct log_object *object, int event,
                      const struct party_caller *caller, const struct party_vault *vault,
                      int32_t today, struct err *err) {
    char digest[SM3_HEX_BYTES];
    struct drafts drafts = {0};
    vault_digest(vault, digest);
    const struct party_body body = {
        .kind = caller->kind, .has_phone = vault->phone != NULL, .vault = digest};
    struct draft *draft = drafts_add(&drafts, &types[event], today, &body);
    if (event == EV_REGISTERED && caller->kind == CALLER_ENTERPRISE) {
        draft_add_text(draft, "name", caller->name);
    }
    return log_record(tx, object, &drafts, err);
}

// A person is known by number and name together, for a family or a shop shares one number; an enterprise by its name. False: by
// nothing, each is one of its own.
static bool claim_hash(struct arena *arena, const struct keyring *ring,
                       const struct party_caller *caller, uint8_t out[SM3_BYTES]) {
    if (caller->kind == CALLER_ENTERPRISE) {
        keyring_lookup_hash(ring, "party.name", caller->name, out);
        return true;
    }
    const char *both =
        caller->phone ? arena_printf(arena, "%s\n%s", caller->phone, caller->name) : NULL;
    if (both) {
        keyring_lookup_hash(ring, "party.person", both, out);
    }
    return both != NULL;
}

static enum yk make(struct log_tx *tx, const struct keyring *ring,
                    const struct party_caller *caller, struct log_object *object, int32_t today,
                    struct err *err) {
    struct party_vault vault;
    bool person = caller->kind == CALLER_PERSON;
    enum yk status =
        lock_away(tx->arena, ring, person ? caller->name : NULL, caller->phone, &vault, err);
    if (status == YK_OK) {
        status = party_store_put_vault(tx->db, tx->district, object->object, &vault, err);
    }
    if (status == YK_OK) {
        status = add_name_keys(tx->db, ring, tx->district, caller, object->object, err);
    }
    if (status == YK_OK && caller->phone) {
        status = add_phone_keys(tx->db, ring, tx->district, caller->phone, object->object, err);
    }
    return status == YK_OK ? record(tx, object, EV_REGISTERED, caller, &vault, today, err) : status;
}

// The number by which an enterprise can be reached is the last one it gave.
static enum yk take_phone(struct log_tx *tx, const struct keyring *ring,
                          const struct party_caller *caller, int64_t party, int32_t today,
                          struct err *err) {
    struct party_shown known;
    struct log_object object;
    struct party_vault vault;
    // Held from here on: between the state and the vault, read one after the other, nobody may put in another number.
    enum yk status = log_load(tx, &party_ledger, party, &object, err);
    if (status == YK_OK) {
        status = party_show(tx->db, tx->arena, ring, tx->district, party, true, &known, err);
    }
    if (status != YK_OK || (known.phone && strcmp(known.phone, caller->phone) == 0)) {
        return status;
    }
    status = lock_away(tx->arena, ring, known.kind == CALLER_PERSON ? known.name : NULL,
                       caller->phone, &vault, err);
    if (status == YK_OK) {
        status = party_store_put_vault(tx->db, tx->district, party, &vault, err);
    }
    if (status == YK_OK) {
        status = add_phone_keys(tx->db, ring, tx->district, caller->phone, party, err);
    }
    struct party_caller kept = {.kind = known.kind};
    return status == YK_OK ? record(tx, &object, EV_PHONE_CHANGED, &kept, &vault, today, err)
                           : status;
}

static bool has_text(const char *text) {
    return text && *text;
}

void party_check_caller(struct arena *arena, const struct party_caller *caller, struct err *err) {
    if (caller->kind == CALLER_ANONYMOUS) {
        return;
    }
    if (has_text(caller->phone) && !text_fold_phone(arena, caller->phone)) {
        err_add_field(err, "caller.phone", ERR_BAD_PHONE, "%s", "13900001234, 0554-4972345");
    }
    if (!caller->party && !has_text(caller->name)) {
        err_add_field(err, "caller.name", ERR_REQUIRED, "%s", "caller.name");
    }
}

static enum yk use_known(struct log_tx *tx, const struct keyring *ring,
                         const struct party_caller *caller, int32_t today, struct party_found *out,
                         struct err *err) {
    struct log_object object;
    enum yk status =
        log_peek(tx->db, tx->arena, &party_ledger, tx->district, caller->party, &object, err);
    const struct party *known = status == YK_OK ? object.state : NULL;
    if (status == YK_NOT_FOUND || (known && known->kind != caller->kind)) {
        err_add_field(err, "caller.party", ERR_UNKNOWN_VALUE, "%s", "GET /api/v1/parties");
        return YK_REFUSED;
    }
    if (status == YK_OK && caller->phone) {
        status = take_phone(tx, ring, caller, caller->party, today, err);
    }
    if (status == YK_OK) {
        *out = (struct party_found){caller->party, known->has_phone == 1 || caller->phone};
    }
    return status;
}

// Whom the claim names, with the number given now. Nearly always it is the one that is known: told by its hash, without unlocking anything.
static enum yk meet_again(struct log_tx *tx, const struct keyring *ring,
                          const struct party_caller *caller, int64_t party, int32_t today,
                          struct party_found *out, struct err *err) {
    struct party_vault vault;
    uint8_t hash[SM3_BYTES];
    enum yk status = party_store_vault(tx->db, tx->arena, tx->district, party, &vault, err);
    // A person was found by the number: nothing new.
    const char *phone = caller->kind == CALLER_PERSON ? NULL : caller->phone;
    if (status == YK_OK && phone) {
        keyring_lookup_hash(ring, "party.phone", phone, hash);
        bool same =
            vault.phone_hash_n == sizeof hash && memcmp(vault.phone_hash, hash, sizeof hash) == 0;
        status = same ? YK_OK : take_phone(tx, ring, caller, party, today, err);
    }
    if (status == YK_OK) {
        *out = (struct party_found){party, vault.phone || phone};
    }
    return status;
}

static enum yk find_or_make(struct log_tx *tx, const struct keyring *ring,
                            const struct party_caller *caller, int32_t today,
                            struct party_found *out, struct err *err) {
    struct log_object object;
    uint8_t hash[SM3_BYTES];
    enum yk status = log_new(tx, &party_ledger, 0, &object, err);
    int64_t owner = object.object;
    if (status == YK_OK && claim_hash(tx->arena, ring, caller, hash)) {
        status =
            party_store_claim(tx->db, tx->district, caller->kind, hash, object.object, &owner, err);
    }
    if (status == YK_OK && owner != object.object) {
        return meet_again(tx, ring, caller, owner, today, out, err);
    }
    if (status == YK_OK) {
        status = make(tx, ring, caller, &object, today, err);
    }
    if (status == YK_OK) {
        *out = (struct party_found){object.object, caller->phone != NULL};
    }
    return status;
}

enum yk party_find_or_make(struct log_tx *tx, const struct keyring *ring,
                           const struct party_caller *caller, int32_t today,
                           struct party_found *out, struct err *err) {
    struct err local = {0};
    struct err *fields = err ? err : &local;
    if (caller->kind == CALLER_ANONYMOUS) {
        *out = (struct party_found){0};
        return YK_OK;
    }
    struct party_caller checked = *caller;
    party_check_caller(tx->arena, caller, fields);
    if (fields->n_items) {
        return YK_REFUSED;
    }
    checked.phone = has_text(caller->phone) ? text_fold_phone(tx->arena, caller->phone) : NULL;
    return checked.party ? use_known(tx, ring, &checked, today, out, fields)
                         : find_or_make(tx, ring, &checked, today, out, fields);
}

enum yk party_reveal(struct log_tx *tx, const struct keyring *ring, int64_t party,
                     const char *reason, int32_t today, struct party_shown *out, struct err *err) {
    struct log_object object;
    struct drafts drafts = {0};
    enum yk status = log_load(tx, &party_ledger, party, &object, err);
    if (status == YK_OK) {
        draft_add_text(drafts_add(&drafts, &types[EV_REVEALED], today, NULL), "reason", reason);
        status = log_record(tx, &object, &drafts, err);
    }
    return status == YK_OK
               ? party_show(tx->db, tx->arena, ring, tx->district, party, true, out, err)
               : status;
}
