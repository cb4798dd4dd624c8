// SPDX-License-Identifier: Apache-2.0
// The routes of notices: what I was told, how I want to be told, my day in numbers.
import { get, post, put, newKey, type Query } from '@/api/client';
import type { Id, Time } from '@/api/types';

export interface Notice {
  id: Id;
  kind: string;
  text: string;
  todo: string;
  /** Null: nothing to open, or no longer mine to see. */
  path: string | null;
  ledger: string | null;
  object: Id | null;
  at: Time;
  read_at: Time | null;
}
export interface NoticePage {
  items: Notice[];
  next_cursor: string | null;
  unread: number;
}
export interface KindChoice {
  kind: string;
  title?: string;
  bell: boolean;
  digest: boolean;
  mail: boolean;
}
export interface NoticeSettings {
  digest: boolean;
  digest_min: number;
  digest_mail: boolean;
  quiet_from_min: number;
  quiet_to_min: number;
  lang: 'zh' | 'en';
  email: string | null;
  mail_ready: boolean;
  kinds: KindChoice[];
}
export interface Digest {
  at: Time;
  next_at: Time | null;
  lines: { key: string; title: string; n: number; exact: boolean; path: string }[];
  kinds: { kind: string; title: string; n: number }[];
}

export const notices = {
  list: (query: Query, signal?: AbortSignal) => get<NoticePage>('/my/notices', query, signal),
  count: (signal?: AbortSignal) => get<{ unread: number }>('/my/notices/count', {}, signal),
  read: (id: Id) => post<{ unread: number }>(`/my/notices/${id}/read`, undefined, newKey()),
  readAll: (upto: Id) => post<{ unread: number }>('/my/notices/read', { upto }, newKey()),
  settings: (signal?: AbortSignal) => get<NoticeSettings>('/my/notice-settings', {}, signal),
  change: (s: Omit<NoticeSettings, 'email' | 'mail_ready'>) => put<NoticeSettings>('/my/notice-settings', s, newKey()),
  digest: (signal?: AbortSignal) => get<Digest>('/my/digest', {}, signal),
};
