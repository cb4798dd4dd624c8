// SPDX-License-Identifier: Apache-2.0
// The acts beside the straight way: more time. What is asked for, who decides, what the caller's window is told, what is counted.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { all } from '../helpers.mjs';
import { act, dispatched, until, world } from '../world.mjs';

const period = () => `period=${world.today}`;
const figure = async (key, person = world.people.supervisor) => (await person.get(`/figures/${key}?${period()}`))[0];
const clockOf = (m, kind = 'answer') => m.clocks.find((c) => c.kind === kind);
const queue = async (person, key) => (await person.get('/work')).queues.find((q) => q.key === key);
const told = async (person, kind, m) => (await person.get('/my/notices?limit=100')).items.some((n) => n.kind === kind && n.object === m.id);
const signedFor = async () => act(world.people.handler, await dispatched(), 'sign');

test('acts: more time is asked by the unit, granted by its head within the limit, and the due day moves', async () => {
  const { handler, head, other_head: otherHead, leader, clerk } = world.people;
  const before = (await figure('matter.extended')).n;
  let m = await signedFor();
  const due = clockOf(m).due_day;
  assert.ok(m.actions.includes('extend'));
  await handler.refusedField('days', 'out_of_range', 'POST', `/matters/${m.id}/extend`, { seq: m.seq, days: 99, reason: '等材料。' });
  await handler.refusedField('days', 'required', 'POST', `/matters/${m.id}/extend`, { seq: m.seq, reason: '等材料。' });
  await clerk.refused('forbidden', 'POST', `/matters/${m.id}/extend`, { seq: m.seq, days: 2, reason: '等材料。' });
  m = await act(handler, m, 'extend', { days: 2, reason: '需等厂家发来配件。' });
  assert.equal(m.pending, 'extension_head');
  assert.equal(clockOf(m).due_day, due, 'asking moves nothing');
  await handler.refused('request_open', 'POST', `/matters/${m.id}/extend`, { seq: m.seq, days: 1, reason: '再要一天。' });
  await handler.refused('forbidden', 'POST', `/matters/${m.id}/extension`, { seq: m.seq, decision: 'approve', note: '同意。' });
  await leader.refused('forbidden', 'POST', `/matters/${m.id}/extension`, { seq: m.seq, decision: 'approve', note: '同意。' });
  await otherHead.refused('not_found', 'POST', `/matters/${m.id}/extension`, { seq: m.seq, decision: 'approve', note: '同意。' });
  const waiting = await queue(head, 'extension_head');
  assert.ok(waiting.items.some((row) => row.id === m.id));
  assert.equal((await head.get(`/matters?${waiting.query}&limit=200`)).count.n, waiting.count.n);
  m = await act(head, m, 'extension', { decision: 'approve', note: '同意，抓紧办理。' });
  assert.equal(m.pending, null);
  assert.ok(clockOf(m).due_day > due);
  assert.equal(clockOf(m).extended_days, 2);
  assert.equal(m.due_day, clockOf(m).due_day);
  const [x] = m.extensions;
  assert.deepEqual([x.outcome, x.level, x.days, x.due_day, x.to_day, x.reason], ['approved', 'head', 2, due, m.due_day, '需等厂家发来配件。']);
  for (const [person, kind] of [[head, 'matter.extension_asked'], [handler, 'matter.extended'], [clerk, 'caller.extended']]) {
    assert.ok(await until(() => told(person, kind, m)), `${kind} is told`);
  }
  assert.equal((await figure('matter.extended')).n, before + 1);
  const rows = await all(world.people.supervisor, `/figures/matter.extended/rows?${period()}`);
  assert.equal(rows.length, before + 1);
  assert.ok(rows.some((row) => row.id === m.id));
});

