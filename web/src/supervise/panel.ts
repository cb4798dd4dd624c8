// SPDX-License-Identifier: Apache-2.0
// What each act of supervision asks for. The rules are the server's; who is told and what follows is said by the texts beside.
import type { SuperviseAction, Supervision } from './api';

export interface SuperviseInput {
  name: 'text' | 'reason' | 'note' | 'cause' | 'colour' | 'days' | 'decision' | 'n' | 'matter';
  kind: 'text' | 'colour' | 'number' | 'decision' | 'item' | 'matter';
  optional?: boolean;
}
/** Acts on a matter that begin something. */
export type Beginning = 'urge' | 'order';

const text: SuperviseInput = { name: 'text', kind: 'text' };
const reason: SuperviseInput = { name: 'reason', kind: 'text' };
const colour: SuperviseInput = { name: 'colour', kind: 'colour' };
const days: SuperviseInput = { name: 'days', kind: 'number', optional: true };

const table: Record<SuperviseAction, SuperviseInput[]> = {
  reply: [{ ...text, optional: true }],
  issue: [colour, days, text, { ...reason, optional: true }],
  dismiss: [reason],
  answer: [text],
  judge: [{ name: 'decision', kind: 'decision' }, { name: 'note', kind: 'text', optional: true }],
  escalate: [colour, days, text, { ...reason, optional: true }],
  withdraw: [reason],
  list: [{ name: 'matter', kind: 'matter' }, { name: 'cause', kind: 'text' }],
  strike: [{ name: 'n', kind: 'item' }],
  sign: [],
};
const beginnings: Record<Beginning, SuperviseInput[]> = { urge: [text], order: [colour, days, text, { ...reason, optional: true }] };

export function inputsOf(act: SuperviseAction | Beginning, on: Supervision | null): SuperviseInput[] {
  if (act === 'urge' || act === 'order') {
    return beginnings[act];
  }
  return act === 'issue' && on?.kind === 'notification' ? [] : table[act];
}
