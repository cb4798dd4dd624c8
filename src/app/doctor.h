// SPDX-License-Identifier: Apache-2.0
// What `yikou doctor` thinks of what it found: pure rules from numbers to ok, warn or fail, and what to do, in both languages.
#ifndef YK_APP_DOCTOR_H
#define YK_APP_DOCTOR_H

#include <stdbool.h>
#include <stdint.h>

enum health { HEALTH_OK, HEALTH_WARN, HEALTH_FAIL };
enum { DOCTOR_TEXT_BYTES = 400 };
struct finding {
    const char *key; // "disk"; stable
    enum health health;
    const char *name_zh, *name_en;
    char zh[DOCTOR_TEXT_BYTES], en[DOCTOR_TEXT_BYTES]; // what was found
    const char *do_zh, *do_en;                         // NULL where nothing is to be done
};

// have, want: numbers of migrations.
struct finding doctor_schema(int have, int want, const char *program);
struct finding doctor_disk(int64_t free_bytes, int64_t total_bytes);
// What was recorded or written last, and by how much the database's clock is ahead; all against this machine's clock. 0: not known.
struct finding doctor_clock(int64_t now_us, int64_t recorded_us, int64_t written_us,
                            int64_t database_ahead_us);
struct finding doctor_calendar(int year, int month, bool knows_this, bool knows_next);
struct finding doctor_seal(int64_t lag_us, bool served);
// backup_us 0: never.
struct finding doctor_backup(int64_t now_us, int64_t backup_us);
// mode: of the file; 0: it is not there.
struct finding doctor_key(const char *path, unsigned mode, bool inside_data, bool opens);
struct finding doctor_folder(const char *path, unsigned mode);
struct finding doctor_fonts(bool chinese, int prescribed, int faces);
// why NULL: it answered.
struct finding doctor_mail(const char *server, const char *why);

#endif
