// SPDX-License-Identifier: Apache-2.0
// The routes of administration: accounts, units, categories, the district's rules, the calendar, the log.
import { del, get, post, put, type Query } from '@/api/client';
import type { Account, CalendarEffect, CalendarTables, Category, Day, Id, MatterKind, Page, Policy, Role, SessionInfo, Time, TimeRule, TimeRulesHistory, Unit, UnitKind } from '@/api/types';

export interface NewAccount {
  login: string;
  name: string;
  name_en?: string;
  unit: Id | null;
}
export interface UnitFields {
  name: string;
  name_en: string;
  kind: UnitKind;
  parent: Id | null;
  sort?: number;
}
export interface CategoryFields {
  name: string;
  name_en: string;
  lead: Id | null;
}
export interface CalendarYear {
  year: number;
  known: boolean;
  days_off: Day[];
  days_worked: Day[];
}
/** A row of the log: an event as it is stored. */
export interface LogRow {
  id: Id;
  seq: number;
  ledger: string;
  object: Id;
  action: string;
  at: Time;
  day: Day;
  actor: { id: Id | null; name: string; unit: string };
  data: Record<string, unknown>;
  /** Whether a block holds it already. */
  sealed: boolean;
}
export interface Block {
  height: number;
  first_pos: number;
  last_pos: number;
  count: number;
  at: Time;
  hash: string;
}
export interface LogHead {
  height: number;
  pos: number;
  unsealed: number;
  /** Null before the first block. */
  hash: string | null;
  at: Time | null;
}
/** The limits of supervision may be left out: they stay as they are. */
export type PolicyChange = Pick<Policy, 'seq' | 'call_tries' | 'call_days' | 'partly_weight' | 'basically_weight' | 'composite' | 'head_signs_off'>;
/** What is any is left out. */
export type TimeRuleChange = Pick<TimeRule, 'clock' | 'rule' | 'source'> & { kind?: MatterKind; category?: string; urgency?: NonNullable<TimeRule['urgency']>; source_en?: string };
export interface TableDay { day: Day; kind: 'off' | 'worked'; name?: string }
export type AccountAct = 'disable' | 'enable' | 'unlock' | 'reset-password';

export const accounts = {
  list: (query: Query, signal?: AbortSignal) => get<Page<Account>>('/accounts', query, signal),
  get: (id: Id, signal?: AbortSignal) => get<Account>(`/accounts/${id}`, {}, signal),
  create: (a: NewAccount, key: string) => post<Account & { initial_password: string }>('/accounts', a, key),
  change: (id: Id, a: { name: string; name_en: string; unit: Id | null }, key: string) => put<Account>(`/accounts/${id}`, a, key),
  email: (id: Id, email: string | null, key: string) => put<Account>(`/accounts/${id}/email`, { email }, key),
  roles: (id: Id, roles: Role[], key: string) => post<Account>(`/accounts/${id}/roles`, { roles }, key),
  act: (id: Id, act: AccountAct, key: string) => post<Partial<Account> & { initial_password?: string }>(`/accounts/${id}/${act}`, {}, key),
  sessions: (id: Id, signal?: AbortSignal) => get<{ items: SessionInfo[] }>(`/accounts/${id}/sessions`, {}, signal),
  endSession: (id: Id, session: Id, key: string) => del<void>(`/accounts/${id}/sessions/${session}`, key),
};

export const units = {
  list: (signal?: AbortSignal) => get<{ items: Unit[] }>('/units', {}, signal),
  create: (u: UnitFields, key: string) => post<Unit>('/units', u, key),
  change: (id: Id, u: UnitFields & { seq: number }, key: string) => put<Unit>(`/units/${id}`, u, key),
  close: (id: Id, seq: number, key: string) => post<Unit>(`/units/${id}/close`, { seq }, key),
};

export const categories = {
  list: (signal?: AbortSignal) => get<{ items: Category[] }>('/categories', {}, signal),
  create: (c: CategoryFields & { code: string }, key: string) => post<Category>('/categories', c, key),
  change: (code: string, c: CategoryFields & { open: boolean; seq: number }, key: string) => put<Category>(`/categories/${code}`, c, key),
};

export const policy = {
  get: (signal?: AbortSignal) => get<Policy>('/policy', {}, signal),
  change: (p: PolicyChange, key: string) => put<Policy>('/policy', p, key),
};

export const timeRules = {
  get: (signal?: AbortSignal) => get<TimeRulesHistory>('/time-rules', {}, signal),
  change: (r: { seq: number; from_day: Day; rules: TimeRuleChange[] }, key: string) => put<TimeRulesHistory>('/time-rules', r, key),
};

/** Scheduled work: one piece of it. */
export interface Job {
  id: Id;
  kind: string;
  title: string;
  state: 'waiting' | 'due' | 'failed' | 'done';
  ledger: string | null;
  object: Id | null;
  due_at: Time;
  at: Time;
  attempts: number;
  error?: string | null;
  missed?: number;
  said?: string | null;
  asked_by: string | null;
  may_run: boolean;
}
export interface JobPage {
  items: Job[];
  next_cursor: string | null;
  health: { due: number; failed: number; lag_s: number; next_at: Time | null };
}

/** A letter, without its address. */
export interface Mail {
  id: Id;
  to: string;
  title: string;
  state: 'waiting' | 'sent' | 'failed';
  made_at: Time;
  at: Time;
  tries: number;
  error: string | null;
}
export interface MailPage {
  items: Mail[];
  next_cursor: string | null;
  health: { ready: boolean; outbox_age_s: number; due: number; mail_age_s: number; failed: number };
}

export const mails = {
  list: (query: Query, signal?: AbortSignal) => get<MailPage>('/mails', query, signal),
  test: (key: string) => post<{ sent: boolean; to: string; error: string | null }>('/mails/test', undefined, key),
};

export const jobs = {
  list: (query: Query, signal?: AbortSignal) => get<JobPage>('/jobs', query, signal),
  run: (id: Id, key: string) => post<Job>(`/jobs/${id}/run`, undefined, key),
};

export const calendar = {
  year: (year: number, signal?: AbortSignal) => get<CalendarYear>(`/calendar/${year}`, {}, signal),
  tables: (signal?: AbortSignal) => get<CalendarTables>('/calendars', {}, signal),
  preview: (b: { year: number; own?: boolean; text?: string; days?: TableDay[] }, key: string) => post<CalendarEffect>('/calendars/preview', b, key),
  set: (b: { seq: number; year: number; own?: boolean; days: TableDay[] }, key: string) => put<CalendarTables>('/calendars', b, key),
  moves: (signal?: AbortSignal) => get<CalendarEffect>('/calendars/moves', {}, signal),
};

export const log = {
  list: (query: Query, signal?: AbortSignal) => get<{ items: LogRow[]; next_cursor: string | null }>('/log', query, signal),
  blocks: (query: Query, signal?: AbortSignal) => get<{ items: Block[]; next_cursor: string | null }>('/log/blocks', query, signal),
  head: (signal?: AbortSignal) => get<LogHead>('/log/head', {}, signal),
};
