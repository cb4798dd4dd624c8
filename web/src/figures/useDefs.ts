// SPDX-License-Identifier: Apache-2.0
// What figure pages need besides the figures: the definitions by key, and a colour for each unit.
import { computed, shallowRef, type ComputedRef } from 'vue';
import { isApiError } from '@/api/problem';
import type { FigureDef } from '@/api/types';
import { useCatalogue } from '@/shared/catalogue';
import { figures } from './api';
import { unitColours } from './colours';

const list = shallowRef<FigureDef[]>([]);
const defs = computed(() => new Map(list.value.map((d) => [d.key, d])));

export interface Defs {
  list: typeof list;
  defs: ComputedRef<Map<string, FigureDef>>;
  colours: ComputedRef<Map<string, string>>;
  /** The first day that any definition covers. */
  first: ComputedRef<string | undefined>;
}

export function useDefs(): Defs {
  const catalogue = useCatalogue();
  // Names and colours are comfort: what is wrong with the server, the figures themselves will say.
  const quietly = (e: unknown): void => {
    if (!isApiError(e)) {
      throw e;
    }
  };
  void figures.list().then((l) => { list.value = l; }, quietly);
  void catalogue.load().catch(quietly);
  return {
    list,
    defs,
    colours: computed(() => unitColours(catalogue.units)),
    first: computed(() => list.value.map((d) => d.from).sort()[0]),
  };
}
