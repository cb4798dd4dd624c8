// SPDX-License-Identifier: Apache-2.0
// Targets: a programme is planned, its task set up, broken down, assigned, signed, reported, sent back, verified, found untrue and struck off; months are closed and
// opened; each unit sees what it has to do with.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { until, world } from '../world.mjs';

const year = () => Number(world.today.slice(0, 4));
const month = (n) => `${year()}-${String(n).padStart(2, '0')}`;
/** The month before this one: it can be reported and closed. In January there is none of this year, and the programme begins a year before. */
const past = () => {
  const now = Number(world.today.slice(5, 7));
  return now === 1 ? `${year() - 1}-12` : month(now - 1);
};
const on = (person, it, verb, body = {}, options) => person.post(`/targets/${it.id}/${verb}`, { seq: it.seq, ...body }, options);
const kind = { direction: 'at_least', counting: 'cumulative', frequency: 'monthly', unit: '个' };
let programme;
let task;

test('target: a programme with its actions, and a task of it', async () => {
  const { supervisor, handler, leader, clerk } = world.people;
  const plan = { name: '十项暖民心行动', name_en: 'Ten actions', kind: 'lives', from: `${year() - 1}-01-01`, to: `${year()}-12-31`, report_days: 5, actions: [{ name: '安心托幼' }, { name: '快乐健身', name_en: 'Sports' }] };
  await handler.refused('forbidden', 'POST', '/programmes', plan);
  await leader.refused('forbidden', 'POST', '/programmes', plan);
  assert.deepEqual((await supervisor.refused('invalid_fields', 'POST', '/programmes', { ...plan, to: '2001-01-01' })).errors.map((e) => e.field), ['to']);
  assert.deepEqual((await supervisor.refused('invalid_fields', 'POST', '/programmes', { ...plan, actions: [] })).errors.map((e) => e.field), ['actions']);
  const key = crypto.randomUUID();
  programme = await supervisor.post('/programmes', plan, { key });
  assert.equal((await supervisor.post('/programmes', plan, { key })).id, programme.id, 'the same key again makes no other');
  assert.deepEqual([programme.actions.map((a) => a.name), programme.may, programme.locked], [['安心托幼', '快乐健身'], ['add', 'lock'], null]);
  const body = {
    seq: programme.seq, action: 1, name: '新增托位', lead: world.units.housing, supports: [world.units.street],
    indicators: [{ ...kind, name: '新增托位数', target: 10, key: true, item: 'childcare.places', evidence: '备案表和现场照片' }, { ...kind, name: '开展宣传', unit: '场' }],
  };
  const fields = async (more) => (await supervisor.refused('invalid_fields', 'POST', `/programmes/${programme.id}/tasks`, { ...body, ...more })).errors.map((e) => `${e.field} ${e.code}`);
  assert.deepEqual(await fields({ action: 3 }), ['action out_of_range']);
  assert.deepEqual(await fields({ lead: '0123456789ABC' }), ['lead unknown_unit']);
  assert.deepEqual(await fields({ indicators: [{ ...kind, name: '太细', target: 0.0001 }] }), ['indicators bad_amount']);
  task = await supervisor.post(`/programmes/${programme.id}/tasks`, body);
  assert.deepEqual([task.state, task.indicators.map((i) => i.light), task.indicators[0].shares.map((s) => s.unit.id)], ['set_up', [task.indicators[0].light, 'grey'], [world.units.housing]]);
  await handler.refused('not_found', 'GET', `/targets/${task.id}`);
  await clerk.refused('forbidden', 'GET', `/targets/${task.id}`);
  const listed = await supervisor.get('/programmes?kind=lives');
  assert.deepEqual(listed.items.map((p) => [p.id, p.tasks_n]), [[programme.id, 1]]);
  await supervisor.refused('bad_query', 'GET', '/programmes?cursor=nonsense');
  await supervisor.refused('bad_query', 'GET', `/programmes/${programme.id}?month=2022-13`);
});

test('target: broken down, assigned, signed by each unit', async () => {
  const { supervisor, handler, town_handler: town, other_handler: other } = world.people;
  const shares = [{ indicator: 1, unit: world.units.housing, target: 6 }, { indicator: 1, unit: world.units.town, target: 4 }, { indicator: 2, unit: world.units.housing }];
  const short = await supervisor.refused('invalid_fields', 'POST', `/targets/${task.id}/breakdown`, { seq: task.seq, shares: [{ ...shares[0] }, shares[2]] });
  assert.deepEqual(short.errors.map((e) => e.code), ['split_mismatch']);
  task = await on(supervisor, task, 'breakdown', { shares, steps: [{ indicator: 1, month: past(), value: 1 }] });
  task = await on(supervisor, task, 'assign');
  const notice = await until(async () => (await handler.get('/my/notices?limit=100')).items.find((n) => n.kind === 'target.assigned' && n.object === task.id));
  assert.equal(notice.path, `/target/task/${task.id}`);
  assert.deepEqual((await town.get('/target-work?show=sign')).items.map((w) => [w.id, w.unit.id]), [[task.id, world.units.town]]);
  task = await on(handler, task, 'sign');
  await handler.refused('wrong_state', 'POST', `/targets/${task.id}/sign`, { seq: task.seq });
  const theirs = await town.get(`/targets/${task.id}`);
  assert.deepEqual([theirs.indicators[0].shares.map((s) => s.unit.id), theirs.actions, theirs.events], [[world.units.town], ['sign'], []], 'a unit sees its own share');
  task = await on(town, theirs, 'sign');
  await other.refused('not_found', 'GET', `/targets/${task.id}`);
  assert.deepEqual((await other.get(`/programmes/${programme.id}`)).tasks, []);
  assert.deepEqual((await town.get(`/programmes/${programme.id}`)).tasks.map((x) => x.id), [task.id]);
});

