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
export function share(f: Figure): string {
  return f.n !== null && f.N !== null ? `${count(f.n)}/${count(f.N)}` : '';
}

export type Trend = 'up' | 'down' | 'same';

export interface Change {
  trend: Trend;
  /** Without a sign. */
  amount: string;
  /** 'better' or 'worse' only where the definition says which way is better. */
  verdict: 'better' | 'worse' | null;
}

/** How a value moved since the period before; null where either is missing. */
export function change(f: Figure, def: FigureDef | undefined): Change | null {
  if (f.value === null || f.previous === null || f.previous === undefined) {
    return null;
  }
  const places = decimals(f.value, def);
  const step = 10 ** places;
  const difference = Math.round((f.value - f.previous) * step) / step;
  const trend: Trend = difference > 0 ? 'up' : difference < 0 ? 'down' : 'same';
  const verdict = trend === 'same' || !def?.better ? null : def.better === trend ? 'better' : 'worse';
  return { trend, amount: figureValue(Math.abs(difference), places), verdict };
}