test('acts: beyond the limit of the head the supervision office decides; a refusal leaves the day; the total ends it', async () => {
  const { handler, head, supervisor } = world.people;
  const policy = await supervisor.get('/policy');
  let m = await signedFor();
  const due = m.due_day;
  m = await act(handler, m, 'extend', { days: policy.extend_head_days + 1, reason: '须请专家论证。' });
  assert.equal(m.pending, 'extension_office');
  await head.refused('forbidden', 'POST', `/matters/${m.id}/extension`, { seq: m.seq, decision: 'approve', note: '同意。' });
  assert.ok((await queue(supervisor, 'extension_office')).items.some((row) => row.id === m.id));
  m = await act(supervisor, m, 'extension', { decision: 'refuse', note: '论证可与维修同时进行。' });
  assert.equal(m.due_day, due);
  assert.equal(m.extensions[0].outcome, 'refused');
  m = await act(handler, m, 'extend', { days: policy.extend_total_days, reason: '配件断货。' });
  m = await act(supervisor, m, 'extension', { decision: 'approve', note: '同意，逾期不再延。' });
  await handler.refused('limit_reached', 'POST', `/matters/${m.id}/extend`, { seq: m.seq, days: 1, reason: '还差一天。' });
  await supervisor.refusedField('extend_head_days', 'out_of_range', 'PUT', '/policy', { ...policy, extend_head_days: policy.extend_total_days + 1 });
  // A request that the answer overtakes is of no use any more.
  let other = await act(handler, await signedFor(), 'extend', { days: 1, reason: '以防万一。' });
  other = await act(handler, other, 'answer', { text: '已提前办结，路灯恢复照明。', result: 'resolved' });
  assert.deepEqual([other.pending, other.extensions[0].outcome], [null, 'lapsed']);
});

const dayAfter = (day, n) => new Date(Date.parse(day) + n * 86_400_000).toISOString().slice(0, 10);

test('acts: what cannot be done for now is parked by the supervision office; its clock stands still, grey', async () => {
  const { handler, head, supervisor, clerk } = world.people;
  const before = (await figure('matter.parked')).n;
  let m = await signedFor();
  const review = dayAfter(world.today, 30);
  await handler.refusedField('review_day', 'out_of_range', 'POST', `/matters/${m.id}/park`, { seq: m.seq, class: 'funds', review_day: world.today, reason: '资金未落实。' });
  await handler.refusedField('class', 'unknown_value', 'POST', `/matters/${m.id}/park`, { seq: m.seq, class: 'weather', review_day: review, reason: '下雨。' });
  m = await act(handler, m, 'park', { class: 'funds', review_day: review, reason: '改造资金列入下季度预算。' });
  assert.equal(m.pending, 'parking');
  assert.equal(m.light, 'green');
  await head.refused('forbidden', 'POST', `/matters/${m.id}/parking`, { seq: m.seq, decision: 'approve', note: '同意。' });
  assert.ok((await queue(supervisor, 'parking')).items.some((row) => row.id === m.id));
  m = await act(supervisor, m, 'parking', { decision: 'approve', note: '情况属实，同意挂账。' });
  assert.deepEqual([m.state, m.light, m.pending, m.due_day], ['parked', 'grey', null, null]);
  assert.deepEqual([m.parks[0].outcome, m.parks[0].class, m.parks[0].review_day, m.parks[0].reason], ['approved', 'funds', review, '改造资金列入下季度预算。']);
  await handler.refused('wrong_state', 'POST', `/matters/${m.id}/answer`, { seq: m.seq, text: '办好了', result: 'resolved' });
  for (const filter of ['state=parked', 'light=grey']) {
    const rows = await all(handler, `/matters?${filter}`);
    assert.ok(rows.some((row) => row.id === m.id && row.light === 'grey'), filter);
    assert.equal((await handler.get(`/matters/count?${filter}`)).n, rows.length);
  }
  for (const [person, kind] of [[supervisor, 'matter.park_asked'], [handler, 'matter.parked'], [world.people.head, 'matter.parked'], [clerk, 'caller.parked']]) {
    assert.ok(await until(() => told(person, kind, m)), `${kind} is told`);
  }
  assert.equal((await figure('matter.parked')).n, before + 1);
  assert.equal((await all(supervisor, `/figures/matter.parked/rows?${period()}`)).length, before + 1);
  m = await act(handler, m, 'unpark', { note: '资金提前到位。' });
  assert.equal(m.state, 'signed');
  assert.ok(m.due_day);
  assert.equal(m.parks[0].by_itself, false);
  // Refused, it goes on as before.
  let other = await act(handler, await signedFor(), 'park', { class: 'planning', review_day: review, reason: '规划调整中。' });
  const due = other.due_day;
  other = await act(supervisor, other, 'parking', { decision: 'refuse', note: '可先行维修。' });
  assert.deepEqual([other.state, other.due_day, other.parks[0].outcome], ['signed', due, 'refused']);
  assert.ok((await clerk.get(`/matters/${other.id}`)).events.some((e) => e.action === 'park_refused' && e.texts.note === '可先行维修。'));
});
