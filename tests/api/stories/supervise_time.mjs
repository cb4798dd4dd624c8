// SPDX-License-Identifier: Apache-2.0
// What the morning sweep does by itself: it warns, urges the day after, proposes blue, orange, red and notification as the limits pass; never twice, and after a
// stop of weeks only what is still due.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startServer, until, yikou } from '../helpers.mjs';
import { dispatched, signedIn, world } from '../world.mjs';

let matter;
let order;

/** People are signed in anew: their sessions end while days pass. */
async function on(login) {
  return signedIn(login);
}
/** Moves on a day at a time until something holds, at most so many days. */
async function daysUntil(what, most, holds) {
  for (let day = 0; day <= most; day += 1) {
    if (day) {
      await world.server.advance({ days: 1 });
    }
    const supervisor = await on('supervisor');
    await swept(supervisor);
    const got = await holds(supervisor);
    if (got) {
      return got;
    }
  }
  return assert.fail(`${what}: not within ${most} days`);
}
/** The sweep of this morning has been done, in the district's time. */
async function swept(supervisor) {
  const sysadmin = await on('sysadmin');
  await until('the sweep of the day', async () => {
    const waiting = (await sysadmin.get('/jobs?list=waiting&limit=200')).items.filter((j) => j.kind === 'supervise.sweep');
    return waiting.length === 1 && new Date(Date.parse(waiting[0].at) + 8 * 3_600_000).toISOString().slice(0, 10) > supervisor.session.today;
  });
}
const urges = async (person, m) => (await person.get(`/supervisions?kind=urge&matter=${m.id}&sort=day`)).items;

test('sweep: nothing before the warning point; then one warning; the day after expiry one urge', async () => {
  matter = await dispatched();
  const first = await on('supervisor');
  await swept(first);
  assert.deepEqual(await urges(first, matter), []);
  const warned = await daysUntil('a warning', 20, async (p) => ((await urges(p, matter)).length ? urges(p, matter) : null));
  assert.deepEqual(warned.map((u) => u.cause), ['warning']);
  assert.equal(warned[0].by_itself, true);
  assert.ok(warned[0].day <= matter.due_day, 'before it is late');
  const late = await daysUntil('an urge', 20, async (p) => ((await urges(p, matter)).length > 1 ? { today: p.session.today, rows: await urges(p, matter) } : null));
  assert.deepEqual(late.rows.map((u) => u.cause), ['warning', 'overdue']);
  assert.ok(late.today > matter.due_day);
  const story = (await (await on('handler')).get(`/matters/${matter.id}`)).events.filter((e) => e.action === 'urged');
  assert.deepEqual(story.map((e) => e.data.cause), ['warning', 'overdue']);
  assert.deepEqual(story.map((e) => e.actor.id), [null, null], 'by the system');
});

test('sweep: blue is proposed, seen by the office only, and issued; run again, nothing is done twice', async () => {
  const proposed = await daysUntil('a proposal', 10, async (p) => (await p.get(`/supervisions?kind=order&matter=${matter.id}`)).items[0]);
  assert.equal(proposed.state, 'proposed');
  assert.equal(proposed.number, null);
  const handler = await on('handler');
  await handler.refused('not_found', 'GET', `/supervisions/${proposed.id}`);
  assert.deepEqual((await handler.get(`/supervisions?kind=order&matter=${matter.id}`)).items, []);
  const sysadmin = await on('sysadmin');
  const supervisor = await on('supervisor');
  const count = async () => (await supervisor.get('/supervisions/count')).n;
  const before = await count();
  const [job] = (await sysadmin.get('/jobs?list=waiting&limit=200')).items.filter((j) => j.kind === 'supervise.sweep');
  const done = (await sysadmin.get('/jobs?list=done&limit=200')).items.filter((j) => j.kind === 'supervise.sweep').length;
  await sysadmin.post(`/jobs/${job.id}/run`, {});
  await until('the sweep once more', async () => (await sysadmin.get('/jobs?list=done&limit=200')).items.filter((j) => j.kind === 'supervise.sweep').length > done);
  assert.equal(await count(), before);
  order = await supervisor.post(`/supervisions/${proposed.id}/issue`, { seq: proposed.seq, text: '请于限期内书面答复。' });
  assert.equal(order.colour, 'blue');
});

