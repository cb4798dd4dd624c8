// SPDX-License-Identifier: Apache-2.0
// Regular reviews: an agenda collects itself, somebody asks for one matter more, decisions go to units and onto the matters, reports are confirmed by others, and
// what was not done comes again.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { all } from '../helpers.mjs';
import { act, allYes, answered, dispatched, pdf, until, world } from '../world.mjs';

const on = (person, review, verb, body = {}, options) => person.post(`/reviews/${review.id}/${verb}`, { seq: review.seq, ...body }, options);
const itemOf = (review, matter) => review.items.find((i) => i.matter.id === matter.id);
const later = (days) => new Date(Date.parse(world.today) + days * 86_400_000).toISOString().slice(0, 10);
const plan = (more = {}) => ({ kind: 'weekly', day: world.today, topic: '本周积压事项', place: '区政府三楼会议室', ...more });
let untrue;
let asked;
let review;

test('review: planned, it collects what belongs on it, with the reasons', async () => {
  const { supervisor, operator, leader, clerk } = world.people;
  const talked = await act(operator, await act(clerk, await dispatched(), 'withdraw', { reason: '来电人称已解决。' }), 'callback', { reached: true, true_: 'no', words: '是他们让我撤的。' });
  untrue = await act(operator, await answered(), 'callback', { ...allYes, true_: 'no', words: '没有来修过。' });
  const unhappy = await act(operator, await answered(), 'callback', { ...allYes, satisfaction: 'dissatisfied', words: '拖得太久。' });
  const happy = await act(operator, await answered(), 'callback', allYes);
  asked = await dispatched(world.units.market);
  review = await supervisor.post('/reviews', plan());
  assert.match(review.number, /^\d{4}-000001$/);
  assert.equal(review.state, 'planned');
  assert.deepEqual(itemOf(review, untrue).reasons, ['not_true']);
  assert.deepEqual(itemOf(review, unhappy).reasons, ['not_satisfied']);
  assert.deepEqual(itemOf(review, talked).reasons, ['not_true']);
  assert.equal(itemOf(review, happy), undefined);
  assert.equal(itemOf(review, asked), undefined);
  const same = await on(supervisor, review, 'collect');
  assert.equal(same.seq, review.seq, 'nothing new, nothing recorded');
  review = await on(leader, review, 'ask', { matter: asked.id, reason: '群众多次反映，请上会研究。' });
  assert.deepEqual(itemOf(review, asked).reasons, ['asked']);
  assert.equal(itemOf(review, asked).asked, '群众多次反映，请上会研究。');
  const story = (await leader.get(`/matters/${asked.id}`)).events;
  assert.equal(story.at(-1).action, 'review_asked');
  assert.equal(story.at(-1).data.meeting, review.id);
});

test('review: what does not fit is refused, by field', async () => {
  const { supervisor, leader, handler, clerk } = world.people;
  const fields = async (verb, body) => (await supervisor.refused('invalid_fields', 'POST', `/reviews/${review.id}/${verb}`, { seq: review.seq, ...body })).errors.map((e) => `${e.field} ${e.code}`);
  await clerk.refused('forbidden', 'POST', '/reviews', plan());
  const past = await supervisor.refused('invalid_fields', 'POST', '/reviews', plan({ day: later(-1) }));
  assert.deepEqual(past.errors.map((e) => e.field), ['day']);
  assert.deepEqual((await supervisor.refused('invalid_fields', 'POST', '/reviews', plan({ unit: '0123456789ABC' }))).errors.map((e) => e.code), ['unknown_unit']);
  assert.deepEqual(await fields('ask', { matter: '0123456789ABC', reason: '没有这件' }), ['matter unknown_value']);
  assert.deepEqual(await fields('drop', { n: 150, reason: '没有这项' }), ['n out_of_range']);
  await leader.refused('already_exists', 'POST', `/reviews/${review.id}/ask`, { seq: review.seq, matter: asked.id, reason: '再说一次' });
  await supervisor.refused('wrong_state', 'POST', `/reviews/${review.id}/decide`, { seq: review.seq, n: 1, decision: 'press', unit: world.units.housing, by_day: later(5), instruction: '限期' });
  await supervisor.refused('wrong_state', 'POST', `/reviews/${review.id}/close`, { seq: review.seq });
  await handler.refused('not_found', 'GET', `/reviews/${review.id}`);
  assert.deepEqual((await supervisor.get('/reviews?kind=monthly')).items, []);
  await supervisor.refused('bad_query', 'GET', '/reviews?cursor=nonsense');
});

