// SPDX-License-Identifier: Apache-2.0
// The routes that the pages of work use, one function each, typed by the contract. Folders with routes of
// their own (figures, admin, setup) build on client.ts in the same way.
import { del, get, post, type Query } from './client';
import type {
  CallRow, Category, Id, Intake, Matter, MatterRow, Page, PartyHit, Policy, Queue, Session, SessionInfo, Unit,
} from './types';

export const session = {
  get: () => get<Session>('/session'),
  signIn: (login: string, password: string) => post<Session>('/session', { login, password }),
  signOut: () => del<void>('/session'),
  changePassword: (old_password: string, new_password: string, key?: string) =>
    post<void>('/session/password', { old_password, new_password }, key),
  list: () => get<{ items: SessionInfo[] }>('/sessions'),
  end: (id: Id) => del<void>(`/sessions/${id}`),
};

export const parties = {
  find: (query: { phone?: string; name?: string }, signal?: AbortSignal) =>
    get<{ items: PartyHit[] }>('/parties', query, signal),
  matters: (id: Id, signal?: AbortSignal) => get<Page<MatterRow>>(`/parties/${id}/matters`, {}, signal),
  reveal: (id: Id, reason: string, key?: string) =>
    post<{ name: string; phone: string | null }>(`/parties/${id}/reveal`, { reason }, key),
};

export const matters = {
  list: (query: Query, signal?: AbortSignal) => get<Page<MatterRow>>('/matters', query, signal),
  count: (query: Query, signal?: AbortSignal) => get<{ n: number; exact: boolean }>('/matters/count', query, signal),
  get: (id: Id, signal?: AbortSignal) => get<Matter>(`/matters/${id}`, {}, signal),
  create: (intake: Intake, key?: string) => post<Matter>('/matters', intake, key),
  command: (id: Id, action: string, body: object, key?: string) => post<Matter>(`/matters/${id}/${action}`, body, key),
};

export const work = {
  queues: (signal?: AbortSignal) => get<{ queues: Queue[] }>('/work', {}, signal),
  callbacks: (query: Query, signal?: AbortSignal) => get<Page<CallRow>>('/callbacks', query, signal),
};

export const catalogue = {
  units: () => get<{ items: Unit[] }>('/units'),
  categories: () => get<{ items: Category[] }>('/categories'),
  policy: () => get<Policy>('/policy'),
};
