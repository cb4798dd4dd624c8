// SPDX-License-Identifier: Apache-2.0
// Opening a store for a command: folder or URL, key file, migrations, one connection; and putting the whole program together for serving.
#ifndef YK_APP_OPEN_H
#define YK_APP_OPEN_H

#include "app/app.h"
#include "app/options.h"

extern const struct ledgers all_ledgers;

enum { STORE_PATH_BYTES = 512 };
struct store_paths {
    char url[STORE_PATH_BYTES]; // for db_open
    char key[STORE_PATH_BYTES], heads[STORE_PATH_BYTES];
};
// Fills the paths; makes the data folder when create is set. ERR_REQUIRED on "data" when neither --data nor --database was given.
YK_NODISCARD enum yk store_paths_of(const struct options *options, bool create,
                                    struct store_paths *out, struct err *err);
// One connection, migrated when create is set, checked otherwise.
YK_NODISCARD enum yk store_open(const struct options *options, bool create, struct db **out,
                                struct store_paths *out_paths, struct err *err);
// The one district of the store, or the one that --district names.
YK_NODISCARD enum yk store_district(struct db *db, const struct options *options, int32_t *out,
                                    struct err *err);

// Everything a serving program holds. shift_us moves the domain clock. app_close seals what waits.
YK_NODISCARD enum yk app_open(const struct options *options, struct app *out, struct err *err);
void app_close(struct app *app);
// Seals what waits now; used by the sealer's thread and at the end.
YK_NODISCARD enum yk app_seal(struct app *app, int64_t *out_events, struct err *err);
// Folds the tallies that wait into their cells.
YK_NODISCARD enum yk app_settle(struct app *app, int64_t *out_rows, struct err *err);

#endif
