// SPDX-License-Identifier: Apache-2.0
// When a matter would be due by the rules of time, asked of the server: no page reckons a day itself.
import { computed, type ComputedRef } from 'vue';
import { get } from '@/api/client';
import type { TimeTrial } from '@/api/types';
import { useLoad, type Load } from './useLoad';

export interface TrialCase { kind?: string | undefined; category?: string | undefined; urgency?: string | undefined; day?: string | undefined; hour?: number | undefined }

export const askTrial = (c: TrialCase, signal?: AbortSignal): Promise<TimeTrial> => get<TimeTrial>('/time-rules/trial', { ...c }, signal);

/** The due days that texts name, "—" until they are known. */
export function useTrial(source: () => TrialCase | null): { load: Load<TimeTrial | null>; days: ComputedRef<{ sign: string; answer: string }> } {
  const load = useLoad(source, (c, signal) => (c ? askTrial(c, signal) : Promise.resolve(null)));
  const day = (clock: string): string => load.data.value?.clocks.find((c) => c.clock === clock)?.due_day ?? '—';
  return { load, days: computed(() => ({ sign: day('sign'), answer: day('answer') })) };
}
