// SPDX-License-Identifier: Apache-2.0
// The loop: from an intake to a called-back close, with what may go otherwise on the way.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { all } from '../helpers.mjs';
import { act, allYes, answered, dispatched, intake, until, world } from '../world.mjs';

const actions = (matter) => matter.events.map((e) => e.action);

test('loop: registered, dispatched, signed, answered, called back, closed', async () => {
  const { clerk, handler, operator } = world.people;
  let m = await clerk.post('/matters', intake({ day: world.today, channel: 'counter' }));
  assert.equal(m.state, 'registered');
  assert.match(m.number, /^340406-\d{4}-\d{6}$/);
  assert.equal(m.intake_unit.id, world.units.window);
  assert.equal(m.actions[0], 'dispatch');
  m = await act(clerk, m, 'dispatch', { unit: world.units.housing, note: '请尽快' });
  assert.equal(m.state, 'dispatched');
  assert.equal(m.unit.id, world.units.housing);
  assert.deepEqual(m.clocks.map((c) => [c.kind, c.rule]).sort(), [['answer', '5wd'], ['contact', '1wd'], ['sign', '1wd']]);
  m = await act(handler, m, 'sign');
  assert.equal(m.state, 'signed');
  m = await act(handler, m, 'contact', { day: world.today, how: 'phone', text: '已与来电人联系，约定上门。' });
  m = await act(handler, m, 'note', { text: '灯杆编号 17 至 19。' });
  assert.equal(m.state, 'handling');
  m = await act(handler, m, 'answer', { text: '已更换灯具。', result: 'resolved' });
  assert.equal(m.state, 'answered');
  assert.equal(m.answered_day, world.today);
  m = await act(operator, m, 'callback', allYes);
  assert.equal(m.state, 'closed');
  assert.equal(m.closed_day, world.today);
  assert.equal(m.rounds[0].state, 'valid');
  assert.equal(m.rounds[0].consequence, 'closed');
  assert.deepEqual(actions(m).sort(), ['answered', 'call_ended', 'closed', 'contacted', 'dispatched', 'noted', 'registered', 'signed'].sort());
  assert.deepEqual(m.actions.filter((a) => !['reveal', 'note'].includes(a)), []);
});

test('loop: the due days are those of the calendar', async () => {
  const m = await dispatched();
  const off = new Set();
  const worked = new Set();
  for (const year of [Number(world.today.slice(0, 4)), Number(world.today.slice(0, 4)) + 1]) {
    const calendar = await world.people.leader.get(`/calendar/${year}`);
    calendar.days_off.forEach((d) => off.add(d));
    calendar.days_worked.forEach((d) => worked.add(d));
  }
  const after = (n) => {
    const day = new Date(`${world.today}T00:00:00Z`);
    for (let left = n; left > 0;) {
      day.setUTCDate(day.getUTCDate() + 1);
      const text = day.toISOString().slice(0, 10);
      const weekend = [0, 6].includes(day.getUTCDay());
      left -= Number(worked.has(text) || (!weekend && !off.has(text)));
    }
    return day.toISOString().slice(0, 10);
  };
  const due = Object.fromEntries(m.clocks.map((c) => [c.kind, c.due_day]));
  assert.deepEqual(due, { contact: after(1), sign: after(1), answer: after(5) });
  assert.equal(m.due_day, after(1) < after(5) && m.state === 'dispatched' ? m.due_day : after(5));
});

test('loop: a unit objects, arbitration rejects it, and then it may not object again', async () => {
  const { handler, supervisor } = world.people;
  let m = await dispatched();
  m = await act(handler, m, 'object', { reason: '该路灯属于市场监管局管理。' });
  assert.equal(m.state, 'objected');
  m = await act(supervisor, m, 'arbitrate', { decision: 'reject', note: '权责清单写明由住建局办理。' });
  assert.equal(m.state, 'dispatched');
  assert.equal(m.dispatches.at(-1).final, true);
  await handler.refused('objection_final', 'POST', `/matters/${m.id}/object`, { seq: m.seq, reason: '仍然不归我们。' });
  m = await act(handler, m, 'sign');
  assert.equal(m.state, 'signed');
});