test('review: changed, dropped from, begun; two who decide at once: one wins, the other sees what changed', async () => {
  const { supervisor } = world.people;
  const extra = await dispatched();
  review = await on(supervisor, review, 'ask', { matter: extra.id, reason: '一并研究。' });
  review = await on(supervisor, review, 'drop', { n: itemOf(review, extra).n, reason: '另行处理。' });
  assert.equal(itemOf(review, extra), undefined);
  review = await on(supervisor, review, 'change', { day: later(1), topic: '改到明天', place: '' });
  assert.deepEqual([review.day, review.topic, review.place], [later(1), '改到明天', null]);
  review = await on(supervisor, review, 'open');
  assert.deepEqual([review.state, review.day, review.planned_day], ['open', world.today, later(1)], 'held on the day on which it was');
  const decide = { n: itemOf(review, untrue).n, decision: 'press', unit: world.units.housing, by_day: later(5), instruction: '五日内重新办理，局长带队上门。' };
  const [one, two] = await Promise.all([1, 2].map((i) => supervisor.send('POST', `/reviews/${review.id}/decide`, { seq: review.seq, ...decide, instruction: `${decide.instruction}（${i}）` })));
  assert.deepEqual([one.status, two.status].sort(), [200, 409]);
  const lost = one.status === 409 ? one : two;
  assert.equal(lost.body.code, 'conflict');
  assert.deepEqual(lost.body.changed.map((e) => e.action), ['decided']);
  review = await supervisor.get(`/reviews/${review.id}`);
  const key = crypto.randomUUID();
  const body = { n: itemOf(review, asked).n, decision: 'press', unit: world.units.town, by_day: later(3), instruction: '请镇里先行劝导。' };
  const before = review.seq;
  const first = await on(supervisor, review, 'decide', body, { key });
  const again = await on(supervisor, { ...review, seq: before }, 'decide', body, { key });
  assert.equal(again.seq, first.seq, 'the same key again does nothing');
  review = first;
});

test('review: a decision stands on the matter, and its unit sees what it must do and no more', async () => {
  const { supervisor, handler, town_handler: town, other_handler: other } = world.people;
  const matter = await town.get(`/matters/${asked.id}`);
  assert.equal(matter.events.at(-1).action, 'reviewed');
  assert.equal(matter.events.at(-1).texts.instruction, '请镇里先行劝导。');
  assert.deepEqual(matter.actions.filter((a) => a !== 'reveal'), [], 'it may be seen, not handled');
  for (const item of review.items.filter((i) => !i.decision)) {
    review = await on(supervisor, review, 'decide', { n: item.n, decision: 'settle', unit: item.lead?.id ?? world.units.housing, instruction: '已有结果，不再上会。' });
  }
  review = await on(supervisor, review, 'close', { conclusion: '请各单位按期落实，下周报结果。' });
  assert.deepEqual([review.state, review.conclusion], ['closed', '请各单位按期落实，下周报结果。']);
  const mine = await town.get(`/reviews/${review.id}`);
  assert.deepEqual(mine.items.map((i) => i.matter.id), [asked.id]);
  assert.deepEqual(mine.events, []);
  const notice = await until(async () => (await town.get('/my/notices?limit=100')).items.find((n) => n.kind === 'review.decided' && n.object === review.id));
  assert.ok(notice.text.includes(review.number), notice.text);
  assert.equal(notice.path, `/review/${review.id}`);
  const tasks = await town.get('/review-tasks');
  assert.deepEqual(tasks.items.map((t) => [t.matter.id, t.instruction, t.late]), [[asked.id, '请镇里先行劝导。', false]]);
  assert.equal(tasks.count.n, 1);
  assert.ok((await handler.get('/review-tasks')).items.every((t) => t.unit.id === world.units.housing));
  const every = await all(supervisor, '/review-tasks?show=all');
  assert.equal(every.length, review.items.length);
  assert.deepEqual((await other.get('/review-tasks')).items, []);
});

test('review: the minutes are one paper, the same whenever they are printed', async () => {
  const { supervisor, leader, town_handler: town } = world.people;
  const minutes = await pdf(supervisor, 'GET', `/reviews/${review.id}/minutes`);
  for (const text of ['周调度会纪要', '五日内重新办理，局长带队上门。', '请镇里先行劝导。', '请各单位按期落实，下周报结果。', asked.number, untrue.number]) {
    assert.ok(minutes.text.includes(text), text);
  }
  assert.deepEqual((await pdf(leader, 'GET', `/reviews/${review.id}/minutes`)).bytes, minutes.bytes);
  await town.refused('not_found', 'GET', `/reviews/${review.id}/minutes`);
});

