// SPDX-License-Identifier: Apache-2.0
import { get, type Query } from '@/api/client';
import type { Assist, AssistRow, Page } from '@/api/types';

export const assists = { list: (query: Query, signal?: AbortSignal) => get<Page<AssistRow>>('/assists', query, signal) };

/** Something is still to be done about it. */
export const isOpen = (a: Assist): boolean => ['asked', 'named', 'signed', 'objected'].includes(a.state);
/** The lead waits for it. */
export const isAwaited = (a: Assist): boolean => ['named', 'signed', 'objected'].includes(a.state);
