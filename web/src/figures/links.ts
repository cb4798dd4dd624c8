// SPDX-License-Identifier: Apache-2.0
// From a figure to its rows. The server says with which filters the rows are found; only the path is ours.
import type { LocationQueryRaw, RouteLocationRaw } from 'vue-router';
import type { Figure } from '@/api/types';
import type { Against } from './format';

function filtersOf(rows: string): LocationQueryRaw {
  const query: LocationQueryRaw = Object.fromEntries(new URLSearchParams(rows.slice(rows.indexOf('?') + 1)));
  delete query.side;
  delete query.limit;
  return query;
}

/** The filters that find the rows of a figure. */
export function rowsQuery(f: Figure): LocationQueryRaw {
  return f.rows?.includes('?') ? filtersOf(f.rows) : { period: f.period, ...(f.as_of ? { as_of: f.as_of } : {}) };
}

/** The rows of what a figure is held against. */
export function thenLink(f: Figure, against: Against): RouteLocationRaw {
  const rows = (against === 'previous' ? f.previous_rows : f.last_year_rows) ?? '';
  return { path: f.parts ? `/figures/${f.key}` : `/figures/${f.key}/rows`, query: filtersOf(rows) };
}

/** The page of rows; of a composite the page that shows its parts, each of which has rows. */
export function rowsLink(f: Figure): RouteLocationRaw {
  return { path: f.parts ? `/figures/${f.key}` : `/figures/${f.key}/rows`, query: rowsQuery(f) };
}

export function figureLink(f: Figure): RouteLocationRaw {
  return { path: `/figures/${f.key}`, query: rowsQuery(f) };
}
