// SPDX-License-Identifier: Apache-2.0
// The shapes that pages work with, by the names they go by. They come from schema.ts, which is made from the server's own
// description; only what a description cannot say is narrowed here.
import type { components, operations } from './schema';

type Schemas = components['schemas'];

/** 13 characters of Crockford's base 32. */
export type Id = string;
/** 'YYYY-MM-DD', a day of the district. */
export type Day = string;
/** RFC 3339, in UTC. */
export type Time = string;

export interface Page<T> {
  items: T[];
  next_cursor: string | null;
  count: { n: number; exact: boolean };
}

/** Something that happened; `data` differs by action. */
export type Event = Omit<Schemas['Event'], 'data'> & { data: Record<string, unknown> };
/** A refusal. The code is the server's, or one made here: network, http. */
export type Problem = Omit<Schemas['Problem'], 'code' | 'changed'> & { code: string; changed?: Event[] | null };

export type Region = Schemas['Region'];
export type RegionLine = Schemas['RegionLine'];
export type Session = Schemas['Session'];
export type SessionInfo = Schemas['SessionInfo'];
export type Role = Session['roles'][number];
export type Cap =
  | 'matter.intake' | 'matter.view' | 'matter.dispatch' | 'matter.arbitrate' | 'matter.handle' | 'matter.signoff' | 'matter.withdraw' | 'callback.work'
  | 'figure.view' | 'party.find' | 'party.reveal' | 'account.manage' | 'account.secure' | 'account.view' | 'unit.manage' | 'policy.manage' | 'log.read' | 'review.view' | 'review.manage' | 'review.ask' | 'target.view' | 'target.manage' | 'target.report' | 'target.open' | 'job.manage' | 'supervise.urge' | 'supervise.orders';

export type Account = Schemas['Account'];
export type UnitRef = Schemas['UnitRef'];
export type Unit = Schemas['Unit'];
export type UnitKind = Unit['kind'];
export type Category = Schemas['Category'];
export type Policy = Schemas['Policy'];
export type CalendarTables = Schemas['CalendarTables'];
export type CalendarEffect = Schemas['CalendarEffect'];
export type CalendarDay = Schemas['CalendarDay'];
export type TimeRule = Schemas['TimeRule'];
export type TimeRulesHistory = Schemas['TimeRulesHistory'];
export type TimeRulesVersion = Schemas['TimeRulesVersion'];
export type TimeTrial = Schemas['TimeTrial'];
export type MatterKind = NonNullable<TimeRule['kind']>;

export type PartyHit = Schemas['PartyHit'];
export type MatterRow = Schemas['MatterRow'];
export type State = MatterRow['state'];
export type Light = MatterRow['light'];
export type Channel = MatterRow['channel'];
export type Urgency = MatterRow['urgency'];
export type CallerKind = MatterRow['caller_kind'];
export type Matter = Omit<Schemas['Matter'], 'events'> & { events: Event[] };
export type Action = Matter['actions'][number];
export type Clock = Schemas['Clock'];
export type Dispatch = Schemas['Dispatch'];
export type Round = Schemas['Round'];
export type Try = Schemas['Try'];
export type AnswerWord = NonNullable<Round['true_']>;
export type Grade = NonNullable<Round['satisfaction']>;
export type Intake = NonNullable<operations['post_api_v1_matters']['requestBody']>['content']['application/json'];
export type Queue = Schemas['Queue'];
export type CallRow = Schemas['CallRow'];
export type AssistRow = Schemas['AssistRow'];
export type Assist = Schemas['Assist'];

export type Figure = Schemas['Figure'];
export type FigureDef = Schemas['FigureDef'];
export type FigureRow = Schemas['FigureRow'];
export type UnitLine = Schemas['UnitLine'];
export type Dim = FigureDef['dims'][number];
