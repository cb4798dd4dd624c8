// SPDX-License-Identifier: Apache-2.0
// Assisting units: named or asked for, with a clock of their own, answering the lead; what each unit sees of it, and what is counted.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { all } from '../helpers.mjs';
import { act, dispatched, intake, until, world } from '../world.mjs';

const period = () => `period=${world.today}`;
const figure = async (key, person = world.people.supervisor) => (await person.get(`/figures/${key}?${period()}`))[0];
const queue = async (person, key) => (await person.get('/work')).queues.find((q) => q.key === key);
const told = async (person, kind, m) => (await person.get('/my/notices?limit=100')).items.some((n) => n.kind === kind && n.object === m.id);
const asks = '请派员到现场核实权属。';

test('assist: named at the dispatch, the unit signs and answers the lead; lists, counts and figures agree to the row', async () => {
  const { clerk, handler, other_handler: other, town_handler: town, leader } = world.people;
  const before = (await figure('assist.named')).n;
  await clerk.refusedField('dispatch.assists[0].unit', 'unknown_unit', 'POST', '/matters', intake({ dispatch: { unit: world.units.housing, assists: [{ unit: world.units.housing, text: asks }] } }));
  let m = await clerk.post('/matters', intake({ dispatch: { unit: world.units.housing, assists: [{ unit: world.units.market, text: asks }, { unit: world.units.town, text: '请通知沿线住户。' }] } }));
  assert.deepEqual(m.assists.map((a) => [a.n, a.unit.id, a.state, a.ask]), [[1, world.units.market, 'named', asks], [2, world.units.town, 'named', '请通知沿线住户。']]);
  const clock = m.assists[0].clocks.find((c) => c.kind === 'assist');
  assert.deepEqual([clock.rule, clock.light, m.assists[0].clocks.length], ['3wd', 'green', 2]);
  for (const [person, unit] of [[other, 'market'], [town, 'town']]) {
    const mine = await all(person, '/assists?what=awaited');
    assert.ok(mine.some((r) => r.id === m.id && r.assist.unit.id === world.units[unit] && r.assist.light === 'green'));
    assert.ok(mine.every((r) => r.assist.unit.id === world.units[unit]), 'only its own part');
    assert.equal((await person.get('/assists?what=awaited')).count.n, mine.length);
    assert.equal((await queue(person, 'to_assist')).count.n, mine.length);
    assert.ok(!(await all(person, '/matters')).some((r) => r.id === m.id), 'the ledger is of those it leads');
    const found = await all(person, `/matters?assist=${world.units[unit]}`);
    assert.ok(found.some((r) => r.id === m.id));
    assert.equal((await person.get(`/matters/count?assist=${world.units[unit]}`)).n, found.length);
    assert.equal((await person.get(`/matters?q=${m.number}`)).items.length, 1, 'but a search finds it');
    assert.ok(await until(() => told(person, 'assist.named', m)));
  }
  assert.ok((await all(leader, `/matters?assist=${world.units.market}`)).some((r) => r.id === m.id));
  assert.deepEqual((await all(handler, `/matters?assist=${world.units.street}`)), []);
  await other.refused('not_your_unit', 'POST', `/matters/${m.id}/answer`, { seq: m.seq, text: '办好了', result: 'resolved' });
  await handler.refused('not_your_unit', 'POST', `/matters/${m.id}/assist_sign`, { seq: m.seq });
  await other.refused('wrong_state', 'POST', `/matters/${m.id}/assist_answer`, { seq: m.seq, text: '没有签收就答复' });
  m = await act(other, m, 'assist_sign');
  m = await act(other, m, 'assist_answer', { text: '权属清楚，可以施工。' });
  assert.deepEqual([m.state, m.assists[0].state, m.assists[0].answer, m.assists[0].late], ['dispatched', 'answered', '权属清楚，可以施工。', false]);
  assert.ok(await until(() => told(handler, 'assist.answered', m)), 'the lead is told');
  assert.equal((await figure('assist.named')).n, before + 2);
  const rows = await all(world.people.supervisor, `/figures/assist.named/rows?${period()}`);
  assert.equal(rows.length, before + 2);
  // Of a unit the figure has its own rows, and each of them opens.
  const own = await all(other, `/figures/assist.named/rows?${period()}`);
  assert.equal((await figure('assist.named', other)).n, own.length);
  for (const row of own) {
    assert.equal((await other.send('GET', `/matters/${row.id}`)).status, 200);
  }
});

