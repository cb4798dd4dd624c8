// SPDX-License-Identifier: Apache-2.0
// The thread behind every piece of background work. Waits on the monotonic clock: what time it is for the work is the work's business.
#include "base/ticker.h"

#include <pthread.h>
#include <stdlib.h>
#include <time.h>

#include "base/banned.h"

struct ticker {
    bool (*look)(void *arg);
    void *arg;
    unsigned every_ms;
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t wake;
    bool stop;
};

static void wait_a_while(struct ticker *ticker) {
    struct timespec until;
    clock_gettime(CLOCK_MONOTONIC, &until);
    until.tv_sec += ticker->every_ms / 1000;
    until.tv_nsec += (long)(ticker->every_ms % 1000) * 1000000;
    if (until.tv_nsec >= 1000000000) {
        until.tv_sec++;
        until.tv_nsec -= 1000000000;
    }
    pthread_cond_timedwait(&ticker->wake, &ticker->lock, &until);
}

static void *ticker_main(void *arg) {
    struct ticker *ticker = arg;
    pthread_mutex_lock(&ticker->lock);
    while (!ticker->stop) {
        pthread_mutex_unlock(&ticker->lock);
        bool more = ticker->look(ticker->arg);
        pthread_mutex_lock(&ticker->lock);
        if (!more && !ticker->stop) {
            wait_a_while(ticker);
        }
    }
    pthread_mutex_unlock(&ticker->lock);
    return NULL;
}

static void ticker_free(struct ticker *ticker) {
    pthread_cond_destroy(&ticker->wake);
    pthread_mutex_destroy(&ticker->lock);
    free(ticker);
}

struct ticker *ticker_start(bool (*look)(void *arg), void *arg, unsigned every_ms) {
    struct ticker *ticker = calloc(1, sizeof *ticker);
    if (!ticker) {
        return NULL;
    }
    ticker->look = look;
    ticker->arg = arg;
    ticker->every_ms = every_ms;
    pthread_condattr_t attr;
    pthread_mutex_init(&ticker->lock, NULL);
    pthread_condattr_init(&attr);
    pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
    pthread_cond_init(&ticker->wake, &attr);
    pthread_condattr_destroy(&attr);
    if (pthread_create(&ticker->thread, NULL, ticker_main, ticker) != 0) {
        ticker_free(ticker);
        return NULL;
    }
    return ticker;
}

void ticker_stop(struct ticker **at) {
    struct ticker *ticker = *at;
    if (!ticker) {
        return;
    }
    pthread_mutex_lock(&ticker->lock);
    ticker->stop = true;
    pthread_cond_signal(&ticker->wake);
    pthread_mutex_unlock(&ticker->lock);
    pthread_join(ticker->thread, NULL);
    ticker_free(ticker);
    *at = NULL;
}