test('loop: arbitration upholds an objection and names the new unit', async () => {
  const { handler, other_handler: other, supervisor } = world.people;
  let m = await dispatched();
  m = await act(handler, m, 'object', { reason: '属于证照问题。' });
  await supervisor.refusedField('unit', 'unknown_unit', 'POST', `/matters/${m.id}/arbitrate`, { seq: m.seq, decision: 'uphold', note: '确属市监局。' });
  m = await act(supervisor, m, 'arbitrate', { decision: 'uphold', unit: world.units.market, note: '确属市监局。' });
  assert.equal(m.unit.id, world.units.market);
  assert.deepEqual(m.dispatches.map((d) => d.outcome).at(0), 'objection_upheld');
  await other.refused('objection_final', 'POST', `/matters/${m.id}/object`, { seq: m.seq, reason: '也不归我们。' });
  m = await act(other, m, 'sign');
  assert.equal(m.state, 'signed');
});

test('loop: the work of a department is not pushed down to a township', async () => {
  const { clerk } = world.people;
  const m = await clerk.post('/matters', intake());
  await clerk.refused('pushed_down', 'POST', `/matters/${m.id}/dispatch`, { seq: m.seq, unit: world.units.town });
  await clerk.refused('pushed_down', 'POST', '/matters', intake({ dispatch: { unit: world.units.street } }));
  const own = await clerk.post('/matters', intake({ category: '03-01-01', dispatch: { unit: world.units.town } }));
  assert.equal(own.unit.id, world.units.town);
});

test('loop: an answer that is not true, not done or not satisfactory comes back, the second time supervised', async () => {
  const { handler, operator } = world.people;
  let m = await answered();
  m = await act(operator, m, 'callback', { reached: true, true_: 'no', done: 'no', solved: 'no', satisfaction: 'dissatisfied', words: '根本没人来过。' });
  assert.equal(m.state, 'handling');
  assert.equal(m.rounds[0].consequence, 'returned');
  assert.equal(m.events.find((e) => e.action === 'call_ended').texts.words, '根本没人来过。');
  m = await act(handler, m, 'answer', { text: '这次真的换了。', result: 'resolved' });
  m = await act(operator, m, 'callback', { ...allYes, satisfaction: 'dissatisfied' });
  assert.equal(m.rounds[1].consequence, 'returned_supervised');
  m = await act(handler, m, 'answer', { text: '上门道歉并修好。', result: 'resolved' });
  m = await act(operator, m, 'callback', allYes);
  assert.equal(m.state, 'closed');
  assert.deepEqual(m.rounds.map((r) => r.true_), ['no', 'yes', 'yes']);
});

test('loop: each answer of the four questions has its consequence', async () => {
  const { operator } = world.people;
  for (const [more, state] of [
    [{ true_: 'partly' }, 'handling'], [{ done: 'partly' }, 'handling'], [{ solved: 'partly' }, 'handling'], [{ solved: 'no' }, 'handling'],
    [{ satisfaction: 'basically' }, 'closed'], [{ satisfaction: 'declined' }, 'closed'], [{ solved: 'unknown' }, 'closed'], [{ done: 'declined' }, 'closed'],
  ]) {
    const m = await act(operator, await answered(), 'callback', { ...allYes, ...more });
    assert.equal(m.state, state, JSON.stringify(more));
  }
  const m = await answered();
  await operator.refusedField('true_', 'required', 'POST', `/matters/${m.id}/callback`, { seq: m.seq, reached: true, done: 'yes' });
});

test('loop: not reached waits for another day; another try on the same day is on record', async () => {
  const { operator } = world.people;
  let m = await act(operator, await answered(), 'callback', { reached: false, note: '无人接听' });
  assert.equal(m.state, 'answered');
  assert.equal(m.rounds[0].state, 'due');
  assert.equal(m.rounds[0].tries.length, 1);
  assert.equal(m.rounds[0].tries[0].note, '无人接听');
  assert.ok(m.rounds[0].next_try_day >= world.today);
  const queue = await operator.get('/callbacks?due=all&tries=1');
  assert.ok(queue.items.some((row) => row.id === m.id && row.tries === 1));
  m = await act(operator, m, 'callback', allYes);
  assert.equal(m.state, 'closed');
});

test('loop: who left no telephone cannot be called, and is counted apart', async () => {
  const m = await answered({ caller: { kind: 'anonymous' } });
  assert.equal(m.state, 'closed');
  assert.equal(m.rounds[0].state, 'cannot_call');
});

