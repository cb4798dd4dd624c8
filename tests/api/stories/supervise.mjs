// SPDX-License-Identifier: Apache-2.0
// Supervision by hand: urged and replied to; an order from blue to red with an answer refused and one accepted; a notification that each head signs; and what
// of it a unit does not see.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { all } from '../helpers.mjs';
import { act, allYes, answered, dispatched, intake, signedIn, until, world } from '../world.mjs';

const on = (person, s, verb, body = {}, options) => person.post(`/supervisions/${s.id}/${verb}`, { seq: s.seq, ...body }, options);
const actions = async (person, matter) => (await person.get(`/matters/${matter.id}`)).events.map((e) => e.action);
const queue = async (person, key) => (await person.get('/supervisions/queues')).queues.find((q) => q.key === key);

test('supervise: urged by hand, on both records, once a day; the unit replies', async () => {
  const { clerk, handler, supervisor, leader, other_handler: other } = world.people;
  const m = await dispatched();
  const urge = await clerk.post('/supervisions/urges', { matter: m.id, seq: m.seq, text: '请抓紧办理，并于今日回电。' });
  assert.match(urge.number, /^催〔\d{4}〕\d+号$/);
  assert.equal(urge.kind, 'urge');
  assert.equal(urge.cause, 'by_hand');
  assert.equal(urge.subject.id, m.id);
  assert.equal((await actions(clerk, m)).at(-1), 'urged');
  const notice = await until(async () => (await handler.get('/my/notices?limit=100')).items.find((n) => n.kind === 'supervise.urged' && n.object === urge.id));
  assert.ok(notice.text.includes(m.number) && notice.text.includes(m.title), notice.text);
  assert.equal(notice.path, `/supervise/${urge.id}`);
  const event = (await clerk.get(`/matters/${m.id}`)).events.at(-1);
  assert.equal(event.data.supervision, urge.id);
  await supervisor.refused('already_exists', 'POST', '/supervisions/urges', { matter: m.id, text: '再催一次' });
  await clerk.refused('conflict', 'POST', '/supervisions/urges', { matter: m.id, seq: m.seq, text: '看到的已经旧了' });
  await leader.refused('forbidden', 'POST', '/supervisions/urges', { matter: m.id, text: '领导催办' });
  await other.refused('not_found', 'POST', `/supervisions/${urge.id}/reply`, { seq: urge.seq });
  assert.ok((await queue(handler, 'urges_to_reply')).items.some((r) => r.id === urge.id));
  const replied = await on(handler, urge, 'reply', { text: '已安排人员，今天到场。' });
  assert.equal(replied.state, 'done');
  assert.deepEqual(replied.actions, []);
  const second = await clerk.post('/supervisions/urges', { matter: (await dispatched()).id, text: '请抓紧办理。' });
  const serial = (s) => Number(/〕(\d+)号/.exec(s.number)[1]);
  assert.equal(serial(second), serial(urge) + 1, 'no number is left out');
  assert.match((await (await signedIn('clerk', { lang: 'en' })).get(`/supervisions/${urge.id}`)).number, /^U-\d{4}-\d+$/);
  const unsent = await clerk.post('/matters', intake());
  await clerk.refused('wrong_state', 'POST', '/supervisions/urges', { matter: unsent.id, text: '没有承办单位' });
  await clerk.refused('wrong_state', 'POST', '/supervisions/urges', { matter: (await answered()).id, text: '已经答复了' });
});

