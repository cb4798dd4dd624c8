// SPDX-License-Identifier: Apache-2.0
// From a figure to its rows. The server says with which filters the rows are found; only the path is ours.
import type { LocationQueryRaw, RouteLocationRaw } from 'vue-router';
import type { Figure } from '@/api/types';

function queryOf(f: Figure): LocationQueryRaw {
  const at = f.rows ? f.rows.indexOf('?') : -1;
  if (at < 0) {
    return { period: f.period, ...(f.as_of ? { as_of: f.as_of } : {}) };
  }
  return Object.fromEntries(new URLSearchParams(f.rows.slice(at + 1)));
}

/** The page of rows; of a composite, which has no rows of its own, the page that shows its parts. */
export function rowsLink(f: Figure): RouteLocationRaw {
  const query = queryOf(f);
  delete query.side;
  delete query.limit;
  return { path: f.parts ? `/figures/${f.key}` : `/figures/${f.key}/rows`, query };
}

export function figureLink(f: Figure): RouteLocationRaw {
  const query = queryOf(f);
  delete query.side;
  delete query.limit;
  return { path: `/figures/${f.key}`, query };
}
