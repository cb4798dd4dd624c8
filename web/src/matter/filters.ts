// SPDX-License-Identifier: Apache-2.0
// The ledger's filters live in the page's address under the same names as the server's. Here they are read from it and
// written to it; unknown names are left out, so an address from elsewhere cannot ask for something odd.
import type { LocationQuery, LocationQueryRaw } from 'vue-router';

export const lists = ['state', 'light', 'unit', 'assist', 'category', 'channel', 'caller_kind', 'urgency', 'kind', 'pending'] as const;
export const singles = ['from', 'to', 'due_from', 'due_to', 'q', 'party', 'returned', 'promise'] as const;
export type ListName = (typeof lists)[number];
export type SingleName = (typeof singles)[number];
export type Filters = Record<ListName, string[]> & Record<SingleName, string>;

export const defaultSort = '-day';

const one = (v: LocationQuery[string] | undefined): string => (Array.isArray(v) ? v[0] ?? '' : v ?? '');

export function readFilters(query: LocationQuery): Filters {
  const out = {} as Filters;
  for (const name of lists) {
    out[name] = one(query[name]).split(',').filter(Boolean);
  }
  for (const name of singles) {
    out[name] = one(query[name]);
  }
  return out;
}

export const readSort = (query: LocationQuery): string => one(query.sort) || defaultSort;
export const readCursor = (query: LocationQuery): string => one(query.cursor);

/** As a query: only what is set, in a fixed order, so that equal filters are equal addresses. */
export function writeFilters(filters: Filters, sort: string): LocationQueryRaw {
  const out: LocationQueryRaw = {};
  for (const name of lists) {
    if (filters[name].length) {
      out[name] = filters[name].join(',');
    }
  }
  for (const name of singles) {
    if (filters[name]) {
      out[name] = filters[name];
    }
  }
  if (sort !== defaultSort) {
    out.sort = sort;
  }
  return out;
}

/** The same as text, to compare and to keep. */
export function filterText(query: LocationQueryRaw): string {
  return new URLSearchParams(query as Record<string, string>).toString();
}
