// SPDX-License-Identifier: Apache-2.0
// How values of figures are written: decimals by the definition, "—" where there is no value (a zero
// denominator), differences of percentages in points. Rounding itself was done by the server.
import type { Figure, FigureDef } from '@/api/types';
import { count, figureValue } from '@/shared/format';

export const none = '—';

export function decimals(value: number, def: FigureDef | undefined): number {
  return def?.rounding ?? (Number.isInteger(value) ? 0 : 2);
}

export function valueText(value: number | null | undefined, def: FigureDef | undefined): string {
  return value === null || value === undefined ? none : figureValue(value, decimals(value, def));
}

/** `n/N` of a figure that has both; '' where there is only a count. */
export function share(f: Pick<Figure, 'n' | 'N'>): string {
  return f.n !== null && f.N !== null ? `${count(f.n)}/${count(f.N)}` : '';
}

export type Trend = 'up' | 'down' | 'same';
/** What a figure is held against: the period before, or the same days a year ago. */
export type Against = 'previous' | 'last_year';

export interface Change {
  trend: Trend;
  /** Without a sign. */
  amount: string;
  /** 'better' or 'worse' only where the definition says which way is better. */
  verdict: 'better' | 'worse' | null;
}

export const changeOf = (f: Figure, against: Against): number | null => (against === 'previous' ? f.change : f.last_year_change) ?? null;
export const valueThen = (f: Figure, against: Against): number | null => (against === 'previous' ? f.previous : f.last_year) ?? null;
export const periodThen = (f: Figure, against: Against): string => (against === 'previous' ? f.previous_period : f.last_year_period) ?? '';

/** How a value moved, as the server reckoned it; null where either value is missing. */
export function change(f: Figure, def: FigureDef | undefined, against: Against = 'previous'): Change | null {
  const difference = changeOf(f, against);
  if (difference === null) {
    return null;
  }
  const trend: Trend = difference > 0 ? 'up' : difference < 0 ? 'down' : 'same';
  const verdict = trend === 'same' || !def?.better ? null : def.better === trend ? 'better' : 'worse';
  return { trend, amount: figureValue(Math.abs(difference), decimals(f.value ?? 0, def)), verdict };
}

/** A year's period before is its last year: there is nothing more to compare with. */
export const hasLastYear = (figures: readonly Figure[]): boolean => figures.some((f) => f.last_year_period !== f.previous_period);
