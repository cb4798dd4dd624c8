// SPDX-License-Identifier: Apache-2.0
// Functions that nobody calls here: they overflow, keep hidden state, hide errors, or read the machine's time
// zone. A call does not compile, and the unknown name in the message says what to use. base/err.h includes
// this, so every file has it. The headers that declare them come first, since a macro would break those.
#ifndef YK_BASE_BANNED_H
#define YK_BASE_BANNED_H

#include <alloca.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#undef strcpy
#undef strcat
#undef strncpy
#undef strncat
#undef sprintf
#undef vsprintf
#undef strtok
#undef atoi
#undef atol
#undef atoll
#undef atof
#undef scanf
#undef fscanf
#undef sscanf
#undef localtime
#undef gmtime
#undef ctime
#undef asctime
#undef mktime
#undef rand
#undef srand
#undef system
#undef popen
#undef tmpnam
#undef mktemp
#undef alloca

#define strcpy(...)    banned_strcpy_use_buf_or_arena
#define strcat(...)    banned_strcat_use_buf_or_arena
#define strncpy(...)   banned_strncpy_use_snprintf
#define strncat(...)   banned_strncat_use_buf_or_arena
#define sprintf(...)   banned_sprintf_use_snprintf
#define vsprintf(...)  banned_vsprintf_use_vsnprintf
#define strtok(...)    banned_strtok_keeps_hidden_state
#define atoi(...)      banned_atoi_use_strtoll
#define atol(...)      banned_atol_use_strtoll
#define atoll(...)     banned_atoll_use_strtoll
#define atof(...)      banned_atof_use_strtod
#define scanf(...)     banned_scanf_parse_by_hand
#define fscanf(...)    banned_fscanf_parse_by_hand
#define sscanf(...)    banned_sscanf_parse_by_hand
#define localtime(...) banned_localtime_use_base_clock
#define gmtime(...)    banned_gmtime_use_base_clock
#define ctime(...)     banned_ctime_use_base_clock
#define asctime(...)   banned_asctime_use_base_clock
#define mktime(...)    banned_mktime_use_base_clock
#define rand(...)      banned_rand_use_random_bytes
#define srand(...)     banned_srand_use_random_bytes
#define system(...)    banned_system_runs_a_shell
#define popen(...)     banned_popen_runs_a_shell
#define tmpnam(...)    banned_tmpnam_use_mkstemp
#define mktemp(...)    banned_mktemp_use_mkstemp
#define alloca(...)    banned_alloca_use_arena

#endif