test('supervise: from blue to red; an answer refused, another accepted', async () => {
  const { supervisor, clerk, handler, head, other_handler: other } = world.people;
  const m = await dispatched();
  const blue = { matter: m.id, colour: 'blue', text: '请于限期内书面答复办理情况。' };
  await clerk.refused('forbidden', 'POST', '/supervisions/orders', blue);
  await supervisor.refusedField('reason', 'required', 'POST', '/supervisions/orders', { ...blue, colour: 'orange' });
  await supervisor.refusedField('days', 'out_of_range', 'POST', '/supervisions/orders', { ...blue, days: 99 });
  let order = await supervisor.post('/supervisions/orders', blue);
  assert.match(order.number, /^督〔\d{4}〕\d+号$/);
  assert.equal(order.colour, 'blue');
  assert.equal(order.steps[0].rule, '3wd,warn=1wd');
  assert.ok(order.limit_day > world.today);
  await supervisor.refused('already_exists', 'POST', '/supervisions/orders', blue);
  assert.equal((await actions(handler, m)).at(-1), 'supervised');
  await other.refused('not_found', 'GET', `/supervisions/${order.id}`);
  await supervisor.refused('wrong_state', 'POST', `/supervisions/${order.id}/judge`, { seq: order.seq, decision: 'accept' });
  assert.ok((await queue(handler, 'orders_to_answer')).items.some((r) => r.id === order.id));
  order = await on(handler, order, 'answer', { text: '已联系当事人，正在办理。' });
  assert.ok((await queue(supervisor, 'answers_to_judge')).items.some((r) => r.id === order.id));
  await supervisor.refusedField('note', 'required', 'POST', `/supervisions/${order.id}/judge`, { seq: order.seq, decision: 'refuse' });
  order = await on(supervisor, order, 'judge', { decision: 'refuse', note: '没有说明完成时间。' });
  assert.equal(order.state, 'awaiting');
  assert.equal(order.steps[0].refusals, 1);
  await supervisor.refusedField('reason', 'required', 'POST', `/supervisions/${order.id}/escalate`, { seq: order.seq, text: '限期办结。' });
  order = await on(supervisor, order, 'escalate', { text: '限期办结。', reason: '第一次答复避实就虚。' });
  assert.deepEqual(order.steps.map((s) => [s.colour, s.state]), [['blue', 'escalated'], ['orange', 'awaiting']]);
  order = await on(supervisor, order, 'escalate', { colour: 'red', days: 1, text: '今日办结。', reason: '涉及安全。' });
  assert.equal(new Set(order.steps.map((s) => s.number)).size, 3, 'each has a number of its own');
  await supervisor.refused('wrong_state', 'POST', `/supervisions/${order.id}/escalate`, { seq: order.seq, text: '没有更高的', reason: '红色为止' });
  order = await on(head, order, 'answer', { text: '三盏路灯已全部修复。' });
  order = await on(supervisor, order, 'judge', { decision: 'accept' });
  assert.equal(order.state, 'done');
  assert.equal((await actions(handler, m)).at(-1), 'supervision_ended');
  const rows = (await supervisor.get(`/supervisions?matter=${m.id}`)).items;
  assert.deepEqual(rows.map((r) => [r.colour, r.part, r.state]).sort(), [['blue', 1, 'escalated'], ['orange', 2, 'escalated'], ['red', 3, 'done']]);
});

test('supervise: an order ends with its matter, and when the matter goes to another unit; or is withdrawn', async () => {
  const { supervisor, operator, handler } = world.people;
  const raise = (m) => supervisor.post('/supervisions/orders', { matter: m.id, colour: 'blue', text: '请书面答复。' });
  let m = await act(handler, await dispatched(), 'sign');
  const order = await raise(m);
  m = await act(handler, { ...m, seq: m.seq + 1 }, 'answer', { text: '已修好。', result: 'resolved' });
  await act(operator, m, 'callback', allYes);
  assert.equal((await supervisor.get(`/supervisions/${order.id}`)).state, 'closed');
  const moved = await dispatched();
  const other = await raise(moved);
  const objected = await act(handler, { ...moved, seq: moved.seq + 1 }, 'object', { reason: '属于市监局。' });
  await act(supervisor, objected, 'arbitrate', { decision: 'uphold', unit: world.units.market, note: '改派。' });
  assert.equal((await supervisor.get(`/supervisions/${other.id}`)).state, 'closed');
  const wrong = await dispatched();
  const mistaken = await raise(wrong);
  const gone = await on(supervisor, mistaken, 'withdraw', { reason: '误发。' });
  assert.equal(gone.state, 'withdrawn');
  assert.deepEqual((await supervisor.get(`/matters/${wrong.id}`)).events.at(-1).data.end, 'withdrawn');
  await supervisor.refused('wrong_state', 'POST', `/supervisions/${gone.id}/dismiss`, { seq: gone.seq, reason: '没有提议' });
});

