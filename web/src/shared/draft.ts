// SPDX-License-Identifier: Apache-2.0
// What a person has typed and not yet sent, kept in this browser so that a closed panel, a lost connection or an ended
// session costs nothing. Kept per account; gone once sent, and after three days, for it may name a caller.
import { onUnmounted, ref, watch, type Ref } from 'vue';
import { useSession } from '@/auth/session';

const prefix = 'yikou.draft.';
const keep_ms = 3 * 24 * 3600 * 1000;

interface Stored<T> {
  at: number;
  value: T;
}

function sweep(): void {
  for (const name of Object.keys(localStorage)) {
    if (name.startsWith(prefix)) {
      try {
        const stored = JSON.parse(localStorage.getItem(name) ?? '') as Stored<unknown>;
        if (Date.now() - stored.at > keep_ms) {
          localStorage.removeItem(name);
        }
      } catch {
        localStorage.removeItem(name);
      }
    }
  }
}

/** Restores `value` from the draft called `name`, if there is one, and keeps it saved. */
export function useDraft<T extends object>(name: string, value: Ref<T>, isEmpty: (v: T) => boolean): { restored: Ref<boolean>; savedAt: Ref<Date | null>; drop: () => void } {
  const key = `${prefix}${useSession().me?.account.id ?? ''}.${name}`;
  const restored = ref(false);
  const savedAt = ref<Date | null>(null);
  let timer = 0;
  let dropped = false;

  sweep();
  const text = localStorage.getItem(key);
  if (text) {
    try {
      value.value = { ...value.value, ...(JSON.parse(text) as Stored<T>).value };
      restored.value = true;
    } catch {
      localStorage.removeItem(key);
    }
  }

  function save(): void {
    if (dropped) {
      return;
    }
    if (isEmpty(value.value)) {
      localStorage.removeItem(key);
      savedAt.value = null;
      return;
    }
    localStorage.setItem(key, JSON.stringify({ at: Date.now(), value: value.value }));
    savedAt.value = new Date();
  }
  watch(value, () => {
    dropped = false;
    window.clearTimeout(timer);
    timer = window.setTimeout(() => {
      timer = 0;
      save();
    }, 400);
  }, { deep: true });
  // What was typed within the last moment before a reload, a closed tab or a telephone put away counts too.
  function leave(): void {
    window.clearTimeout(timer);
    if (timer) {
      timer = 0;
      save();
    }
  }
  window.addEventListener('pagehide', leave);
  document.addEventListener('visibilitychange', leave);
  onUnmounted(() => {
    window.removeEventListener('pagehide', leave);
    document.removeEventListener('visibilitychange', leave);
    window.clearTimeout(timer);
    save();
  });

  function drop(): void {
    window.clearTimeout(timer);
    timer = 0;
    localStorage.removeItem(key);
    dropped = true;
    restored.value = false;
    savedAt.value = null;
  }
  return { restored, savedAt, drop };
}