test('sweep: each limit that passes proposes the next colour, then notification; the figures name their rows', async () => {
  for (const next of ['orange', 'red']) {
    const due = await daysUntil(`${next} is due`, 15, async (p) => {
      const now = await p.get(`/supervisions/${order.id}`);
      return now.next === next ? { now, p } : null;
    });
    assert.ok(due.p.session.today > due.now.limit_day);
    assert.equal((await (await on('handler')).get(`/supervisions/${order.id}`)).next, null, 'the unit is not told what the office thinks of');
    order = await due.p.post(`/supervisions/${order.id}/escalate`, { seq: due.now.seq, text: `升级为${next}，限期答复。` });
    assert.equal(order.colour, next);
  }
  const due = await daysUntil('notification is due', 25, async (p) => {
    const now = await p.get(`/supervisions/${order.id}`);
    return now.next === 'notification' ? { now, p } : null;
  });
  const queue = (await due.p.get('/supervisions/queues')).queues.find((q) => q.key === 'to_notify');
  assert.ok(queue.items.some((r) => r.id === order.id));
  const note = await due.p.post('/supervisions/notifications', { title: '关于逾期未办情况的通报', orders: [order.id] });
  const issued = await due.p.post(`/supervisions/${note.id}/issue`, { seq: note.seq });
  assert.equal(issued.state, 'awaiting');
  const head = await on('head');
  assert.equal((await head.post(`/supervisions/${note.id}/sign`, { seq: issued.seq })).state, 'done');
  const steps = (await due.p.get(`/supervisions/${order.id}`)).steps;
  const period = `${matter.day}..${due.p.session.today}`;
  for (const [key, n] of Object.entries({ urged: 2, blue: 1, orange: 1, red: 1, notified: 1, answered_on_time: 0 })) {
    const [figure] = await due.p.get(`/figures/supervise.${key}?period=${period}&unit=${world.units.housing}`);
    assert.equal(figure.n, n, key);
    const rows = await due.p.get(`/figures/supervise.${key}/rows?period=${period}&unit=${world.units.housing}`);
    assert.equal(rows.count.n, figure.N ?? figure.n, key);
    assert.ok(rows.items.every((r) => r.id === matter.id), 'each row names its matter');
  }
  assert.equal(steps.length, 3);
});

test('sweep: after a stop of weeks, one urge for each matter that is late by now, and no more', async () => {
  const lying = [await dispatchedNow(), await dispatchedNow(world.units.market)];
  await world.server.stop();
  world.server = await startServer(world.store, { clock: true });
  await world.server.advance({ days: 25 });
  const all = await daysUntil('urges after the stop', 5, async (p) => {
    const rows = await Promise.all(lying.map((m) => urges(p, m)));
    return rows.every((r) => r.length) ? rows : null;
  });
  for (const rows of all) {
    assert.deepEqual(rows.map((u) => u.cause), ['overdue']);
  }
  await world.server.stop();
  const verified = await yikou(world.store, 'verify', '--head', world.store.heads);
  assert.equal(verified.code, 0, verified.out + verified.err);
  world.server = await startServer(world.store, { clock: true });
});

async function dispatchedNow(unit = world.units.housing) {
  const clerk = await on('clerk');
  return clerk.post('/matters', {
    channel: 'phone', day: clerk.session.today, caller: { kind: 'anonymous' }, title: '长期无人处理的问题', text: '反映已久，一直没有回音。', category: '01-01-01', urgency: 'normal', dispatch: { unit },
  });
}
