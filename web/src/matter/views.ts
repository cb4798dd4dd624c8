// SPDX-License-Identifier: Apache-2.0
// Saved views of the ledger: a name and a query, and the columns chosen. Kept in this browser, per account.
import { ref, watch, type Ref } from 'vue';
import { useSession } from '@/auth/session';

export interface View {
  name: string;
  query: string;
}

function kept<T>(name: string, start: T): Ref<T> {
  const key = `yikou.${name}.${useSession().me?.account.id ?? ''}`;
  let value = start;
  try {
    const text = localStorage.getItem(key);
    if (text) {
      value = JSON.parse(text) as T;
    }
  } catch {
    localStorage.removeItem(key);
  }
  const out = ref(value) as Ref<T>;
  watch(out, (v) => localStorage.setItem(key, JSON.stringify(v)), { deep: true });
  return out;
}

export const useViews = (): Ref<View[]> => kept<View[]>('views', []);
export const useColumns = (start: string[]): Ref<string[]> => kept<string[]>('columns', start);
