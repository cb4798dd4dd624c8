// SPDX-License-Identifier: Apache-2.0
// Stage replies: what was done so far, and a new dated promise. Which days, who tells the caller, what is owed, who signs, what is counted.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { all } from '../helpers.mjs';
import { act, dispatched, until, world } from '../world.mjs';

const told = async (person, kind, m) => (await person.get('/my/notices?limit=100')).items.some((n) => n.kind === kind && n.object === m.id);
const queue = async (person, key) => (await person.get('/work')).queues.find((q) => q.key === key);
const signedFor = async () => act(world.people.handler, await dispatched(), 'sign');
const clockOf = (m, kind) => m.clocks.find((c) => c.kind === kind);
/** The next working day on which a promise may fall, as the server says it. */
async function promisedDay(m) {
  const { errors } = await world.people.handler.refused('invalid_fields', 'POST', `/matters/${m.id}/stage`, { seq: m.seq, day: m.day, told: 'window', text: '已到现场。', next: '等配件。' });
  const [field] = errors;
  assert.deepEqual([field.field, field.code], ['day', 'out_of_range']);
  return /\d{4}-\d{2}-\d{2}/.exec(field.accepted)[0];
}
const reply = (day, more = {}) => ({ day, told: 'window', text: '已到现场查看，路灯电缆被挖断，配件已下单。', next: '配件到货后两天内恢复照明。', ...more });

test('promise: a stage reply tells what was done and promises a day; the answer\'s clock runs on; the caller is told', async () => {
  const { handler, clerk, other_head: stranger, supervisor } = world.people;
  let m = await signedFor();
  assert.ok(m.actions.includes('stage'));
  const due = m.due_day;
  const day = await promisedDay(m);
  await clerk.refused('forbidden', 'POST', `/matters/${m.id}/stage`, { seq: m.seq, ...reply(day) });
  await stranger.refused('not_found', 'POST', `/matters/${m.id}/countersign`, { seq: m.seq, decision: 'approve' });
  await handler.refusedField('day', 'out_of_range', 'POST', `/matters/${m.id}/stage`, { seq: m.seq, ...reply('2099-01-05') });
  await handler.refusedField('told', 'unknown_value', 'POST', `/matters/${m.id}/stage`, { seq: m.seq, ...reply(day, { told: 'nobody' }) });
  m = await act(handler, m, 'stage', reply(day));
  assert.deepEqual([m.state, m.due_day, m.promise_day], ['handling', due, day]);
  const [p] = m.promises;
  assert.deepEqual([p.outcome, p.to_day, p.given_day, p.ended_day, p.told, p.text, p.next], ['open', day, world.today, null, 'window', reply(day).text, reply(day).next]);
  const clock = clockOf(m, 'stage');
  assert.deepEqual([clock.due_day, clock.stopped_day, clock.started_day], [day, null, world.today]);
  assert.ok(['green', 'yellow'].includes(clock.light));
  assert.ok(await until(() => told(clerk, 'caller.promised', m)), 'the window tells the caller');
  for (const person of [handler, supervisor]) {
    const rows = await all(person, '/matters?promise=open&sort=promise_day');
    assert.ok(rows.some((row) => row.id === m.id && row.promise_day === day));
    assert.deepEqual(rows.map((row) => row.promise_day), rows.map((row) => row.promise_day).sort());
    assert.equal((await person.get('/matters/count?promise=open')).n, rows.length);
    assert.ok(!(await all(person, '/matters?promise=passed')).some((row) => row.id === m.id));
  }
  const waiting = await queue(handler, 'promised');
  assert.ok(waiting.items.some((row) => row.id === m.id));
  assert.equal((await handler.get(`/matters?${waiting.query}&limit=200`)).count.n, waiting.count.n);
  // A further one, by telephone: the first is renewed. Then the answer keeps the second.
  m = await act(handler, m, 'stage', reply(day, { told: 'phone', next: '明天通电。' }));
  assert.deepEqual(m.promises.map((x) => x.outcome), ['renewed', 'open']);
  assert.ok(clockOf(m, 'contact').stopped_day, 'who was told by telephone was spoken to');
  m = await act(handler, m, 'answer', { text: '路灯已恢复照明。', result: 'resolved' });
  assert.deepEqual([m.promises[1].outcome, m.promise_day, clockOf(m, 'stage').stopped_day], ['kept', null, world.today]);
  const period = `period=${world.today}..${day}`;
  const [kept] = await supervisor.get(`/figures/matter.promise_kept?${period}`);
  assert.equal(kept.n, kept.N, 'all promised for today have been kept, none is due before its day');
  const [made] = await supervisor.get(`/figures/matter.stage_replied?period=${world.today}`);
  assert.ok(made.n >= 2);
  const rows = await all(supervisor, `/figures/matter.stage_replied/rows?period=${world.today}`);
  assert.equal(rows.length, made.n);
  assert.equal(rows.filter((row) => row.id === m.id).length, 2);
});

test('promise: where the district wants it, the head of the unit signs a stage reply first', async () => {
  const { handler, head, supervisor, clerk } = world.people;
  const policy = await supervisor.get('/policy');
  let m = await signedFor();
  const day = await promisedDay(m);
  const signing = await supervisor.put('/policy', { ...policy, head_signs_off: true });
  try {
    m = await act(handler, m, 'stage', reply(day));
    assert.deepEqual([m.pending, m.promise_day, m.promises[0].outcome], ['stage', null, 'waiting']);
    assert.ok(!clockOf(m, 'stage'));
    await handler.refused('request_open', 'POST', `/matters/${m.id}/stage`, { seq: m.seq, ...reply(day) });
    await handler.refused('forbidden', 'POST', `/matters/${m.id}/countersign`, { seq: m.seq, decision: 'approve' });
    assert.ok((await queue(head, 'stage')).items.some((row) => row.id === m.id));
    assert.ok(await until(() => told(head, 'matter.stage_to_sign', m)));
    m = await act(head, m, 'countersign', { decision: 'return', note: '写清楚谁来修。' });
    assert.deepEqual([m.pending, m.promises[0].outcome, m.promises[0].note], [null, 'returned', '写清楚谁来修。']);
    m = await act(handler, m, 'stage', reply(day, { text: '已到现场，由路灯所修复。' }));
    assert.ok(!(await told(clerk, 'caller.promised', m)), 'nothing is out yet');
    m = await act(head, m, 'countersign', { decision: 'approve', note: '同意。' });
    assert.deepEqual([m.promises[1].outcome, m.promise_day], ['open', day]);
    assert.ok(await until(() => told(clerk, 'caller.promised', m)));
    assert.deepEqual(m.events.slice(-4).map((e) => e.action), ['stage_replied', 'stage_returned', 'stage_replied', 'stage_signed_off']);
  } finally {
    await supervisor.put('/policy', { ...signing, head_signs_off: policy.head_signs_off });
  }
});

test('promise: withdrawn before its day it counts nowhere, and the matter is owed nothing', async () => {
  const { handler, clerk } = world.people;
  let m = await signedFor();
  m = await act(handler, m, 'stage', reply(await promisedDay(m)));
  m = await act(clerk, m, 'withdraw', { reason: '来电人称已经解决。' });
  assert.deepEqual([m.promises[0].outcome, m.promise_day], ['lapsed', null]);
});
