// SPDX-License-Identifier: Apache-2.0
// The acts beside the straight way: what each asks for, and what its texts may name. The rules are the server's; the limits named here are its policy.
import type { Action, Assist, Matter, MatterRow, Policy } from '@/api/types';
import { isOpen } from '@/assist/api';
import { named } from '@/i18n';

export type ActValue = string | number;
export type ActForm = Record<string, ActValue>;
export interface ActInput {
  name: string;
  /** unit: chosen by name, but not the lead; pick: one of a few, named by `options`. */
  kind: 'text' | 'number' | 'day' | 'choice' | 'unit' | 'pick';
  start?: ActValue | ((matter: Matter) => ActValue);
  choices?: string[] | ((matter: Matter, form: ActForm) => string[]);
  options?: (matter: Matter, t: (key: string) => string) => { value: ActValue; label: string }[];
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
  /** unit: of who looks. */
  facts: (matter: Matter, form: ActForm, policy: Policy | null, t: (key: string) => string, unit?: string) => Record<string, ActValue>;
  quotes: (matter: Matter, form: ActForm, unit?: string) => { label: string; text: string }[];
  /** Which of several texts of what happens and who is told holds, where no choice says it. */
  variant?: (form: ActForm, policy: Policy | null) => string;
}

const nothing = (): { label: string; text: string }[] => [];
const openExtension = (m: Matter): Matter['extensions'][number] | undefined => m.extensions.find((x) => x.outcome === 'open');
const openPark = (m: Matter): Matter['parks'][number] | undefined => m.parks.find((x) => x.outcome === 'open');
const waiting = (m: Matter): Matter['promises'][number] | undefined => m.promises.find((x) => x.outcome === 'waiting');
const decision: ActInput = { name: 'decision', kind: 'choice', start: 'approve', choices: ['approve', 'refuse'], words: 'matter.decision' };

/** Who has not been urged yet comes first. */
const awaitedAssists = (m: Matter): Assist[] =>
  m.assists.filter((a) => a.state === 'named' || a.state === 'signed').sort((a, b) => (a.urged_day ?? '').localeCompare(b.urged_day ?? ''));
const openAssists = (m: Matter): Assist[] => m.assists.filter(isOpen);
/** What waits for whoever dispatches comes first. */
const firstAssist = (m: Matter): Assist | undefined => openAssists(m).find((a) => a.state === 'asked' || a.state === 'objected') ?? openAssists(m)[0];
const pickedAssist = (m: Matter, f: ActForm): Assist | undefined => m.assists.find((a) => a.n === f.n);
/** The part of the unit that looks, which is the only one it may act on. */
const ownAssist = (m: Matter, unit?: string): Assist | undefined => openAssists(m).find((a) => a.unit.id === unit);
const fitting: Record<string, string[]> = { asked: ['grant', 'refuse'], objected: ['keep', 'replace', 'withdraw'], named: ['replace', 'withdraw'], signed: ['replace', 'withdraw'] };

const table = {
  assist: {
    inputs: [{ name: 'unit', kind: 'unit' }, { name: 'text', kind: 'text', rows: 5 }],
    facts: () => ({}),
    quotes: nothing,
  },
  assist_decide: {
    inputs: [
      { name: 'n', kind: 'pick', start: (m) => firstAssist(m)?.n ?? '', options: (m, t) => openAssists(m).map((a) => ({ value: a.n, label: `${named(a.unit)} · ${t(`assist.state.${a.state}`)}` })) },
      { name: 'decision', kind: 'choice', choices: (m, f) => fitting[pickedAssist(m, f)?.state ?? ''] ?? [] },
      { name: 'unit', kind: 'unit', when: (f) => f.decision === 'replace' },
      { name: 'note', kind: 'text' },
    ],
    facts: (m, f) => ({ to: pickedAssist(m, f) ? named(pickedAssist(m, f)!.unit) : '' }),
    quotes: (m, f) => [{ label: 'ask', text: pickedAssist(m, f)?.ask ?? '' }, { label: 'reason', text: pickedAssist(m, f)?.reason ?? '' }],
  },
  assist_urge: {
    inputs: [
      { name: 'n', kind: 'pick', start: (m) => awaitedAssists(m)[0]?.n ?? '', options: (m, t) => awaitedAssists(m).map((a) => ({ value: a.n, label: `${named(a.unit)} · ${t(`assist.state.${a.state}`)}` })) },
      { name: 'text', kind: 'text' },
    ],
    facts: (m, f) => ({ to: pickedAssist(m, f) ? named(pickedAssist(m, f)!.unit) : '', to_due: pickedAssist(m, f)?.clocks.find((c) => c.kind === 'assist')?.due_day ?? '—' }),
    quotes: (m, f) => [{ label: 'ask', text: pickedAssist(m, f)?.ask ?? '' }],
  },
  assist_sign: {
    inputs: [],
    facts: (m, _f, _p, _t, unit) => ({ to_due: ownAssist(m, unit)?.clocks.find((c) => c.kind === 'assist')?.due_day ?? '—' }),
    quotes: (m, _f, unit) => [{ label: 'ask', text: ownAssist(m, unit)?.ask ?? '' }],
  },
  assist_object: {
    inputs: [{ name: 'reason', kind: 'text' }],
    facts: () => ({}),
    quotes: (m, _f, unit) => [{ label: 'ask', text: ownAssist(m, unit)?.ask ?? '' }],
  },
  assist_answer: {
    inputs: [{ name: 'text', kind: 'text', rows: 7, max: 4000 }],
    facts: () => ({}),
    quotes: (m, _f, unit) => [{ label: 'ask', text: ownAssist(m, unit)?.ask ?? '' }],
  },
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

/** The form as it begins. */
export const startForm = (a: SideAct, matter?: Matter): ActForm =>
  Object.fromEntries(acts[a].inputs.map((i) => [i.name, (typeof i.start === 'function' ? matter && i.start(matter) : i.start) ?? '']));
export const choicesOf = (i: ActInput, form: ActForm, matter?: Matter): string[] => (typeof i.choices === 'function' ? (matter ? i.choices(matter, form) : []) : i.choices ?? []);
const isFilled = (i: ActInput, form: ActForm): boolean => {
  const v = form[i.name];
  return i.kind === 'text' ? String(v).trim().length > 1 : v !== '' && v !== null;
};
const asked = (a: SideAct, form: ActForm): ActInput[] => acts[a].inputs.filter((i) => !i.when || i.when(form));
export const isReady = (a: SideAct, form: ActForm): boolean => asked(a, form).every((i) => i.optional || isFilled(i, form));
/** What is sent, but for the matter's seq. */
export const bodyOf = (a: SideAct, form: ActForm): Record<string, unknown> =>
  Object.fromEntries(asked(a, form).filter((i) => !i.local && isFilled(i, form)).map((i) => [i.name, i.kind === 'text' ? String(form[i.name]).trim() : form[i.name]]));

/** Acts that may be done on many at once, and on which rows. */
export const manyActs = {
  extend: (r: MatterRow) => atWork(r) && !r.pending,
  park: (r: MatterRow) => atWork(r) && !r.pending,
  extension: (r: MatterRow) => r.pending === 'extension_head' || r.pending === 'extension_office',
  parking: (r: MatterRow) => r.pending === 'parking',
} satisfies Partial<Record<SideAct, (row: MatterRow) => boolean>>;
export type ManyAct = keyof typeof manyActs;
export const isManyAct = (action: string): action is ManyAct => action in manyActs;
function atWork(r: MatterRow): boolean {
  return r.state === 'signed' || r.state === 'handling';
}
