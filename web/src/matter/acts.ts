// SPDX-License-Identifier: Apache-2.0
// The acts beside the straight way: what each asks for, and what its texts may name. The rules are the server's; the limits named here are its policy.
import type { Action, Matter, Policy } from '@/api/types';

export type ActValue = string | number;
export type ActForm = Record<string, ActValue>;
export interface ActInput {
  name: string;
  kind: 'text' | 'number' | 'day' | 'choice';
  start?: ActValue;
  choices?: string[];
  /** Where the words of the choices stand; else beside the act's own texts. */
  words?: string;
  optional?: boolean;
  /** Not sent: it only turns other inputs on. */
  local?: boolean;
  rows?: number;
  max?: number;
  when?: (form: ActForm) => boolean;
}
export interface Act {
  inputs: ActInput[];
  facts: (matter: Matter, form: ActForm, policy: Policy | null, t: (key: string) => string) => Record<string, ActValue>;
  quotes: (matter: Matter) => { label: string; text: string }[];
}

const nothing = (): { label: string; text: string }[] => [];
const openExtension = (m: Matter): Matter['extensions'][number] | undefined => m.extensions.find((x) => x.outcome === 'open');
const openPark = (m: Matter): Matter['parks'][number] | undefined => m.parks.find((x) => x.outcome === 'open');
const decision: ActInput = { name: 'decision', kind: 'choice', start: 'approve', choices: ['approve', 'refuse'], words: 'matter.decision' };

const table = {
  extend: {
    inputs: [
      { name: 'by', kind: 'choice', start: 'days', choices: ['days', 'day'], words: 'matter.act.extend.by_word', local: true },
      { name: 'days', kind: 'number', start: 1, when: (f) => f.by === 'days' },
      { name: 'day', kind: 'day', when: (f) => f.by === 'day' },
      { name: 'reason', kind: 'text', rows: 5 },
    ],
    facts: (m, _, p) => ({ head: p?.extend_head_days ?? 5, left: (p?.extend_total_days ?? 15) - (m.clocks.find((c) => c.kind === 'answer')?.extended_days ?? 0) }),
    quotes: nothing,
  },
  extension: {
    inputs: [decision, { name: 'note', kind: 'text' }],
    facts: (m) => ({ days: openExtension(m)?.days ?? 0, to: openExtension(m)?.to_day ?? '—', by: openExtension(m)?.by ?? '' }),
    quotes: (m) => [{ label: 'reason', text: openExtension(m)?.reason ?? '' }],
  },
  park: {
    inputs: [
      { name: 'class', kind: 'choice', choices: ['policy', 'funds', 'history', 'planning', 'litigation'], words: 'matter.class' },
      { name: 'review_day', kind: 'day' },
      { name: 'reason', kind: 'text', rows: 5 },
    ],
    facts: (_m, _f, p) => ({ days: p?.park_days ?? 180 }),
    quotes: nothing,
  },
  parking: {
    inputs: [decision, { name: 'note', kind: 'text' }],
    facts: (m, _f, _p, t) => ({ by: openPark(m)?.by ?? '', review: openPark(m)?.review_day ?? '—', class: t(`matter.class.${openPark(m)?.class ?? 'policy'}`) }),
    quotes: (m) => [{ label: 'reason', text: openPark(m)?.reason ?? '' }],
  },
  unpark: {
    inputs: [{ name: 'note', kind: 'text' }],
    facts: () => ({}),
    quotes: nothing,
  },
} satisfies Partial<Record<Action, Act>>;

export type SideAct = keyof typeof table;
export const acts: Record<SideAct, Act> = table;
export const isSideAct = (action: Action): action is SideAct => action in acts;