test('target: a report is verified by somebody else, or sent back; what proves untrue counts no more', async () => {
  const { supervisor, handler, town_handler: town } = world.people;
  const report = { n: 1, month: past(), value: 4.5, note: '见附件照片' };
  const fields = async (more) => (await handler.refused('invalid_fields', 'POST', `/targets/${task.id}/report`, { seq: task.seq, ...report, ...more })).errors.map((e) => `${e.field} ${e.code}`);
  assert.deepEqual(await fields({ month: `${year() + 1}-01` }), ['month out_of_range']);
  assert.deepEqual(await fields({ month: '2022-1x' }), ['month impossible_day']);
  assert.deepEqual(await fields({ value: -1 }), ['value bad_amount']);
  assert.deepEqual(await fields({ n: 9 }), ['share out_of_range']);
  await handler.refused('not_your_unit', 'POST', `/targets/${task.id}/report`, { seq: task.seq, ...report, n: 2 });
  task = await on(handler, task, 'report', report);
  await handler.refused('already_exists', 'POST', `/targets/${task.id}/report`, { seq: task.seq, ...report });
  await handler.refused('forbidden', 'POST', `/targets/${task.id}/verify`, { seq: task.seq, n: 1, how: 'on_paper' });
  assert.deepEqual((await supervisor.get('/target-work?show=verify')).items.map((w) => [w.id, w.value]), [[task.id, 4.5]]);
  task = await on(supervisor, task, 'return', { n: 1, reason: '缺少现场照片' });
  assert.deepEqual([task.reports[0].state, task.reports[0].judgement], ['returned', '缺少现场照片']);
  task = await on(handler, await handler.get(`/targets/${task.id}`), 'report', { ...report, value: 6 });
  task = await on(supervisor, task, 'verify', { n: 2, how: 'on_the_spot', note: '现场核查属实' });
  const [whole] = task.indicators;
  assert.deepEqual([whole.done, whole.completion, whole.shares[0].done, whole.shares[0].completion, whole.shares[1].done], [6, 60, 6, 100, null]);
  await supervisor.refused('targets_unmet', 'POST', `/targets/${task.id}/accept`, { seq: task.seq });
  task = await on(town, await town.get(`/targets/${task.id}`), 'report', { ...report, n: 2, value: 7 });
  assert.ok(task.reports.every((r) => r.unit.id === world.units.town), 'a unit does not see the reports of others');
  task = await on(supervisor, task, 'verify', { n: 3, how: 'on_paper' });
  assert.deepEqual([task.indicators[0].done, task.indicators[0].completion], [13, 130], 'never capped');
  task = await on(supervisor, task, 'untrue', { n: 3, reason: '现场只有四个' });
  assert.deepEqual([task.indicators[0].done, task.reports[2].state], [6, 'untrue']);
  task = await on(town, await town.get(`/targets/${task.id}`), 'report', { ...report, n: 2, value: 4 });
  task = await on(supervisor, task, 'verify', { n: 4, how: 'on_the_spot' });
});

test('target: a closed month is locked; only the level above opens it, and says why', async () => {
  const { supervisor, handler, leader } = world.people;
  const lock = (person, verb, body) => person.send('POST', `/programmes/${programme.id}/${verb}`, { seq: programme.seq, ...body });
  assert.equal((await lock(supervisor, 'lock', { month: month(12) })).body.code, 'invalid_fields');
  programme = (await lock(supervisor, 'lock', { month: past() })).body;
  assert.deepEqual([programme.locked, programme.may], [past(), ['add', 'lock']]);
  await handler.refused('period_closed', 'POST', `/targets/${task.id}/report`, { seq: task.seq, n: 3, month: past(), value: 2, note: '补报一场' });
  await supervisor.refused('period_closed', 'POST', `/targets/${task.id}/untrue`, { seq: task.seq, n: 2, reason: '现场没有' });
  assert.equal((await lock(supervisor, 'open', { month: past(), reason: '补报' })).body.code, 'forbidden');
  programme = (await lock(leader, 'open', { month: past(), reason: '住建局漏报一场，同意补报。' })).body;
  const last = programme.events.at(-1);
  assert.deepEqual([last.action, last.texts.reason], ['opened', '住建局漏报一场，同意补报。']);
  task = await on(handler, await handler.get(`/targets/${task.id}`), 'report', { n: 3, month: past(), value: 2, note: '补报一场' });
  task = await on(supervisor, task, 'verify', { n: 5, how: 'on_paper' });
});

test('target: struck off; then it stands in every table, and in the figures', async () => {
  const { supervisor, leader } = world.people;
  task = await on(supervisor, task, 'accept', { note: '全部完成，予以销号。' });
  assert.deepEqual([task.state, task.indicators[0].light], ['accepted', 'blue']);
  const then = await leader.get(`/programmes/${programme.id}?month=${past()}`);
  assert.deepEqual(then.tasks[0].indicators[0].done, 10);
  const before = await leader.get(`/programmes/${programme.id}?month=${year() - 1}-01`);
  assert.equal(before.tasks[0].indicators[0].done, null);
  await supervisor.refused('wrong_state', 'POST', `/targets/${task.id}/accept`, { seq: task.seq });
});
