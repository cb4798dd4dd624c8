// SPDX-License-Identifier: Apache-2.0
// Units, categories and the district's parameters, read once and shared by the pickers and by texts that name a limit.
import { defineStore } from 'pinia';
import { computed, shallowRef } from 'vue';
import { catalogue as routes } from '@/api';
import type { Category, Id, Policy, Unit } from '@/api/types';
import { named } from '@/i18n';

export const useCatalogue = defineStore('catalogue', () => {
  const units = shallowRef<Unit[]>([]);
  const categories = shallowRef<Category[]>([]);
  const policy = shallowRef<Policy | null>(null);
  let loading: Promise<void> | null = null;

  const unitById = computed(() => new Map(units.value.map((u) => [u.id, u])));
  const categoryByCode = computed(() => new Map(categories.value.map((c) => [c.code, c])));

  function load(again = false): Promise<void> {
    if (!loading || again) {
      loading = Promise.all([routes.units(), routes.categories(), routes.policy()]).then(
        ([u, c, p]) => {
          units.value = u.items;
          categories.value = c.items;
          policy.value = p;
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

  /** The limits that texts name; the server's own defaults until they are read. */
  const limits = computed(() => ({
    tries: policy.value?.call_tries ?? 3, days: policy.value?.call_days ?? 2,
  }));

  return { units, categories, policy, limits, unitById, categoryByCode, load, path, unitName, suggested };
});
