// SPDX-License-Identifier: Apache-2.0
// The closed lists of the matter ledger, in the order in which they are offered.
import type { AnswerWord, CallerKind, Channel, Grade, Light, MatterKind, MatterRow, State, Urgency } from '@/api/types';

export const channels: Channel[] = ['phone', 'counter', 'visit', 'letter', 'web'];
export const callerKinds: CallerKind[] = ['enterprise', 'person', 'anonymous'];
export const urgencies: Urgency[] = ['normal', 'urgent', 'critical'];
export const states: State[] = ['registered', 'dispatched', 'signed', 'handling', 'signoff', 'answered', 'objected', 'closed', 'withdrawn', 'joined', 'parked'];
export const openStates: State[] = ['registered', 'dispatched', 'signed', 'handling', 'signoff', 'objected', 'parked'];
export const pendings: NonNullable<MatterRow['pending']>[] = ['extension_head', 'extension_office', 'parking', 'stage'];
export const lights: Light[] = ['red', 'yellow', 'green', 'grey', 'blue', 'none'];
export const answerWords: AnswerWord[] = ['yes', 'partly', 'no', 'declined', 'unknown'];
export const grades: Grade[] = ['satisfied', 'basically', 'dissatisfied', 'declined', 'unknown'];
export const matterKinds: MatterKind[] = ['help', 'consultation', 'complaint', 'suggestion', 'enterprise'];
/** What the ledger filters by: still owed, the day to come or past. */
export const promised = ['passed', 'open'] as const;
