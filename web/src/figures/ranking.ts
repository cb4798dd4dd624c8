// SPDX-License-Identifier: Apache-2.0
// Rank and change as columns of a file, the same wherever units stand beside each other.
import type { Figure } from '@/api/types';
import type { Cell } from './csv';

/** Heads of one figure's columns: value, n, N, rank, what it is held against. */
export function rankingHead(t: (key: string) => string, value: string, name: string, lastYear: boolean): string[] {
  const of = (word: string): string => `${name} ${word}`;
  return [
    value, of('n'), of('N'), of(t('figures.rank')), of(t('figures.against.previous')), of(t('figures.change_is.previous')),
    ...(lastYear ? [of(t('figures.against.last_year')), of(t('figures.change_is.last_year'))] : []),
  ];
}

export function rankingCells(f: Figure | undefined, lastYear: boolean): Cell[] {
  return [
    f?.value ?? null, f?.n ?? null, f?.N ?? null, f?.rank ?? null, f?.previous ?? null, f?.change ?? null,
    ...(lastYear ? [f?.last_year ?? null, f?.last_year_change ?? null] : []),
  ];
}