test('review: what is reported is confirmed by somebody else, or comes back', async () => {
  const { supervisor, handler, town_handler: town } = world.people;
  const n = itemOf(review, untrue).n;
  const at = (person) => person.get(`/reviews/${review.id}`);
  await town.refused('not_your_unit', 'POST', `/reviews/${review.id}/report`, { seq: review.seq, n, text: '已办' });
  await supervisor.refused('wrong_state', 'POST', `/reviews/${review.id}/confirm`, { seq: review.seq, n, accept: true });
  await supervisor.refused('forbidden', 'POST', `/reviews/${review.id}/report`, { seq: review.seq, n, text: '已办' });
  assert.equal(itemOf(await at(handler), untrue).can_report, true);
  let now = await on(handler, review, 'report', { n, text: '已上门修好，业主签字。' });
  assert.equal(itemOf(now, untrue).reported_day, world.today);
  now = await on(supervisor, await at(supervisor), 'confirm', { n, accept: false, note: '缺现场照片。' });
  assert.deepEqual([itemOf(now, untrue).reported_day, itemOf(now, untrue).done_day, itemOf(now, untrue).note], [null, null, '缺现场照片。']);
  await on(handler, await at(handler), 'report', { n, text: '照片已补。' });
  now = await on(supervisor, await at(supervisor), 'confirm', { n, accept: true });
  assert.equal(itemOf(now, untrue).done_day, world.today);
  assert.deepEqual((await supervisor.get('/review-tasks?show=reported')).items, []);
  const figure = async (key, more = '') => (await supervisor.get(`/figures/${key}?period=${world.today.slice(0, 4)}${more}`))[0];
  assert.equal((await figure('review.items')).n, review.items.length);
  assert.equal((await figure('review.decided')).n, review.items.length);
  assert.equal((await figure('review.items', `&unit=${world.units.town}`)).n, 1);
  review = await at(supervisor);
});

test('review: the next meeting knows what the last one decided, and does not ask again what is in its time', async () => {
  const { supervisor, leader } = world.people;
  let next = await supervisor.post('/reviews', plan({ kind: 'special', unit: world.units.market }));
  assert.equal(itemOf(next, untrue), undefined, 'another unit');
  assert.equal(itemOf(next, asked), undefined, 'decided, and the day is not over');
  next = await on(leader, next, 'ask', { matter: asked.id, reason: '请再听一次汇报。' });
  assert.deepEqual([itemOf(next, asked).last.meeting, itemOf(next, asked).last.instruction], [review.id, '请镇里先行劝导。']);
  await supervisor.refused('not_found', 'GET', `/reviews/${next.id}/minutes`);
  next = await on(supervisor, next, 'cancel', { reason: '与月度会合并。' });
  assert.equal(next.state, 'cancelled');
  await supervisor.refused('wrong_state', 'POST', `/reviews/${next.id}/open`, { seq: next.seq });
  const listed = await all(supervisor, '/reviews');
  assert.deepEqual(listed.map((r) => r.state).sort(), ['cancelled', 'closed']);
});

