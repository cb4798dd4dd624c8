// SPDX-License-Identifier: Apache-2.0
// Who is signed in, and what they may do. The server decides every right again; here it only decides
// what is shown.
import { defineStore } from 'pinia';
import { computed, ref, shallowRef } from 'vue';
import { session as routes } from '@/api';
import { setCsrf } from '@/api/client';
import { isApiError, type ApiError } from '@/api/problem';
import type { Cap, Role, Session } from '@/api/types';

export const useSession = defineStore('session', () => {
  const me = shallowRef<Session | null>(null);
  const known = ref(false);
  /** Why it could not be learnt who is signed in. */
  const failure = shallowRef<ApiError | null>(null);
  let offset = 0;

  function take(next: Session | null): void {
    me.value = next;
    known.value = true;
    setCsrf(next?.csrf ?? '');
    if (next) {
      offset = Date.parse(next.now) - Date.now();
    }
  }

  /** Asks the server once who is signed in. */
  async function load(): Promise<Session | null> {
    if (!known.value) {
      failure.value = null;
      try {
        take(await routes.get());
      } catch (e) {
        if (!isApiError(e) || e.problem.status !== 401) {
          failure.value = isApiError(e) ? e : null;
          throw e;
        }
        take(null);
      }
    }
    return me.value;
  }

  async function refresh(): Promise<void> {
    known.value = false;
    await load();
  }

  async function signIn(login: string, password: string): Promise<Session> {
    const next = await routes.signIn(login, password);
    take(next);
    return next;
  }

  async function signOut(): Promise<void> {
    try {
      await routes.signOut();
    } finally {
      take(null);
    }
  }

  const can = (cap: Cap): boolean => me.value?.caps.includes(cap) ?? false;
  const is = (role: Role): boolean => me.value?.roles.includes(role) ?? false;
  const today = computed(() => me.value?.today ?? new Date().toISOString().slice(0, 10));
  /** The domain clock, which a demonstration district sets in the past. */
  const now = (): Date => new Date(Date.now() + offset);

  return { me, known, failure, load, refresh, signIn, signOut, take, can, is, today, now };
});
