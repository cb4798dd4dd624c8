// SPDX-License-Identifier: Apache-2.0
// The state of a page lives in its address: read it as plain strings, change it by naming what changes.
import { computed, type ComputedRef } from 'vue';
import { useRoute, useRouter } from 'vue-router';

export interface QueryState {
  query: ComputedRef<Record<string, string>>;
  /** Changes some names; '' removes one. What pages on (`cursor`) is dropped unless it is set. */
  set: (change: Record<string, string>) => void;
}

export function useQuery(): QueryState {
  const route = useRoute();
  const router = useRouter();
  const query = computed(() => {
    const out: Record<string, string> = {};
    for (const [name, value] of Object.entries(route.query)) {
      if (typeof value === 'string' && value) {
        out[name] = value;
      }
    }
    return out;
  });
  function set(change: Record<string, string>): void {
    const next: Record<string, string> = { ...query.value, cursor: '', ...change };
    for (const name of Object.keys(next)) {
      if (!next[name]) {
        delete next[name];
      }
    }
    void router.push({ path: route.path, query: next });
  }
  return { query, set };
}