test('assist: the lead asks, the centre grants, refuses, or names another unit', async () => {
  const { clerk, handler, head, other_handler: other, town_handler: town } = world.people;
  let m = await act(handler, await dispatched(), 'sign');
  m = await act(handler, m, 'assist', { unit: world.units.market, text: asks });
  assert.deepEqual([m.assists[0].state, m.assists[0].named_day], ['asked', null]);
  assert.equal((await other.send('GET', `/matters/${m.id}`)).status, 404, 'asked for is not named');
  assert.ok((await all(clerk, '/assists?what=to_decide')).some((r) => r.id === m.id && r.assist.state === 'asked'));
  assert.ok((await queue(clerk, 'assist_to_decide')).items.some((r) => r.id === m.id));
  assert.ok(await until(() => told(clerk, 'assist.asked', m)));
  await head.refused('forbidden', 'POST', `/matters/${m.id}/assist_decide`, { seq: m.seq, n: 1, decision: 'grant', note: '同意。' });
  await handler.refusedField('unit', 'already_exists', 'POST', `/matters/${m.id}/assist`, { seq: m.seq, unit: world.units.market, text: asks });
  m = await act(clerk, m, 'assist_decide', { n: 1, decision: 'grant', note: '同意。' });
  assert.deepEqual([m.assists[0].state, m.assists[0].ask, m.assists[0].note], ['named', asks, '同意。']);
  assert.equal((await other.get(`/matters/${m.id}`)).assists.length, 1);
  m = await act(handler, m, 'assist', { unit: world.units.town, text: '请协调占地。' });
  m = await act(clerk, m, 'assist_decide', { n: 2, decision: 'refuse', note: '不涉及占地。' });
  assert.equal(m.assists[1].state, 'refused');
  assert.equal((await town.send('GET', `/matters/${m.id}`)).status, 404);
  assert.ok(await until(() => told(handler, 'assist.refused', m)));
});

test('assist: an objection is kept, or the unit is replaced; with the answer what is left lapses', async () => {
  const { supervisor, clerk, handler, other_handler: other, town_handler: town } = world.people;
  let m = await act(handler, await dispatched(), 'sign');
  m = await act(clerk, m, 'assist', { unit: world.units.market, text: asks });
  m = await act(other, m, 'assist_object', { reason: '不属于市场监管职责。' });
  assert.deepEqual([m.assists[0].state, m.assists[0].reason], ['objected', '不属于市场监管职责。']);
  await clerk.refusedField('unit', 'unknown_unit', 'POST', `/matters/${m.id}/assist_decide`, { seq: m.seq, n: 1, decision: 'replace', note: '改派。' });
  m = await act(clerk, m, 'assist_decide', { n: 1, decision: 'replace', unit: world.units.town, note: '改由架河镇协办。' });
  assert.deepEqual(m.assists.map((a) => [a.state, a.replaces, a.ask]), [['withdrawn', null, asks], ['named', 1, asks]]);
  assert.equal((await other.send('GET', `/matters/${m.id}`)).status, 200, 'it may see what it once assisted in');
  m = await act(town, m, 'assist_object', { reason: '权属不在本镇。' });
  m = await act(supervisor, m, 'assist_decide', { n: 2, decision: 'keep', note: '属地配合，不再退回。' });
  await town.refused('objection_final', 'POST', `/matters/${m.id}/assist_object`, { seq: m.seq, reason: '再议。' });
  // By the district's rules the lead waits for its assisting units; else it is only warned.
  const policy = await supervisor.get('/policy');
  const strict = await supervisor.put('/policy', { ...policy, assists_first: true });
  await handler.refused('assist_outstanding', 'POST', `/matters/${m.id}/answer`, { seq: m.seq, text: '办好了', result: 'resolved' });
  assert.ok(!(await handler.get(`/matters/${m.id}`)).actions.includes('answer'));
  await supervisor.put('/policy', { ...strict, assists_first: false });
  m = await act(handler, m, 'answer', { text: '已更换路灯。', result: 'resolved' });
  assert.equal(m.assists[1].state, 'lapsed');
  await town.refused('wrong_state', 'POST', `/matters/${m.id}/assist_sign`, { seq: m.seq });
  assert.equal((await figure('assist.objected')).n, 2);
});