test('loop: nobody of a unit that answered records the call-back', async () => {
  const { handler, head, clerk, leader } = world.people;
  const m = await answered();
  for (const person of [handler, head, clerk, leader]) {
    await person.refused('forbidden', 'POST', `/matters/${m.id}/callback`, { seq: m.seq, ...allYes });
  }
});

test('loop: where the district wants it, the head of the unit signs the answer off', async () => {
  const { handler, head, supervisor } = world.people;
  const policy = await supervisor.get('/policy');
  const signing = await supervisor.put('/policy', { ...policy, head_signs_off: true });
  assert.equal(signing.version, policy.version + 1);
  let m = await act(handler, await dispatched(), 'sign');
  m = await act(handler, m, 'answer', { text: '拟答复：已更换。', result: 'resolved' });
  assert.equal(m.state, 'signoff');
  assert.equal(m.answered_day, null);
  await handler.refused('forbidden', 'POST', `/matters/${m.id}/signoff`, { seq: m.seq, decision: 'approve' });
  m = await act(head, m, 'signoff', { decision: 'return', note: '请写明更换时间。' });
  assert.equal(m.state, 'handling');
  m = await act(handler, m, 'answer', { text: '今日已更换。', result: 'resolved' });
  m = await act(head, m, 'signoff', { decision: 'approve' });
  assert.equal(m.state, 'answered');
  const own = await act(head, await act(head, await dispatched(), 'sign'), 'answer', { text: '局长亲自答复。', result: 'resolved' });
  if (own.state === 'signoff') {
    await head.refused('own_answer', 'POST', `/matters/${own.id}/signoff`, { seq: own.seq, decision: 'approve' });
  }
  await supervisor.put('/policy', { ...signing, head_signs_off: false });
});

test('loop: a withdrawal is called back too, and "not of my own will" opens it again', async () => {
  const { clerk, operator, supervisor } = world.people;
  const figure = async (key) => (await supervisor.get(`/figures/${key}?period=${world.today}`))[0];
  const before = await figure('callback.withdrawal_true');
  let m = await act(clerk, await dispatched(), 'withdraw', { reason: '来电人称已自行解决。' });
  assert.equal(m.state, 'withdrawn');
  assert.equal(m.rounds[0].kind, 'withdrawal');
  m = await act(operator, m, 'callback', { reached: true, true_: 'no', words: '是他们让我撤的。' });
  assert.notEqual(m.state, 'withdrawn');
  assert.equal(m.unit.id, world.units.housing);
  let willing = await act(clerk, await clerk.post('/matters', intake()), 'withdraw', { reason: '不需要了。' });
  willing = await act(operator, willing, 'callback', { reached: true, true_: 'yes' });
  assert.equal(willing.state, 'withdrawn');
  // The office hears of the one that was talked into it, and units are measured by it; the rows say which was which.
  assert.ok(await until(async () => (await supervisor.get('/my/notices?limit=100')).items.some((n) => n.kind === 'matter.unwilling' && n.object === m.id)));
  const now = await figure('callback.withdrawal_true');
  assert.deepEqual([now.n - before.n, now.N - before.N], [1, 2]);
  const rows = await all(supervisor, `/figures/callback.withdrawal_true/rows?period=${world.today}`);
  assert.deepEqual([m.id, willing.id].map((id) => rows.find((row) => row.id === id).in_n), [false, true]);
});

test('loop: a repeat is joined to the matter in hand', async () => {
  const { clerk } = world.people;
  const first = await dispatched();
  const again = await clerk.post('/matters', intake({ join: first.id }));
  assert.equal(again.state, 'joined');
  assert.equal(again.joined_into, first.id);
  const third = await clerk.post('/matters', intake());
  const joined = await act(clerk, third, 'join', { into: first.id });
  assert.equal(joined.state, 'joined');
  const whole = await clerk.get(`/matters/${first.id}`);
  assert.deepEqual(whole.repeats.map((r) => r.id).sort(), [again.id, third.id].sort());
  const fourth = await clerk.post('/matters', intake());
  await clerk.refused('cannot_join_itself', 'POST', `/matters/${fourth.id}/join`, { seq: fourth.seq, into: fourth.id });
  await clerk.refused('cannot_join_itself', 'POST', `/matters/${fourth.id}/join`, { seq: fourth.seq, into: again.id });
});

