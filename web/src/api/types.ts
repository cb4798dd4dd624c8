// SPDX-License-Identifier: Apache-2.0
// Yikou HTTP API v1, as TypeScript shapes. Base path /api/v1. JSON, snake_case, UTF-8.
// id: 13-char Crockford base32 string. day: 'YYYY-MM-DD'. time: RFC 3339 in UTC with 'Z' (microseconds). Enumerations are lower-case words.
// Every write needs header `X-CSRF-Token` (from Session.csrf) with the cookie, and `Idempotency-Key` (client makes a UUID per user act).
// Commands on a matter carry `seq` = Matter.seq the user saw; if it moved on: 409 problem code `conflict` with `changed: Event[]` (what happened since).
// Every error: application/problem+json  Problem.
export type Id = string; export type Day = string; export type Time = string;

export interface Problem { type: string; title: string; status: number; code: string; detail?: string; request_id: string;
  errors?: { field: string; code: string; message: string; accepted?: string }[];   // per field
  changed?: Event[] }                                                                // with code 'conflict'

export type Role = 'clerk'|'handler'|'head'|'operator'|'supervisor'|'leader'|'sysadmin'|'secadmin'|'auditor';
export type Cap = 'matter.intake'|'matter.view'|'matter.dispatch'|'matter.arbitrate'|'matter.handle'|'matter.signoff'|'matter.withdraw'
  |'callback.work'|'figure.view'|'party.find'|'party.reveal'|'account.manage'|'account.secure'|'unit.manage'|'policy.manage'|'log.read';
export type UnitKind = 'leadership'|'office'|'window'|'callback'|'department'|'township'|'street'|'zone';
export interface UnitRef { id: Id; name: string; name_en: string }

// ---- sign-in -------------------------------------------------------------------------------------------------
// POST /session {login,password} -> Session | 401 bad_credentials | 423 locked (detail says until when)
// GET /session -> Session | 401 not_signed_in ; DELETE /session -> 204
// POST /session/password {old_password,new_password} -> 204   (while must_change_password, every other route answers 403 password_change_required)
// GET /sessions -> {items: SessionInfo[]} ; DELETE /sessions/{id} -> 204
export interface Session { account: { id: Id; login: string; name: string; name_en: string }; unit: UnitRef & {kind: UnitKind}; roles: Role[]; caps: Cap[];
  scope: 'unit'|'district'|'none'; district: { code: number; name: string; name_en: string }; csrf: string; must_change_password: boolean;
  idle_end_min: number; now: Time; today: Day /* domain clock */; demo: boolean }
export interface SessionInfo { id: Id; created_at: Time; last_seen_at: Time; address: string; agent: string; current: boolean }
// First run: GET /setup -> {needed: boolean} ; POST /setup {token, district:{code,name,name_en}, sysadmin:{login,name,password}, secadmin:{…}, auditor:{…}} -> 204

// ---- administration -------------------------------------------------------------------------------------------
// GET /accounts?q=&unit=&role=&state=&page=  -> Page<Account> ; POST /accounts {login,name,name_en?,unit} -> Account & {initial_password}
// GET /accounts/{id} ; PUT /accounts/{id} {name,name_en,unit} ; POST /accounts/{id}/roles {roles} (secadmin)
// POST /accounts/{id}/disable|enable|unlock|reset-password (reset answers {initial_password})
// GET /accounts/{id}/sessions ; DELETE /accounts/{id}/sessions/{sid}   (secadmin)
export interface Account { id: Id; seq: number; login: string; name: string; name_en: string; unit: UnitRef; roles: Role[]; state: 'active'|'disabled'|'locked'; must_change_password: boolean; created_at: Time; last_sign_in_at: Time|null }
// GET /units -> {items: Unit[]} (whole tree, parents first) ; POST /units {name,name_en,kind,parent,sort?} ; PUT /units/{id} {name,name_en,kind,parent,sort?,seq} ; POST /units/{id}/close {seq}
export interface Unit { id: Id; seq: number; code: string; name: string; name_en: string; kind: UnitKind; parent: Id|null; sort: number; open: boolean }
// GET /categories -> {items: Category[]} ; POST /categories {code,name,name_en,lead?} ; PUT /categories/{code} {name,name_en,lead,open,seq}
export interface Category { code: string; seq: number; name: string; name_en: string; parent: string|null; level: 1|2|3; lead: Id|null; open: boolean }   // a matter takes a level-3 code
// GET /policy -> Policy ; PUT /policy {…,seq}   (supervisor: policy.manage)
export interface Policy { seq: number; version: number; answer_days: number /*wd, 5*/; sign_days: number /*wd, 1*/; head_signs_off: boolean; call_tries: number /*3*/; call_days: number /*2*/; call_due_days: number /*wd, 3: call within*/;
  partly_weight: number /*0*/; basically_weight: number /*1.0*/; composite: [number, number, number] /*0.1,0.5,0.4*/ }