test('assist: the lead and the supervision office urge a unit whose answer is awaited, once a day, and nobody else does', async () => {
  const { supervisor, clerk, handler, leader, operator, other_handler: other, town_handler: town } = world.people;
  const before = (await figure('assist.urged')).n;
  let m = await clerk.post('/matters', intake({ dispatch: { unit: world.units.housing, assists: [{ unit: world.units.market, text: asks }, { unit: world.units.town, text: asks }, { unit: world.units.street, text: asks }] } }));
  const urge = (n) => ['POST', `/matters/${m.id}/assist_urge`, { seq: m.seq, n, text: '来电人又来询问，请今天答复。' }];
  await leader.refused('forbidden', ...urge(1));
  await operator.refused('forbidden', ...urge(1));
  await other.refused('not_your_unit', ...urge(2));
  assert.ok(!(await other.get(`/matters/${m.id}`)).actions.includes('assist_urge'));
  await handler.refused('wrong_state', ...urge(9));
  const [due] = m.assists[0].clocks.filter((c) => c.kind === 'assist').map((c) => c.due_day);
  m = await act(handler, m, 'assist_urge', { n: 1, text: '来电人又来询问，请今天答复。' });
  assert.deepEqual(m.assists.map((a) => [a.urged, a.urged_day]), [[1, world.today], [0, null], [0, null]]);
  assert.equal(m.assists[0].clocks.find((c) => c.kind === 'assist').due_day, due, 'urging moves no day');
  const said = m.events.at(-1);
  assert.deepEqual([said.action, said.data.assist_day, said.texts?.text ?? said.data.text], ['assist_urged', due, '来电人又来询问，请今天答复。']);
  assert.ok(await until(() => told(other, 'assist.urged', m)));
  assert.ok(!await told(town, 'assist.urged', m));
  await supervisor.refused('already_exists', ...urge(1));
  m = await act(supervisor, m, 'assist_urge', { n: 2, text: '请配合主办单位。' });
  // Who has objected, or answered, or is spared is not urged.
  m = await act(town, m, 'assist_object', { reason: '权属不在本镇。' });
  await supervisor.refused('wrong_state', ...urge(2));
  m = await act(clerk, m, 'assist_decide', { n: 3, decision: 'withdraw', note: '不再需要。' });
  await handler.refused('wrong_state', ...urge(3));
  m = await act(other, await act(other, m, 'assist_sign'), 'assist_answer', { text: '证照齐全。' });
  await handler.refused('wrong_state', ...urge(1));
  assert.ok(!(await handler.get(`/matters/${m.id}`)).actions.includes('assist_urge'), 'nothing is awaited');
  assert.equal((await figure('assist.urged')).n, before + 2);
  assert.equal((await all(supervisor, `/figures/assist.urged/rows?${period()}`)).length, before + 2);
  assert.ok((await all(other, `/figures/assist.urged/rows?${period()}`)).some((row) => row.id === m.id));
});
