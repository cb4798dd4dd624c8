// SPDX-License-Identifier: Apache-2.0
// The routes of supervision, and the words that its pages choose among.
import { get, post, type Query } from '@/api/client';
import type { components } from '@/api/schema';
import type { Event, Id, Page } from '@/api/types';

type Schemas = components['schemas'];
export type SupervisionRow = Schemas['SupervisionRow'];
export type Supervision = Omit<Schemas['Supervision'], 'events'> & { events: Event[] };
export type SuperviseAction = Supervision['actions'][number];
export type Colour = NonNullable<SupervisionRow['colour']>;
export type SuperviseQueue = Schemas['SupervisionQueues']['queues'][number];

export const supervisions = {
  list: (query: Query, signal?: AbortSignal) => get<Page<SupervisionRow>>('/supervisions', query, signal),
  count: (query: Query, signal?: AbortSignal) => get<{ n: number; exact: boolean }>('/supervisions/count', query, signal),
  queues: (signal?: AbortSignal) => get<{ queues: SuperviseQueue[] }>('/supervisions/queues', {}, signal),
  get: (id: Id, signal?: AbortSignal) => get<Supervision>(`/supervisions/${id}`, {}, signal),
  make: (what: 'urges' | 'orders' | 'notifications', body: object, key?: string) => post<Supervision>(`/supervisions/${what}`, body, key),
  command: (id: Id, action: SuperviseAction, body: object, key?: string) => post<Supervision>(`/supervisions/${id}/${action}`, body, key),
};

export const kinds = ['urge', 'order', 'notification'] as const;
export const colours = ['blue', 'orange', 'red'] as const;
export const states = ['proposed', 'awaiting', 'answered', 'done', 'escalated', 'withdrawn', 'closed', 'dismissed'] as const;
/** Filters that are lists in the address. */
export const listNames = ['kind', 'colour', 'state', 'unit'] as const;
export type ListName = (typeof listNames)[number];

/** The state of one thing in words: what is awaited differs by kind. */
export const stateKey = (kind: string, state: string): string =>
  (state === 'awaiting' || state === 'done' || state === 'proposed' ? `supervise.state.${kind}_${state}` : `supervise.state.${state}`);