// GET /calendar/{year} -> {year, known: boolean, days_off: Day[], days_worked: Day[]}

// ---- callers --------------------------------------------------------------------------------------------------
// GET /parties?phone=  or ?name=  (whole phone number, or a name of >= 2 characters; enterprises by part of the name) -> {items: PartyHit[]}   (at most 10)
// GET /parties/{id}/matters -> Page<MatterRow> ; POST /parties/{id}/reveal {reason} -> {name, phone}
export type CallerKind = 'enterprise'|'person'|'anonymous';
export interface PartyHit { id: Id; kind: CallerKind; name: string /*persons masked 王*芳*/; phone: string|null /*masked 199****0123*/; open_matters: number; matters: number; last_matter_day: Day|null }

// ---- matters --------------------------------------------------------------------------------------------------
export type Channel = 'counter'|'phone'|'letter'|'web'|'visit';
export type Urgency = 'normal'|'urgent'|'critical';
export type State = 'registered'|'dispatched'|'signed'|'handling'|'signoff'|'answered'|'objected'|'closed'|'withdrawn'|'joined';
//   answered = waiting for call-back; signoff = answer waits for the head of the unit; withdrawn = ended by withdrawal (its quality call may be open)
export type Light = 'green'|'yellow'|'red'|'blue'|'none';   // green in time, yellow due today or next working day, red overdue, blue stopped/done, none no clock yet
export interface MatterRow { id: Id; seq: number; number: string; title: string; state: State; light: Light; urgency: Urgency; channel: Channel; caller_kind: CallerKind;
  category: { code: string; name: string; name_en: string }; unit: UnitRef | null /*lead*/; day: Day; registered_at: Time; due_day: Day|null; days_left: number|null /*working days, <0 overdue*/; answered_day: Day|null; closed_day: Day|null; round: number }
// GET /matters?state=&light=&unit=&category= (any level: prefix)&channel=&caller_kind=&urgency=&from=&to= (day registered)&due_from=&due_to=&q= (number or text)&party=&sort=&cursor=&limit=
//   state, unit, channel … take comma lists. sort: '-day' (default) | 'day' | 'due_day' | '-due_day' | '-number' | 'number'. limit ≤ 200 (default 50)
//   -> {items: MatterRow[], next_cursor: string|null, count: {n: number, exact: boolean}}     ('10 000+' when not exact)
// GET /matters/count?same filters -> {n, exact: true}
// GET /matters/export.csv?same filters -> text/csv (UTF-8 BOM), at most 10 000 rows
// POST /matters (intake) -> 201 Matter
export interface Intake { channel: Channel; day: Day; caller: { party?: Id; kind: CallerKind; name?: string; phone?: string; unreachable_reason?: string }; title: string /*2..60*/; text: string /*2..4000*/;
  category: string; urgency: Urgency; secret?: boolean /*caller asks for secrecy*/; join?: Id /*repeat of a matter in hand*/; dispatch?: { unit: Id; note?: string } /*register and dispatch in one act*/ }
export interface Matter extends MatterRow { text: string; caller: { party: Id|null; name: string; phone: string|null; kind: CallerKind }; secret: boolean; intake_unit: UnitRef;
  clocks: Clock[]; dispatches: Dispatch[]; rounds: Round[]; events: Event[]; related: MatterRow[] /*same caller, latest 10*/; joined_into: Id|null; repeats: MatterRow[] /*joined into this*/;
  actions: Action[] /*what THIS user may do now, first = the one next action*/; callback_questions?: null }
export type Action = 'dispatch'|'sign'|'object'|'arbitrate'|'note'|'contact'|'answer'|'signoff'|'callback'|'withdraw'|'join'|'reveal'|'amend';
export interface Clock { kind: 'sign'|'answer'|'callback'; started_day: Day; due_day: Day; rule: string /*e.g. '5wd'*/; source: string /*zh*/; source_en: string; calendar: string; provisional: boolean; stopped_day: Day|null; light: Light; days_left: number|null }
export interface Dispatch { n: number; unit: UnitRef; day: Day; at: Time; sign_due_day: Day; signed_at: Time|null; objected_at: Time|null; outcome: 'open'|'signed'|'objection_open'|'objection_upheld'|'objection_rejected'|'withdrawn'; final: boolean /*after arbitration: may not object*/ }
export interface Round { n: number; kind: 'answer'|'withdrawal'; unit: UnitRef; answered_day: Day; tries: Try[]; state: 'due'|'valid'|'unreachable'|'cannot_call'|'incomplete'; next_try_day: Day|null;
  true_?: AnswerWord; done?: AnswerWord; solved?: AnswerWord; satisfaction?: Grade|null; words?: string; ended_at: Time|null; consequence: 'closed'|'returned'|'returned_supervised'|null }
