// SPDX-License-Identifier: Apache-2.0
// Units and categories, read once and shared by the pickers.
import { defineStore } from 'pinia';
import { computed, shallowRef } from 'vue';
import { catalogue as routes } from '@/api';
import type { Category, Id, Unit } from '@/api/types';
import { named } from '@/i18n';

export const useCatalogue = defineStore('catalogue', () => {
  const units = shallowRef<Unit[]>([]);
  const categories = shallowRef<Category[]>([]);
  let loading: Promise<void> | null = null;

  const unitById = computed(() => new Map(units.value.map((u) => [u.id, u])));
  const categoryByCode = computed(() => new Map(categories.value.map((c) => [c.code, c])));

  function load(again = false): Promise<void> {
    if (!loading || again) {
      loading = Promise.all([routes.units(), routes.categories()]).then(
        ([u, c]) => {
          units.value = u.items;
          categories.value = c.items;
        },
        (e) => {
          loading = null;
          throw e;
        },
      );
    }
    return loading;
  }

  /** 'Business / Water and power / Water supply'. */
  function path(code: string, separator = ' / '): string {
    const names: string[] = [];
    for (let c = categoryByCode.value.get(code); c; c = c.parent ? categoryByCode.value.get(c.parent) : undefined) {
      names.unshift(named(c));
    }
    return names.join(separator);
  }

  const unitName = (id: Id): string => named(unitById.value.get(id));

  /** The unit that the catalogue names as lead for a category, or for what stands above it. */
  function suggested(code: string): Unit | null {
    for (let c = categoryByCode.value.get(code); c; c = c.parent ? categoryByCode.value.get(c.parent) : undefined) {
      const unit = c.lead ? unitById.value.get(c.lead) : undefined;
      if (unit?.open) {
        return unit;
      }
    }
    return null;
  }

  return { units, categories, unitById, categoryByCode, load, path, unitName, suggested };
});
