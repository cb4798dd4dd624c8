// SPDX-License-Identifier: Apache-2.0
// Periods as people pick them: a year, a quarter, a month, a day or a range of days. The server knows years,
// months, days and ranges; a quarter is a range that this file recognises. Days are 'YYYY-MM-DD', all
// arithmetic is on UTC dates so that no time zone can move a day.

export type PeriodKind = 'year' | 'quarter' | 'month' | 'range';

export interface Period {
  kind: PeriodKind;
  from: string;
  to: string;
}

const day = (y: number, m: number, d: number): string => new Date(Date.UTC(y, m, d)).toISOString().slice(0, 10);

export function isDay(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text)) && day(...parts(text)) === text;
}

function parts(text: string): [number, number, number] {
  return [Number(text.slice(0, 4)), Number(text.slice(5, 7)) - 1, Number(text.slice(8, 10))];
}

export function addDays(text: string, n: number): string {
  const [y, m, d] = parts(text);
  return day(y, m, d + n);
}

/** Reads the server's form; null when it is none. */
export function parsePeriod(text: string): Period | null {
  let m = /^(\d{4})$/.exec(text);
  if (m) {
    return { kind: 'year', from: `${m[1]}-01-01`, to: `${m[1]}-12-31` };
  }
  m = /^(\d{4})-(0[1-9]|1[0-2])$/.exec(text);
  if (m) {
    return { kind: 'month', from: `${text}-01`, to: day(Number(m[1]), Number(m[2]), 0) };
  }
  if (isDay(text)) {
    return { kind: 'range', from: text, to: text };
  }
  m = /^(\d{4}-\d{2}-\d{2})\.\.(\d{4}-\d{2}-\d{2})$/.exec(text);
  if (!m || !isDay(m[1]) || !isDay(m[2]) || m[1] > m[2]) {
    return null;
  }
  const [y, month, d] = parts(m[1]);
  const quarter = d === 1 && month % 3 === 0 && day(y, month + 3, 0) === m[2];
  return { kind: quarter ? 'quarter' : 'range', from: m[1], to: m[2] };
}

/** The server's form of a period. */
export function periodText(p: Period): string {
  switch (p.kind) {
    case 'year':
      return p.from.slice(0, 4);
    case 'month':
      return p.from.slice(0, 7);
    default:
      return p.from === p.to ? p.from : `${p.from}..${p.to}`;
  }
}

/** The period of this kind that holds a day. */
export function periodAround(kind: PeriodKind, at: string): Period {
  const [y, m] = parts(at);
  switch (kind) {
    case 'year':
      return { kind, from: day(y, 0, 1), to: day(y, 11, 31) };
    case 'quarter': {
      const first = m - (m % 3);
      return { kind, from: day(y, first, 1), to: day(y, first + 3, 0) };
    }
    default:
      return { kind, from: day(y, m, 1), to: day(y, m + 1, 0) };
  }
}

/** The period before (-1) or after (+1), of the same kind or length. */
export function shiftPeriod(p: Period, by: 1 | -1): Period {
  if (p.kind === 'range') {
    const length = Math.round((Date.parse(p.to) - Date.parse(p.from)) / 86_400_000) + 1;
    return { kind: 'range', from: addDays(p.from, by * length), to: addDays(p.to, by * length) };
  }
  return periodAround(p.kind, by < 0 ? addDays(p.from, -1) : addDays(p.to, 1));
}

/** 1 to 4. */
export function quarterOf(p: Period): number {
  return Math.floor(parts(p.from)[1] / 3) + 1;
}
