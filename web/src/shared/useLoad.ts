// SPDX-License-Identifier: Apache-2.0
// Reads from the server whenever what it depends on changes. The last answer stays on the page while the next one
// is under way; an answer that is overtaken is dropped.
import { onScopeDispose, ref, shallowRef, watch, type Ref, type ShallowRef } from 'vue';
import { isApiError, type ApiError } from '@/api/problem';

export interface Load<T> {
  data: ShallowRef<T | null>;
  error: ShallowRef<ApiError | null>;
  busy: Ref<boolean>;
  again: () => void;
}

/** `source` is watched deeply by value; `read` gets it with a signal to stop. */
export function useLoad<S, T>(source: () => S, read: (s: S, signal: AbortSignal) => Promise<T>): Load<T> {
  const data = shallowRef<T | null>(null);
  const error = shallowRef<ApiError | null>(null);
  const busy = ref(false);
  let running: AbortController | null = null;

  async function run(s: S): Promise<void> {
    running?.abort();
    const mine = new AbortController();
    running = mine;
    busy.value = true;
    try {
      const answer = await read(s, mine.signal);
      if (running === mine) {
        data.value = answer;
        error.value = null;
      }
    } catch (e) {
      if (running === mine) {
        if (!isApiError(e)) {
          throw e;
        }
        error.value = e;
      }
    } finally {
      if (running === mine) {
        busy.value = false;
      }
    }
  }

  watch(() => JSON.stringify(source()), () => void run(source()), { immediate: true });
  onScopeDispose(() => running?.abort());
  return { data, error, busy, again: () => void run(source()) };
}