test('review: to supervise issues the order, to park parks, in the same command; shown on both', async () => {
  const { supervisor, handler, head, clerk } = world.people;
  const [fresh, ordered, wish, plainly, done] = [await dispatched(), await dispatched(), await act(handler, await dispatched(), 'sign'), await dispatched(), await answered()];
  const far = later(40);
  await act(handler, wish, 'park', { class: 'funds', review_day: far, reason: '资金列入下季度。' });
  const blue = await supervisor.post('/supervisions/orders', { matter: ordered.id, colour: 'blue', text: '请书面答复。' });
  let meeting = await supervisor.post('/reviews', plan());
  for (const m of [fresh, ordered, wish, plainly, done]) {
    meeting = itemOf(meeting, m) ? meeting : await on(supervisor, meeting, 'ask', { matter: m.id, reason: '请上会研究。' });
  }
  meeting = await on(supervisor, meeting, 'open');
  const workday = (await supervisor.get(`/time-rules/trial?kind=help&category=01-01-01&urgency=normal&day=${world.today}`)).clocks.find((c) => c.clock === 'answer').due_day;
  const decide = (m, more) => ({ n: itemOf(meeting, m).n, unit: world.units.housing, by_day: workday, instruction: '局长包案，按期答复。', ...more });
  const refuse = async (code, body) => supervisor.refused(code, 'POST', `/reviews/${meeting.id}/decide`, { seq: meeting.seq, ...body });
  const refuseField = async (field, code, body) => supervisor.refusedField(field, code, 'POST', `/reviews/${meeting.id}/decide`, { seq: meeting.seq, ...body });

  // Refused as a whole: not a word of it stays, neither on the meeting nor on the matter nor in the row of numbers.
  await refuseField('unit', 'only_the_lead', decide(fresh, { decision: 'supervise', unit: world.units.town }));
  await refuseField('by_day', 'no_working_day', decide(fresh, { decision: 'supervise', by_day: world.today }));
  await refuseField('class', 'required', decide(fresh, { decision: 'park' }));
  await refuseField('by_day', 'out_of_range', decide(fresh, { decision: 'park', class: 'policy', by_day: later(360) }));
  await refuseField('colour', 'out_of_range', decide(ordered, { decision: 'supervise', colour: 'blue' }));
  await refuse('wrong_state', decide(done, { decision: 'park', class: 'policy' }));
  assert.equal((await supervisor.get(`/reviews/${meeting.id}`)).seq, meeting.seq);
  assert.equal((await supervisor.get(`/matters/${done.id}`)).state, 'answered');

  meeting = await on(supervisor, meeting, 'decide', decide(fresh, { decision: 'supervise', colour: 'orange' }));
  const { order } = itemOf(meeting, fresh);
  assert.deepEqual([order.colour, order.state, order.limit_day], ['orange', 'awaiting', workday]);
  const paper = await handler.get(`/supervisions/${order.id}`);
  assert.equal(paper.number, order.number);
  const serial = (x) => Number(/〕(\d+)号/.exec(x.number)[1]);
  assert.equal(serial(order), serial(blue) + 1, 'what was refused took no number');
  assert.equal(paper.events.at(-1).texts.text, '局长包案，按期答复。');
  assert.match(paper.events.at(-1).texts.reason, new RegExp(`第${itemOf(meeting, fresh).n}项议定`));
  assert.deepEqual((await handler.get(`/matters/${fresh.id}`)).events.slice(-2).map((e) => e.action), ['supervised', 'reviewed']);
  // Better words for it do not mean another order; a sharper colour does.
  meeting = await on(supervisor, meeting, 'decide', decide(fresh, { decision: 'supervise', instruction: '局长包案，按期书面答复。' }));
  assert.deepEqual(itemOf(meeting, fresh).order, order);
  meeting = await on(supervisor, meeting, 'decide', decide(fresh, { decision: 'supervise', colour: 'red' }));
  assert.deepEqual([itemOf(meeting, fresh).order.id, itemOf(meeting, fresh).order.colour], [order.id, 'red']);
  // One that stands gets its next step.
  meeting = await on(supervisor, meeting, 'decide', decide(ordered, { decision: 'supervise' }));
  assert.deepEqual([itemOf(meeting, ordered).order.id, itemOf(meeting, ordered).order.colour], [blue.id, 'orange']);

  meeting = await on(supervisor, meeting, 'decide', decide(plainly, { decision: 'park', class: 'planning', by_day: far }));
  assert.deepEqual(itemOf(meeting, plainly).parking, { class: 'planning', review_day: far, ended_day: null });
  const parked = await clerk.get(`/matters/${plainly.id}`);
  assert.deepEqual([parked.state, parked.clocks.find((c) => c.kind === 'answer').light], ['parked', 'grey']);
  await until(async () => (await clerk.get('/my/notices?limit=100')).items.find((n) => n.kind === 'caller.parked' && n.object === plainly.id));
  // What the lead asked for is granted as it was asked.
  meeting = await on(supervisor, meeting, 'decide', decide(wish, { decision: 'park', by_day: undefined }));
  assert.deepEqual([itemOf(meeting, wish).parking.class, itemOf(meeting, wish).parking.review_day, itemOf(meeting, wish).by_day], ['funds', far, far]);
  meeting = await on(supervisor, meeting, 'decide', decide(wish, { decision: 'park', by_day: undefined, instruction: '继续挂账。' }));
  assert.equal((await supervisor.get(`/matters/${wish.id}`)).parks.length, 1, 'parked already: it stays');

  // Follow-up sees what became of them.
  const waiting = await handler.get(`/supervisions/${blue.id}`);
  await handler.post(`/supervisions/${blue.id}/answer`, { seq: waiting.seq, text: '已按要求办理。' });
  await act(handler, await handler.get(`/matters/${plainly.id}`), 'unpark', { note: '规划已批。' });
  const tasks = await all(head, '/review-tasks');
  const task = (m) => tasks.find((x) => x.meeting === meeting.id && x.matter.id === m.id);
  assert.equal(task(ordered).order.state, 'answered');
  assert.equal(task(plainly).parking.ended_day, world.today);
  await on(supervisor, await supervisor.get(`/reviews/${meeting.id}`), 'decide', decide(done, { decision: 'settle' }));
});
