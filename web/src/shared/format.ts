// SPDX-License-Identifier: Apache-2.0
// Days, times and counts as they are printed. Days are days of the district and are never shifted; times are
// UTC on the wire and shown in China's time wherever the browser stands.
import { locale, t } from '@/i18n';
import type { Day, Time } from '@/api/types';

const zone = 'Asia/Shanghai';

function parts(time: Time): Record<string, string> {
  const out: Record<string, string> = {};
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23',
  });
  for (const p of format.formatToParts(new Date(time))) {
    out[p.type] = p.value;
  }
  return out;
}

/** '2023-03-01 09:12'. */
export function dateTime(time: Time | null | undefined): string {
  if (!time) {
    return '—';
  }
  const p = parts(time);
  return `${p.year}-${p.month}-${p.day} ${p.hour}:${p.minute}`;
}

/** With seconds, for tooltips. */
export function exactTime(time: Time | null | undefined): string {
  if (!time) {
    return '';
  }
  const p = parts(time);
  return `${p.year}-${p.month}-${p.day} ${p.hour}:${p.minute}:${p.second}`;
}

export function clockTime(time: Time): string {
  const p = parts(time);
  return `${p.hour}:${p.minute}`;
}

/** '3月1日' or '1 Mar', with the year when it is another than that of `today`. */
export function shortDay(day: Day | null | undefined, today?: Day): string {
  if (!day) {
    return '—';
  }
  const date = new Date(`${day}T00:00:00Z`);
  const year = !today || today.slice(0, 4) !== day.slice(0, 4);
  return new Intl.DateTimeFormat(locale.value === 'en' ? 'en-GB' : 'zh-CN', {
    timeZone: 'UTC', month: locale.value === 'en' ? 'short' : 'long', day: 'numeric', ...(year ? { year: 'numeric' } : {}),
  }).format(date);
}

const group = (n: number): string => String(n).replace(/\B(?=(\d{3})+(?!\d))/g, '\u202f');

export function count(n: number): string {
  return group(n);
}

/** '312', or '10 000+' when counting stopped there. */
export function countText(c: { n: number; exact: boolean } | null | undefined): string {
  if (!c) {
    return '…';
  }
  return c.exact ? group(c.n) : `${group(c.n)}+`;
}

/** A day moved by natural days. */
export function addDays(day: Day, n: number): Day {
  const date = new Date(`${day}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() + n);
  return date.toISOString().slice(0, 10);
}

/** A figure's value with its decimals; a dash where there is none. */
export function figureValue(value: number | null, decimals: number): string {
  if (value === null) {
    return '—';
  }
  const [whole, rest] = value.toFixed(decimals).split('.');
  return rest ? `${group(Number(whole))}.${rest}` : group(Number(whole));
}

export function agent(text: string): string {
  const browser = /Edg\//.test(text) ? 'Edge' : /Firefox\//.test(text) ? 'Firefox' : /Chrom(e|ium)\//.test(text) ? 'Chrome' : /Safari\//.test(text) ? 'Safari' : '';
  const system = /Windows/.test(text) ? 'Windows' : /Android/.test(text) ? 'Android' : /iPhone|iPad/.test(text) ? 'iOS' : /Mac OS/.test(text) ? 'macOS' : /Linux/.test(text) ? 'Linux' : '';
  return [browser, system].filter(Boolean).join(' · ') || text.slice(0, 60) || t('shared.unknown');
}
