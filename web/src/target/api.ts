// SPDX-License-Identifier: Apache-2.0
// The routes of programmes and targets.
import { get, post, type Query } from '@/api/client';
import type { components } from '@/api/schema';
import type { Event, Id, Page } from '@/api/types';

type Schemas = components['schemas'];
export type ProgrammeRow = Schemas['ProgrammeRow'];
export type Indicator = Schemas['TargetIndicator'];
export type Share = Indicator['shares'][number];
export type TaskRow = Omit<Schemas['TargetTask'], 'indicators'> & { indicators: Indicator[] };
export type Report = Schemas['TargetReport'];
export type Programme = Omit<Schemas['Programme'], 'tasks' | 'events'> & { tasks: TaskRow[]; events: Event[] };
export type Task = Omit<Schemas['Target'], 'indicators' | 'reports' | 'events'> & { indicators: Indicator[]; reports: Report[]; events: Event[] };
export type WorkRow = Schemas['TargetWorkPage']['items'][number];

export const kinds = ['lives', 'spending', 'measures', 'work'] as const;
export const shows = ['sign', 'due', 'verify'] as const;
export const directions = ['at_least', 'at_most', 'equal'] as const;
export const countings = ['cumulative', 'snapshot', 'ratio'] as const;
export const frequencies = ['monthly', 'quarterly', 'yearly'] as const;

export const targets = {
  programmes: (query: Query) => get<Page<ProgrammeRow>>('/programmes', query),
  programme: (id: Id, query: Query = {}) => get<Programme>(`/programmes/${id}`, query),
  plan: (body: object, key?: string) => post<Programme>('/programmes', body, key),
  onProgramme: (id: Id, verb: string, body: object, key?: string) => post<Programme>(`/programmes/${id}/${verb}`, body, key),
  setUp: (id: Id, body: object, key?: string) => post<Task>(`/programmes/${id}/tasks`, body, key),
  task: (id: Id) => get<Task>(`/targets/${id}`),
  act: (id: Id, verb: string, body: object, key?: string) => post<Task>(`/targets/${id}/${verb}`, body, key),
  work: (query: Query) => get<Page<WorkRow>>('/target-work', query),
};

/** A number as people write it, with its unit; a dash for none. */
export const amount = (n: number | null, unit = ''): string => (n === null ? '—' : `${n.toLocaleString('en-US', { maximumFractionDigits: 3 })}${unit ? ` ${unit}` : ''}`);
export const percent = (n: number | null): string => (n === null ? '—' : `${n}%`);
/** The months from one to another, both in. */
export function months(from: string, to: string): string[] {
  const out: string[] = [];
  for (let [y, m] = from.split('-').map(Number); out.length < 72; m === 12 ? (y += 1, m = 1) : (m += 1)) {
    const text = `${y}-${String(m).padStart(2, '0')}`;
    if (text > to.slice(0, 7)) {
      break;
    }
    out.push(text);
  }
  return out;
}
