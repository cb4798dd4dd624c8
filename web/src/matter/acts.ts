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
  /** Which of several texts of what happens and who is told holds, where no choice says it. */
  variant?: (form: ActForm, policy: Policy | null) => string;
}

const nothing = (): { label: string; text: string }[] => [];
const openExtension = (m: Matter): Matter['extensions'][number] | undefined => m.extensions.find((x) => x.outcome === 'open');
const openPark = (m: Matter): Matter['parks'][number] | undefined => m.parks.find((x) => x.outcome === 'open');
const waiting = (m: Matter): Matter['promises'][number] | undefined => m.promises.find((x) => x.outcome === 'waiting');
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
  stage: {
    inputs: [
      { name: 'text', kind: 'text', rows: 4, max: 2000 },
      { name: 'next', kind: 'text', rows: 3 },
      { name: 'day', kind: 'day' },
      { name: 'told', kind: 'choice', start: 'window', choices: ['phone', 'visit', 'message', 'window'], words: 'matter.promise_told' },
    ],
    facts: (m, f, p) => ({ day: String(f.day || '—'), answer: m.due_day ?? '—', now: m.promise_day ?? '—', first: p?.head_signs_off ? 'sign' : 'now' }),
    quotes: nothing,
    variant: (f, p) => (p?.head_signs_off ? 'sign' : f.told === 'window' ? 'window' : 'unit'),
  },
  countersign: {
    inputs: [{ name: 'decision', kind: 'choice', start: 'approve', choices: ['approve', 'return'], words: 'matter.promise_decision' }, { name: 'note', kind: 'text', optional: true }],
    facts: (m) => ({ by: waiting(m)?.by ?? '', day: waiting(m)?.to_day ?? '—' }),
    quotes: (m) => [{ label: 'text', text: waiting(m)?.text ?? '' }, { label: 'next', text: waiting(m)?.next ?? '' }],
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
