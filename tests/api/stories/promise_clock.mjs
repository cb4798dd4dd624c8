// SPDX-License-Identifier: Apache-2.0
// Promises that time ends: the unit is reminded when the day nears; when it has passed that is recorded, told, listed, counted, and on the agenda.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { all } from '../helpers.mjs';
import { act, intake, signedIn, until, world } from '../world.mjs';

const dayAfter = (day, n) => new Date(Date.parse(day) + n * 86_400_000).toISOString().slice(0, 10);
const days = (a, b) => Math.round((Date.parse(b) - Date.parse(a)) / 86_400_000);
const told = async (person, kind, m) => (await person.get('/my/notices?limit=100')).items.some((n) => n.kind === kind && n.object === m.id);

/** Signed for by the handler, with a stage reply that promises the last day allowed. */
async function promised(clerk, handler, today) {
  let m = await act(handler, await clerk.post('/matters', intake({ day: today, dispatch: { unit: world.units.housing } })), 'sign');
  const body = { day: '2099-01-05', told: 'window', text: '已到现场查看，配件已下单。', next: '到货后修复。' };
  const { errors } = await handler.refused('invalid_fields', 'POST', `/matters/${m.id}/stage`, { seq: m.seq, ...body });
  const [, last] = errors[0].accepted.match(/\d{4}-\d{2}-\d{2}/g);
  m = await act(handler, m, 'stage', { ...body, day: last });
  return m;
}

test('promise: near its day the unit is reminded; kept by then, nothing passes; passed, it stays broken', async () => {
  const [clerk, handler] = await Promise.all(['clerk', 'handler'].map((login) => signedIn(login)));
  const { today } = handler.session;
  let kept = await promised(clerk, handler, today);
  const broken = await promised(clerk, handler, today);
  const day = broken.promise_day;
  const warn = broken.clocks.find((c) => c.kind === 'stage').warn_day;
  assert.ok(warn < day);
  await world.server.advance({ days: days(today, warn), hours: 9 });
  const unit = await signedIn('handler');
  assert.ok(await until(() => told(unit, 'matter.promise_near', broken)));
  const near = await unit.get(`/matters/${broken.id}`);
  assert.equal(near.clocks.find((c) => c.kind === 'stage').light, 'yellow');
  assert.equal(near.events.at(-1).action, 'promise_near');
  kept = await act(unit, await unit.get(`/matters/${kept.id}`), 'answer', { text: '已修复。', result: 'resolved' });
  assert.equal(kept.promises[0].outcome, 'kept');
  await world.server.advance({ days: days(warn, day) + 1 });
  const [later, supervisor] = await Promise.all(['handler', 'supervisor'].map((login) => signedIn(login)));
  const passed = await until(async () => {
    const now = await later.get(`/matters/${broken.id}`);
    return now.promises[0].outcome === 'broken' && now;
  });
  assert.deepEqual([passed.promises[0].ended_day, passed.promise_day], [null, day]);
  assert.equal(passed.clocks.find((c) => c.kind === 'stage').light, 'red');
  assert.ok(passed.events.some((e) => e.action === 'promise_passed' && e.actor.name === '系统'));
  assert.ok(await until(() => told(later, 'matter.promise_passed', broken)));
  assert.ok(await until(() => told(supervisor, 'matter.promise_broken', broken)));
  const rows = await all(supervisor, '/matters?promise=passed&sort=promise_day');
  assert.deepEqual(rows.map((row) => row.id), [broken.id]);
  assert.equal((await supervisor.get('/work')).queues.find((q) => q.key === 'promise_passed').count.n, 1);
  const review = await supervisor.post('/reviews', { kind: 'weekly', day: supervisor.session.today, topic: '承诺逾期', place: '三楼' });
  assert.ok(review.items.find((i) => i.matter.id === broken.id).reasons.includes('promise_passed'));
  assert.ok(!review.items.some((i) => i.matter.id === kept.id));
  // One of two, by unit as over all; the rows say which. As of the day itself nothing was due yet.
  const period = `period=${day}..${dayAfter(day, 1)}`;
  const [figure] = await supervisor.get(`/figures/matter.promise_kept?${period}`);
  assert.deepEqual([figure.n, figure.N, figure.value], [1, 2, 50]);
  const parts = (await supervisor.get(`/figures/matter.promise_kept?${period}&by=unit`));
  assert.ok(Array.isArray(parts) && JSON.stringify(parts).includes('50'));
  const behind = await all(supervisor, `/figures/matter.promise_kept/rows?${period}`);
  assert.deepEqual(behind.map((row) => [row.id, row.in_n]).sort(), [[broken.id, false], [kept.id, true]].sort());
  for (const by of ['category', 'channel', 'month']) {
    const list = await supervisor.get(`/figures/matter.promise_kept?${period}&by=${by}`);
    assert.ok(list.length, by);
  }
  const [before] = await supervisor.get(`/figures/matter.promise_kept?${period}&as_of=${day}`);
  assert.equal(before.N, 0, 'as of its own day a promise is not due yet');
  // A further stage reply after the day does not make it good.
  const again = await act(later, passed, 'stage', { day: await nextDay(later, passed), told: 'phone', text: '配件仍未到。', next: '改用库存。' });
  assert.deepEqual([again.promises[0].outcome, again.promises[0].ended_day, again.promises[1].outcome], ['broken', later.session.today, 'open']);
  assert.deepEqual((await all(supervisor, '/matters?promise=passed')).map((row) => row.id), []);
});

async function nextDay(person, m) {
  const { errors } = await person.refused('invalid_fields', 'POST', `/matters/${m.id}/stage`, { seq: m.seq, day: m.day, told: 'phone', text: '配件仍未到。', next: '改用库存。' });
  return errors[0].accepted.match(/\d{4}-\d{2}-\d{2}/)[0];
}