test('loop: an amendment keeps what was said before in the story', async () => {
  const { clerk } = world.people;
  let m = await clerk.post('/matters', intake());
  m = await act(clerk, m, 'amend', { title: '改过的标题', category: '01-01-02', urgency: 'urgent', reason: '来电人补充说明。' });
  assert.equal(m.title, '改过的标题');
  assert.equal(m.category.code, '01-01-02');
  assert.equal(m.urgency, 'urgent');
  assert.ok(actions(m).includes('amended'));
});

test('loop: acts that do not fit the state are refused', async () => {
  const { clerk, handler, operator, supervisor } = world.people;
  const registered = await clerk.post('/matters', intake());
  const waiting = await dispatched();
  const closed = await act(operator, await answered(), 'callback', allYes);
  for (const [person, m, verb, body] of [
    [operator, waiting, 'callback', allYes], [operator, registered, 'callback', allYes], [operator, closed, 'callback', allYes],
    [supervisor, waiting, 'arbitrate', { decision: 'reject', note: '没有异议可裁。' }],
    [handler, waiting, 'answer', { text: '未签收先答复。', result: 'resolved' }],
    [clerk, closed, 'dispatch', { unit: world.units.housing }], [clerk, closed, 'withdraw', { reason: '已经办结。' }],
    [clerk, waiting, 'dispatch', { unit: world.units.market }], [handler, closed, 'sign', {}],
  ]) {
    await person.refused('wrong_state', 'POST', `/matters/${m.id}/${verb}`, { seq: m.seq, ...body });
  }
});

test('loop: the caller is found by a whole number or a name, with earlier matters beside', async () => {
  const { clerk, operator } = world.people;
  const caller = { kind: 'person', name: '王小芳', phone: '19900229999' };
  const m = await clerk.post('/matters', intake({ caller }));
  const [hit] = (await clerk.get('/parties?phone=19900229999')).items;
  assert.equal(hit.id, m.caller.party);
  assert.ok(!hit.name.includes('小'), `the name is masked: ${hit.name}`);
  assert.ok(!hit.phone.includes('19900229999'));
  assert.equal(hit.matters, 1);
  const again = await clerk.post('/matters', intake({ caller: { kind: 'person', party: hit.id } }));
  assert.equal(again.caller.party, hit.id);
  assert.deepEqual(again.related.map((r) => r.id), [m.id]);
  assert.deepEqual((await clerk.get(`/parties/${hit.id}/matters`)).items.map((r) => r.id).sort(), [m.id, again.id].sort());
  assert.ok((await clerk.get(`/parties?name=${encodeURIComponent('王小芳')}`)).items.some((p) => p.id === hit.id));
  await clerk.refusedField('phone', 'bad_phone', 'GET', '/parties?phone=1990022');
  const seen = await operator.get(`/matters/${m.id}`);
  assert.ok(!JSON.stringify(seen).includes('王小芳') && !JSON.stringify(seen).includes('19900229999'), 'masked by default');
  const shown = await clerk.post(`/parties/${hit.id}/reveal`, { reason: '回电核实地址' });
  assert.deepEqual(shown, { name: '王小芳', phone: '19900229999' });
});

test('loop: my work shows what waits for each role, and its query shows the same rows', async () => {
  const { clerk, handler, supervisor, operator } = world.people;
  const fresh = await clerk.post('/matters', intake());
  const waiting = await dispatched();
  const objected = await act(handler, await dispatched(), 'object', { reason: '不归我们管理。' });
  const call = await answered();
  for (const [person, key, m] of [[clerk, 'to_dispatch', fresh], [handler, 'to_sign', waiting], [supervisor, 'to_arbitrate', objected]]) {
    const queue = (await person.get('/work')).queues.find((q) => q.key === key);
    assert.ok(queue, `${key} is there`);
    assert.ok(queue.count.n >= 1 && queue.items.length <= 8);
    const rows = await person.get(`/matters?${queue.query.replace(/^\?/, '')}&limit=200`);
    assert.equal(rows.count.n, queue.count.n, `${key}: its query shows as many`);
    assert.ok(rows.items.some((row) => row.id === m.id), `${key}: the matter is among them`);
  }
  const calls = (await operator.get('/work')).queues.filter((q) => q.key.startsWith('to_call'));
  assert.ok(calls.reduce((n, q) => n + q.count.n, 0) >= 1);
  assert.ok((await operator.get('/callbacks?due=all&limit=200')).items.some((row) => row.id === call.id));
});
