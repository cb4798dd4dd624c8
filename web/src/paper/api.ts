// SPDX-License-Identifier: Apache-2.0
// The routes of papers: what was issued on a matter, and the district's templates.
import { base, get, post, put, request } from '@/api/client';
import type { components } from '@/api/schema';
import type { Id } from '@/api/types';

type Schemas = components['schemas'];
export type MatterPapers = Schemas['MatterPapers'];
export type MatterPaper = MatterPapers['items'][number];
export type Issuable = MatterPapers['may_issue'][number];
export type Template = Schemas['PaperTemplate'];
export type TemplateHead = Schemas['PaperTemplateList']['items'][number];
export type PaperKind = Template['kind'];

export const papers = {
  of: (matter: Id, signal?: AbortSignal) => get<MatterPapers>(`/matters/${matter}/papers`, {}, signal),
  issue: (matter: Id, kind: Issuable, seq: number, key: string) => post<MatterPapers>(`/matters/${matter}/papers`, { kind, seq }, key),
  /** Where the document is; the browser opens it. */
  url: (matter: Id, n: number) => `${base}/matters/${matter}/papers/${n}`,
};

/** An urge or a notification (n is 1), or step n of an order, as a document. */
export const supervisionPaper = (id: Id, n: number): string => `${base}/supervisions/${id}/papers/${n}`;

export const templates = {
  list: (signal?: AbortSignal) => get<{ items: TemplateHead[] }>('/papers', {}, signal),
  get: (kind: PaperKind, signal?: AbortSignal) => get<Template>(`/papers/${kind}`, {}, signal),
  version: (kind: PaperKind, version: number) => get<Schemas['PaperTemplateVersion']>(`/papers/${kind}/versions/${version}`),
  change: (kind: PaperKind, version: number, text: string, key: string) => put<Template>(`/papers/${kind}`, { version, text }, key),
  restore: (kind: PaperKind, version: number, key: string) => post<Template>(`/papers/${kind}/restore`, { version }, key),
  preview: (kind: PaperKind, text: string) => request<Blob>('POST', `/papers/${kind}/preview`, { body: { text }, blob: true }),
};
