// SPDX-License-Identifier: Apache-2.0
// Sign-in, sessions, one's own password, and the first run, over HTTP; and the function by which the server learns who is asking.
#ifndef YK_AUTH_SESSION_HTTP_H
#define YK_AUTH_SESSION_HTTP_H

#include "auth/scope.h"
#include "auth/session.h"

struct app;
struct jw;
struct route_table; // http/route.h

extern const struct route_table auth_routes;

// For server_config. The value of the session's cookie → actor and csrf in the arena; *out NULL for nobody (no cookie, not ours, over,
// account disabled). Keeps the time the session was last seen, at most once a minute and without waiting for it.
YK_NODISCARD enum yk session_authenticate(struct app *app, struct db *db, const char *cookie,
                                          const char *authorization, struct arena *arena,
                                          const struct actor **out, const char **out_csrf,
                                          struct err *err);

// {items: SessionInfo[]}, for one's own and for an administrator's view.
void session_list_write(struct jw *jw, const struct session *list, size_t n, int64_t current);

// At the start of a server: on an empty store makes the one-time token and puts it into app->setup_token (heap, freed with the app);
// otherwise leaves NULL there. Reads the store; needs no transaction.
YK_NODISCARD enum yk session_setup_begin(struct app *app, struct err *err);
enum { SETUP_TOKEN_BYTES = 25 };
// Five groups of four, about 100 bits.
void setup_token_make(char out[SETUP_TOKEN_BYTES]);

#endif