export interface Try { at: Time; day: Day; reached: boolean; note: string; by: string }
export type AnswerWord = 'yes'|'partly'|'no'|'declined'|'unknown';
export type Grade = 'satisfied'|'basically'|'dissatisfied'|'declined'|'unknown';
export interface Event { id: Id; seq: number; action: string; at: Time; day: Day; actor: { id: Id|null; name: string; unit: string }; data: Record<string, unknown> /*typed per action, unit refs resolved*/; texts: Record<string,string> /*title,text,note,reason,words,done_text…*/ }
//   actions in the timeline: registered dispatched signed objected objection_upheld objection_rejected noted contacted answered signoff_returned signed_off
//   call_tried call_ended returned closed withdrawn joined amended revealed
// Commands: POST /matters/{id}/… -> Matter (fresh)
//   dispatch {unit, note?, seq}      arbitrate {decision:'uphold'|'reject', unit? (required when uphold: new lead), note, seq}
//   sign {seq}   object {reason, seq}   note {text, seq}   contact {day, how:'phone'|'visit'|'message', text, seq}
//   answer {text (what was done), result:'resolved'|'partly'|'explained'|'refused', seq}     signoff {decision:'approve'|'return', note?, seq}
//   withdraw {reason, seq}   join {into, seq}   amend {title?, category?, urgency?, reason, seq}
//   callback {reached: boolean, note? , true_?, done?, solved?, satisfaction?, words?, seq}   (reached=false → next try by the rule; reached=true needs true_)

// ---- work -----------------------------------------------------------------------------------------------------
// GET /work -> {queues: Queue[]}       (only the user's own; sorted by what runs out first; first 8 items each)
export interface Queue { key: 'to_dispatch'|'to_arbitrate'|'to_sign'|'in_hand'|'to_sign_off'|'returned'|'to_call_today'|'to_call_later'|'overdue'|'due_soon'|'objected'|'mine_registered'; count: { n: number; exact: boolean }; items: MatterRow[]; query: string /*ledger query string that shows the same rows*/ }
// GET /callbacks?due=today|later|all&tries=0|1|2&unit=&sort=&cursor=&limit= -> {items: CallRow[], next_cursor, count}
export interface CallRow extends MatterRow { tries: number; next_try_day: Day; call_due_day: Day; last_try_at: Time|null; round_kind: 'answer'|'withdrawal' }

// ---- figures --------------------------------------------------------------------------------------------------
// GET /figures -> {items: FigureDef[]}
export interface FigureDef { key: string; name: string; name_en: string; unit: '件'|'%'|'天'|'分'; unit_en: string; kind: 'count'|'ratio'|'mean'|'median'|'composite'; definition: string; definition_en: string; formula: string; version: number; from: Day; source: string; source_en: string; owner: string; rounding: number /*decimals*/; better: 'up'|'down'|null; dims: Dim[] }
export type Dim = 'unit'|'category'|'channel'|'caller_kind'|'month';
// GET /figures/{key}?period=&as_of=&by=&unit=&category=&channel=&caller_kind= -> Figure[] ; (by: one Figure per part, with `part`)
export interface Figure { key: string; period: string; as_of: Day|null; value: number|null; unit: string; version: number; n: number|null; N: number|null; amount: number|null; base: number|null; parts?: Figure[]; part?: { value: string; name: string; name_en: string }; rows: string /*URL of rows*/; counted: 'tallies'|'rows'; previous?: number|null /*same length period before*/ }
// GET /figures/{key}/rows?period=&as_of=&…&side=n|N&cursor=&limit= -> {items: FigureRow[], next_cursor, count, figure: Figure, def: FigureDef}
export interface FigureRow extends MatterRow { part: number /*dispatch or round number, 0 = the matter*/; share: number; in_n: boolean; row_unit: UnitRef|null; row_day: Day|null }
// GET /dashboard?period=&unit= -> {period, cards: Figure[], trend: {key, points: Figure[]}[], by_unit: UnitLine[], by_category: Figure[], by_channel: Figure[], by_caller_kind: Figure[]}
export interface UnitLine { unit: UnitRef; figures: Record<string /*key*/, Figure> }

// ---- log (auditor) --------------------------------------------------------------------------------------------
// GET /log?ledger=&actor=&action=&from=&to=&cursor= -> {items: Event-like rows, next_cursor} ; GET /log/blocks?cursor= ; GET /log/head -> {height, pos, unsealed, hash, at}
export type Page<T> = { items: T[]; next_cursor: string|null; count: { n: number; exact: boolean } };
// /healthz /readyz /metrics /openapi.json are at the root.
