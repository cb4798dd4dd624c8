// SPDX-License-Identifier: Apache-2.0
// Which calls a person is working through: the filters of the queue's address, and the next one in it. Calls put aside
// in this session come last.
import type { LocationQuery } from 'vue-router';
import { work } from '@/api';
import type { CallRow } from '@/api/types';

export type Due = 'today' | 'later' | 'all';
export const dues: Due[] = ['today', 'later', 'all'];

export interface QueueFilter {
  due: Due;
  tries: string;
  unit: string;
}

const one = (v: LocationQuery[string] | undefined): string => (Array.isArray(v) ? v[0] ?? '' : v ?? '');

export function readQueue(query: LocationQuery): QueueFilter {
  const due = one(query.due) as Due;
  return { due: dues.includes(due) ? due : 'today', tries: /^[012]$/.test(one(query.tries)) ? one(query.tries) : '', unit: one(query.unit) };
}

export function writeQueue(f: QueueFilter): Record<string, string> {
  return { due: f.due, ...(f.tries ? { tries: f.tries } : {}), ...(f.unit ? { unit: f.unit } : {}) };
}

const aside = new Set<string>();
export function putAside(id: string): void {
  aside.add(id);
}

/** The next call after `done`, or null when the queue is empty. */
export async function nextCall(f: QueueFilter, done: string): Promise<CallRow | null> {
  const page = await work.callbacks({ ...writeQueue(f), limit: 50 });
  const rest = page.items.filter((r) => r.id !== done);
  return rest.find((r) => !aside.has(r.id)) ?? rest[0] ?? null;
}
