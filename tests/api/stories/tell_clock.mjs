// SPDX-License-Identifier: Apache-2.0
// The clock of stage replies, where the district's rules name it: the unit is reminded, what passes is recorded, listed and counted, and a pause stops it.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { all } from '../helpers.mjs';
import { act, intake, signedIn, until, world } from '../world.mjs';

const days = (a, b) => Math.round((Date.parse(b) - Date.parse(a)) / 86_400_000);
const dayAfter = (day, n) => new Date(Date.parse(day) + n * 86_400_000).toISOString().slice(0, 10);
const told = async (person, kind, m) => (await person.get('/my/notices?limit=100')).items.some((n) => n.kind === kind && n.object === m.id);
const tell = (m) => m.clocks.find((c) => c.kind === 'tell');
const bare = (rule) => Object.fromEntries(Object.entries(rule).filter(([name, v]) => v !== null && ['clock', 'kind', 'category', 'urgency', 'rule', 'source', 'source_en'].includes(name)));
const toTell = async (person) => (await person.get('/work')).queues.find((q) => q.key === 'to_tell')?.count.n ?? 0;

test('tell: a rule that asks for it gives the clock to what is dispatched from then on, and to nothing else', async () => {
  const [clerk, handler, supervisor] = await Promise.all(['clerk', 'handler', 'supervisor'].map((login) => signedIn(login)));
  const { today } = clerk.session;
  const dispatch = { unit: world.units.housing };
  const before = await clerk.post('/matters', intake({ day: today, dispatch }));
  assert.equal(tell(before), undefined);
  const { seq, versions: [now] } = await supervisor.get('/time-rules');
  await supervisor.refusedField(`rules[${now.rules.length}].rule`, 'unknown_value', 'PUT', '/time-rules',
    { seq, from_day: today, rules: [...now.rules.map(bare), { clock: 'tell', rule: 'weekly', source: '本区办法' }] });
  await supervisor.put('/time-rules', { seq, from_day: today, rules: [...now.rules.map(bare), { clock: 'tell', kind: 'enterprise', rule: '4d,noroll,warn=1d', source: '本区阶段性答复办法', source_en: 'District rules' }] });
  const asked = await clerk.get('/time-rules/trial?kind=enterprise');
  assert.equal(asked.clocks.find((c) => c.clock === 'tell').by.rule, '4d,noroll,warn=1d');
  const other = await clerk.post('/matters', intake({ day: today, kind: 'help', dispatch }));
  assert.equal(tell(other), undefined);
  const m = await clerk.post('/matters', intake({ day: today, dispatch }));
  assert.deepEqual([tell(m).rule, tell(m).due_day, tell(m).warn_day, tell(m).light], ['4d', dayAfter(today, 4), dayAfter(today, 3), 'green']);
  assert.equal(tell(await handler.get(`/matters/${before.id}`)), undefined);
  assert.equal(await toTell(handler), 1);
});

test('tell: reminded near its end, recorded after it; a word to the caller starts it anew, and a parking stops it', async () => {
  const [clerk, handler, supervisor] = await Promise.all(['clerk', 'handler', 'supervisor'].map((login) => signedIn(login)));
  const { today } = clerk.session;
  const make = async () => act(handler, await clerk.post('/matters', intake({ day: today, dispatch: { unit: world.units.housing } })), 'sign');
  let kept = await make();
  const missed = await make();
  let parked = await act(handler, await make(), 'park', { class: 'funds', review_day: dayAfter(today, 40), reason: '本年度没有资金' });
  parked = await act(supervisor, parked, 'parking', { decision: 'approve', note: '同意' });
  assert.deepEqual([tell(parked).due_day, tell(parked).light], [null, 'grey']);
  const { due_day: due, warn_day: warn } = tell(missed);
  await world.server.advance({ days: days(today, warn), hours: 1 });
  const unit = await signedIn('handler');
  assert.ok(await until(() => told(unit, 'matter.tell_near', missed)));
  const near = await unit.get(`/matters/${missed.id}`);
  assert.deepEqual([tell(near).light, near.events.at(-1).action], ['yellow', 'tell_near']);
  assert.ok(!await told(unit, 'matter.tell_near', parked));
  kept = await act(unit, await unit.get(`/matters/${kept.id}`), 'contact', { day: unit.session.today, how: 'phone', text: '已告知正在采购材料。' });
  assert.equal(tell(kept).due_day, dayAfter(unit.session.today, 4));
  await world.server.advance({ days: days(warn, due) + 1 });
  const [later, office] = await Promise.all(['handler', 'supervisor'].map((login) => signedIn(login)));
  assert.ok(await until(() => told(later, 'matter.tell_passed', missed)));
  assert.ok(await until(() => told(office, 'matter.tell_missed', missed)));
  let passed = await later.get(`/matters/${missed.id}`);
  assert.equal(tell(passed).light, 'red');
  assert.ok(passed.events.some((e) => e.action === 'tell_passed' && e.actor.name === '系统' && e.data.tell_day === due));
  const listed = (await all(office, '/matters?sort=tell_due_at')).map((row) => row.id);
  assert.ok(listed.indexOf(missed.id) >= 0 && listed.indexOf(missed.id) < listed.indexOf(kept.id), 'what runs out first comes first');
  assert.ok(!listed.includes(parked.id));
  assert.equal(await toTell(office), listed.length);
  // One of two was told in time; the parked one owes nothing. The rows say which.
  const period = `period=${due}..${due}&unit=${world.units.housing}`;
  const rows = (await all(office, `/figures/matter.told_on_time/rows?${period}`)).filter((row) => [kept.id, missed.id, parked.id].includes(row.id));
  assert.deepEqual(rows.map((row) => [row.id, row.in_n]).sort(), [[kept.id, true], [missed.id, false]].sort());
  const [figure] = await office.get(`/figures/matter.told_on_time?${period}`);
  assert.ok(figure.n >= 1 && figure.N > figure.n);
  // A stage reply is a word to the caller: the clock begins again. The answer ends it.
  const { errors } = await later.refused('invalid_fields', 'POST', `/matters/${passed.id}/stage`, { seq: passed.seq, day: '2099-01-05', told: 'phone', text: '材料未到。', next: '到货后修。' });
  passed = await act(later, passed, 'stage', { day: errors[0].accepted.match(/\d{4}-\d{2}-\d{2}/g)[1], told: 'phone', text: '材料未到。', next: '到货后修。' });
  assert.deepEqual([tell(passed).due_day, tell(passed).light], [dayAfter(later.session.today, 4), 'green']);
  passed = await act(later, passed, 'answer', { text: '已修复。', result: 'resolved' });
  assert.equal(tell(passed).light, 'blue');
  // Back from parking it goes on with what was left.
  parked = await act(office, await office.get(`/matters/${parked.id}`), 'unpark', { note: '资金已到位' });
  assert.ok(tell(parked).due_day > later.session.today && tell(parked).light !== 'grey');
});
