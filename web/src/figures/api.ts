// SPDX-License-Identifier: Apache-2.0
// The routes of figures. What is counted, and over which days, the server decides; these functions only
// pass on what the page's address says.
import { get, type Query } from '@/api/client';
import type { Dim, Figure, FigureDef, FigureRow, Page, Region, UnitLine } from '@/api/types';

export interface Dashboard {
  period: string;
  cards: Figure[];
  trend: { key: string; points: Figure[] }[];
  by_category: Figure[];
  by_channel: Figure[];
  by_caller_kind: Figure[];
}

/** The kinds of figures that units are ranked by. */
export const boards = ['loop', 'time', 'supervision'] as const;
export type Board = (typeof boards)[number];
export interface Ranking {
  period: string;
  keys: string[];
  lines: UnitLine[];
}

export type FigureRows = Page<FigureRow> & { figure: Figure; def: FigureDef };

/** Filters that every figure route takes; left out means all. */
export interface Slice {
  period?: string;
  as_of?: string;
  unit?: string;
  category?: string;
  channel?: string;
  caller_kind?: string;
}

let known: Promise<FigureDef[]> | null = null;

export const figures = {
  /** The registry of definitions, asked for once. */
  list(): Promise<FigureDef[]> {
    known ??= get<{ items: FigureDef[] }>('/figures').then((r) => r.items);
    known.catch(() => {
      known = null;
    });
    return known;
  },
  value: (key: string, slice: Slice, signal?: AbortSignal) =>
    get<Figure[]>(`/figures/${key}`, slice as Query, signal),
  by: (key: string, slice: Slice, by: Dim, signal?: AbortSignal) =>
    get<Figure[]>(`/figures/${key}`, { ...slice, by } as Query, signal),
  rows: (key: string, query: Query, signal?: AbortSignal) => get<FigureRows>(`/figures/${key}/rows`, query, signal),
  ranking: (query: Query, signal?: AbortSignal) => get<Ranking>('/ranking', query, signal),
  region: (query: Query, signal?: AbortSignal) => get<Region>('/region', query, signal),
  dashboard: (query: Query, signal?: AbortSignal) => get<Dashboard>('/dashboard', query, signal),
};
