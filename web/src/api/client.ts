// SPDX-License-Identifier: Apache-2.0
// How the pages talk to the server: one fetch with the session's cookie, the CSRF token and the idempotency
// key on writes, the language, and Problem documents turned into ApiError. It knows no route; those
// are in index.ts.
import { locale, t } from '@/i18n';
import { ApiError } from './problem';
import type { Problem } from './types';

export const base = '/api/v1';

export type QueryValue = string | number | boolean | null | undefined | readonly string[];
export type Query = Record<string, QueryValue>;

let csrf = '';
let refused: (problem: Problem) => void = () => undefined;
let renew: () => Promise<void> = () => Promise.resolve();

export function setCsrf(token: string): void {
  csrf = token;
}

/** Called with every refusal that concerns the session itself (not signed in, password to be changed). */
export function onSessionRefused(f: (problem: Problem) => void): void {
  refused = f;
}

/** Called when the token is out of date (signed in again in another window); fetches the new one. */
export function onCsrfRefused(f: () => Promise<void>): void {
  renew = f;
}

/** A key for one act of the user. The same act tried again must carry the same key. */
export function newKey(): string {
  if (typeof crypto.randomUUID === 'function') {
    return crypto.randomUUID();
  }
  // Outside a secure context (plain HTTP in an office network) there is no randomUUID.
  const b = crypto.getRandomValues(new Uint8Array(16));
  b[6] = (b[6] & 0x0f) | 0x40;
  b[8] = (b[8] & 0x3f) | 0x80;
  const hex = Array.from(b, (x) => x.toString(16).padStart(2, '0')).join('');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

export function toQuery(query: Query = {}): string {
  const out = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value === null || value === undefined || value === '') {
      continue;
    }
    if (Array.isArray(value)) {
      if (value.length > 0) {
        out.set(name, value.join(','));
      }
    } else {
      out.set(name, String(value));
    }
  }
  const text = out.toString();
  return text ? `?${text}` : '';
}

export interface Options {
  query?: Query;
  body?: unknown;
  /** Idempotency key; made when a write has none. */
  key?: string;
  signal?: AbortSignal;
  /** The answer is a document, not JSON. */
  blob?: boolean;
  /** Sent as it is, instead of a body. */
  file?: Blob;
}

async function problemOf(response: Response): Promise<Problem> {
  const type = response.headers.get('content-type') ?? '';
  if (type.includes('json')) {
    try {
      return (await response.json()) as Problem;
    } catch {
      // Cut off on the way: the status is all that is known.
    }
  }
  return {
    type: 'about:blank',
    title: t('shared.problem.status', { status: response.status }),
    status: response.status,
    code: 'http',
    request_id: response.headers.get('x-request-id') ?? '',
  };
}

/** Sends one request. Throws ApiError for every refusal; an abort is thrown as it is. */
export async function request<T>(method: string, path: string, options: Options = {}): Promise<T> {
  const key = options.key ?? newKey();
  try {
    return await once<T>(method, path, { ...options, key });
  } catch (e) {
    if (!(e instanceof ApiError) || e.code !== 'csrf') {
      throw e;
    }
    const old = csrf;
    await renew();
    if (csrf === old) {
      throw e;
    }
    return once<T>(method, path, { ...options, key });
  }
}

async function once<T>(method: string, path: string, options: Options): Promise<T> {
  const headers: Record<string, string> = { Accept: options.blob ? '*/*' : 'application/json', 'Accept-Language': locale.value };
  if (method !== 'GET') {
    headers['Idempotency-Key'] = options.key ?? '';
    if (csrf) {
      headers['X-CSRF-Token'] = csrf;
    }
  }
  if (options.file) {
    headers['Content-Type'] = 'application/octet-stream';
  } else if (options.body !== undefined) {
    headers['Content-Type'] = 'application/json';
  }
  let response: Response;
  try {
    response = await fetch(base + path + toQuery(options.query), {
      method,
      headers,
      credentials: 'same-origin',
      body: options.file ?? (options.body === undefined ? undefined : JSON.stringify(options.body)),
      signal: options.signal,
    });
  } catch (e) {
    if (e instanceof DOMException && e.name === 'AbortError') {
      throw e;
    }
    throw new ApiError(
      { type: 'about:blank', title: t('shared.problem.network'), status: 0, code: 'network', request_id: '' },
      method !== 'GET',
    );
  }
  if (!response.ok) {
    const problem = await problemOf(response);
    if (problem.code === 'not_signed_in' || problem.code === 'password_change_required') {
      refused(problem);
    }
    throw new ApiError(problem, response.status >= 500);
  }
  if (response.status === 204) {
    return undefined as T;
  }
  return (options.blob ? await response.blob() : await response.json()) as T;
}

export const get = <T>(path: string, query?: Query, signal?: AbortSignal): Promise<T> =>
  request<T>('GET', path, { query, signal });
export const post = <T>(path: string, body?: unknown, key?: string): Promise<T> =>
  request<T>('POST', path, { body: body ?? {}, key });
export const put = <T>(path: string, body?: unknown, key?: string): Promise<T> =>
  request<T>('PUT', path, { body, key });
export const del = <T>(path: string, key?: string): Promise<T> => request<T>('DELETE', path, { key });