test('supervise: a notification is drawn up, corrected, issued, and signed by each head; a unit sees its own line only', async () => {
  const { supervisor, clerk, head, handler, other_head: otherHead } = world.people;
  const ours = await dispatched();
  const theirs = await dispatched(world.units.market);
  const red = await supervisor.post('/supervisions/orders', { matter: ours.id, colour: 'red', text: '限期办结。', reason: '多次催办无果。' });
  await clerk.refused('forbidden', 'POST', '/supervisions/notifications', { title: '关于逾期事项的通报' });
  let note = await supervisor.post('/supervisions/notifications', { title: '关于逾期事项的通报', text: '现将有关情况通报如下。', orders: [red.id] });
  assert.equal(note.number, null);
  assert.deepEqual(note.items.map((i) => [i.unit.id, i.order]), [[world.units.housing, red.id]]);
  const blue = await supervisor.post('/supervisions/orders', { matter: theirs.id, colour: 'blue', text: '请答复。' });
  await supervisor.refusedField('order', 'unknown_value', 'POST', `/supervisions/${note.id}/list`, { seq: note.seq, order: blue.id });
  await supervisor.refusedField('cause', 'required', 'POST', `/supervisions/${note.id}/list`, { seq: note.seq, matter: theirs.id });
  await supervisor.refused('already_exists', 'POST', `/supervisions/${note.id}/list`, { seq: note.seq, order: red.id });
  note = await on(supervisor, note, 'list', { matter: theirs.id, cause: '当事人反映推诿。' });
  note = await on(supervisor, note, 'list', { matter: (await dispatched(world.units.market)).id, cause: '误列。' });
  note = await on(supervisor, note, 'strike', { n: 3 });
  await head.refused('not_found', 'GET', `/supervisions/${note.id}`);
  assert.equal((await all(head, '/supervisions')).filter((r) => r.id === note.id).length, 0);
  note = await on(supervisor, note, 'issue');
  assert.match(note.number, /^通〔\d{4}〕1号$/);
  assert.equal((await actions(handler, ours)).at(-1), 'notified');
  assert.equal((await supervisor.get(`/supervisions/${red.id}`)).notification, note.id);
  assert.equal((await queue(supervisor, 'unsigned')).items.filter((r) => r.id === note.id).length, 2);
  const seen = await head.get(`/supervisions/${note.id}`);
  assert.deepEqual(seen.items.map((i) => i.unit.id), [world.units.housing]);
  assert.equal(seen.text, '现将有关情况通报如下。');
  assert.ok(!JSON.stringify(seen).includes(theirs.id), 'no hint of the others');
  assert.ok((await queue(head, 'notifications_to_sign')).items.some((r) => r.id === note.id));
  await handler.refused('forbidden', 'POST', `/supervisions/${note.id}/sign`, { seq: note.seq });
  note = await on(head, note, 'sign');
  await head.refused('wrong_state', 'POST', `/supervisions/${note.id}/sign`, { seq: note.seq });
  assert.equal((await supervisor.get(`/supervisions/${note.id}`)).state, 'awaiting');
  await on(otherHead, note, 'sign');
  const done = await supervisor.get(`/supervisions/${note.id}`);
  assert.equal(done.state, 'done');
  assert.ok(done.items.every((i) => i.signed_by && i.signed_day === world.today));
  const draft = await supervisor.post('/supervisions/notifications', { title: '不发的通报' });
  await supervisor.refused('wrong_state', 'POST', `/supervisions/${draft.id}/issue`, { seq: draft.seq });
  assert.equal((await on(supervisor, draft, 'dismiss', { reason: '暂不通报。' })).state, 'dismissed');
});

test('supervise: the list is filtered, counted, paged and exported alike, and by scope', async () => {
  const { supervisor, handler, other_handler: other } = world.people;
  for (const query of ['', 'kind=urge', 'kind=order&colour=red', 'state=done', `unit=${world.units.market}`, 'open=true', 'late=true', 'sort=limit_day', 'sort=-limit_day&kind=order', `from=${world.today}&to=${world.today}`]) {
    const rows = await all(supervisor, `/supervisions?${query}`, 3);
    const keys = rows.map((r) => `${r.id} ${r.part}`);
    assert.equal(new Set(keys).size, rows.length, query);
    assert.equal((await supervisor.get(`/supervisions/count?${query}`)).n, rows.length, query);
    const csv = (await supervisor.send('GET', `/supervisions/export.csv?${query}`)).text.trim().split('\r\n');
    assert.equal(csv.length - 1, rows.length, query);
  }
  for (const person of [handler, other]) {
    const rows = await all(person, '/supervisions');
    assert.ok(rows.length > 0 && rows.every((r) => r.unit.id === world.units[person === handler ? 'housing' : 'market'] && r.number !== null && r.next === null));
    for (const row of rows) {
      await person.get(`/supervisions/${row.id}`);
    }
    assert.deepEqual((await person.get('/supervisions?next=red')).items, []);
  }
  const everything = await all(supervisor, '/supervisions');
  const own = new Set((await all(handler, '/supervisions')).map((r) => r.id));
  for (const row of everything.filter((r) => !own.has(r.id))) {
    await handler.refused('not_found', 'GET', `/supervisions/${row.id}`);
  }
  await supervisor.refused('bad_query', 'GET', '/supervisions?cursor=nonsense');
});
