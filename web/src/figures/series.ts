// SPDX-License-Identifier: Apache-2.0
// From figures to the rows of plots and tables.
import type { Figure, FigureDef } from '@/api/types';
import { locale, named } from '@/i18n';
import { share, valueText } from './format';
import { rowsLink } from './links';
import type { PlotCell, PlotData, PlotRow } from './plots';

export const partName = (f: Figure): string => (f.part ? named(f.part) || f.part.value : f.period);

/** Unit of a figure in the language of the page. */
export function unitText(f: Figure | undefined, def: FigureDef | undefined): string {
  if (locale.value === 'en' && def) {
    return def.unit_en;
  }
  return def?.unit ?? f?.unit ?? '';
}

export function cellOf(f: Figure, def: FigureDef | undefined): PlotCell {
  return { text: valueText(f.value, def), raw: f.value, sub: share(f) || undefined, to: rowsLink(f) };
}

/** '2022-03' as an axis has it: the month alone while all are of one year. */
export function monthLabels(periods: readonly string[]): string[] {
  const years = new Set(periods.map((p) => p.slice(0, 4)));
  return periods.map((p) => (years.size > 1 || !/^\d{4}-\d{2}$/.test(p) ? p : locale.value === 'en' ? monthShort(p) : `${Number(p.slice(5))}月`));
}
function monthShort(p: string): string {
  return new Intl.DateTimeFormat('en-GB', { timeZone: 'UTC', month: 'short' }).format(new Date(`${p}-01T00:00:00Z`));
}

/** One row per part of one figure. `sorted` puts the largest first and drops parts that counted nothing. */
export function partsData(parts: readonly Figure[], def: FigureDef | undefined, head: string, sorted: boolean, colour?: (f: Figure) => string | undefined): PlotData {
  let shown = [...parts];
  if (sorted) {
    shown = shown.filter((f) => f.value !== null && (f.value !== 0 || (f.N ?? 0) > 0)).sort((a, b) => (b.value ?? 0) - (a.value ?? 0));
  }
  const rows: PlotRow[] = shown.map((f) => ({ label: partName(f), colour: colour?.(f), cells: [cellOf(f, def)] }));
  return { head: [head, def ? named(def) : parts[0]?.key ?? ''], rows, unit: unitText(parts[0], def) };
}

/** One row per month, one series per figure. */
export function monthsData(series: readonly { key: string; points: readonly Figure[] }[], defs: Map<string, FigureDef>, head: string): PlotData {
  const first = series[0]?.points ?? [];
  const labels = monthLabels(first.map((f) => f.part?.value ?? f.period));
  return {
    head: [head, ...series.map((s) => named(defs.get(s.key)) || s.key)],
    rows: first.map((_, i) => ({
      label: labels[i],
      cells: series.map((s) => {
        const f = s.points[i];
        return f ? cellOf(f, defs.get(s.key)) : { text: '—', raw: null };
      }),
    })),
    unit: unitText(first[0], defs.get(series[0]?.key ?? '')),
  };
}
