// SPDX-License-Identifier: Apache-2.0
// Scheduled work through kill -9 and through days without a server: each job is done exactly once, in the order of their times, and nobody is told twice.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { all, program, startServer, until as ready, yikou } from '../api/helpers.mjs';
import { act, dispatched, openWorld, signedIn, world } from '../api/world.mjs';

const KILLS = 15;
const PARKED = 180; // a third of them on each of three days

before(() => openWorld());
after(async () => {
  await world.server?.kill();
  await world.store?.remove();
});
await import('../api/stories/first_run.mjs');
await import('../api/stories/accounts.mjs');

const later = (days) => new Date(Date.parse(world.today) + days * 86_400_000).toISOString().slice(0, 10);
const parked = new Map(); // id → review day
const killed = []; // when, on the domain clock, ms

test('fault, jobs: matters are parked until three different days, and others wait for their answer', { timeout: 300_000 }, async () => {
  const { handler, supervisor } = world.people;
  for (let i = 0; i < PARKED; i += 1) {
    let m = await act(handler, await dispatched(), 'sign');
    m = await act(handler, m, 'park', { class: 'funds', review_day: later(1 + (i % 3)), reason: '等待资金到位。' });
    await act(supervisor, m, 'parking', { decision: 'approve', note: '同意。' });
    parked.set(m.id, later(1 + (i % 3)));
  }
  await dispatched();
});

test(`fault, jobs: ${KILLS} kills while what was missed in three days is done`, { timeout: 300_000 }, async () => {
  await world.server.stop();
  // Nobody served for that long; then it is killed while it begins and while it catches up, a little later each time.
  const clock = path.join(world.store.scratch, 'clock');
  writeFileSync(clock, String(Number(readFileSync(clock, 'utf8')) + 4 * 86_400));
  for (let i = 0; i < KILLS; i += 1) {
    const child = spawn(program, ['serve', ...world.store.flags, '--listen', '127.0.0.1:0', '--clock-file', clock], { stdio: 'ignore' });
    const gone = new Promise((done) => { child.on('exit', done); });
    await new Promise((done) => { setTimeout(done, 15 + i * 35 + Math.random() * 35); });
    killed.push(Date.now() + Number(readFileSync(clock, 'utf8')) * 1000);
    child.kill('SIGKILL');
    await gone;
  }
  world.server = await startServer(world.store, { clock: true });
  await ready('all came back', async () => await (await signedIn('handler')).get('/matters?state=parked&limit=1').then((page) => page.count.n) === 0);
});

test('fault, jobs: each matter came back once, told of once; the jobs went in the order of their times', { timeout: 300_000 }, async (t) => {
  const [handler, sysadmin] = [await signedIn('handler'), await signedIn('sysadmin')];
  for (const id of parked.keys()) {
    const { events } = await handler.get(`/matters/${id}`);
    assert.equal(events.filter((e) => e.action === 'unparked').length, 1, id);
    assert.ok(events.filter((e) => e.action === 'urged').length <= 2, 'one warning and one for the day that passed, at most');
  }
  const jobs = (await all(sysadmin, '/jobs?list=done')).filter((j) => j.kind === 'matter.unpark');
  assert.equal(jobs.length, PARKED, 'a trace of each, and no more');
  t.diagnostic(`jobs done before each kill: ${killed.map((ms) => jobs.filter((j) => Date.parse(j.at) < ms).length).join(', ')}`);
  for (const one of jobs) {
    for (const other of jobs) {
      assert.ok(one.at >= other.at || one.due_at <= other.due_at, `${one.due_at} was done before ${other.due_at}`);
    }
  }
  assert.equal(new Set(jobs.map((j) => j.due_at)).size, 3, 'of three days');
  assert.deepEqual((await sysadmin.get('/jobs?list=failed')).items, []);
  // Told once of each, also of what happened days ago; of the days themselves one digest and not three.
  const notices = await ready('all are told', async () => {
    const list = [];
    for (let cursor = ''; cursor !== null;) {
      const page = await handler.get(`/my/notices?limit=100${cursor && `&cursor=${cursor}`}`);
      list.push(...page.items);
      cursor = page.next_cursor;
    }
    return list.filter((n) => n.kind === 'matter.unparked').length >= PARKED ? list : null;
  });
  const back = notices.filter((n) => n.kind === 'matter.unparked').map((n) => n.object);
  assert.deepEqual([back.length, new Set(back).size], [PARKED, PARKED]);
  assert.ok(notices.filter((n) => n.kind === 'digest.daily').length <= 1, 'one digest after days of stop');
  const urged = notices.filter((n) => n.kind === 'supervise.urged').map((n) => n.object);
  assert.equal(new Set(urged).size, urged.length, 'no urge is told twice');
  const repeating = (await all(sysadmin, '/jobs?list=done')).filter((j) => j.kind === 'notify.plan' && j.missed >= 0);
  assert.ok(repeating.every((j) => j.missed === 0 || repeating.filter((x) => x.missed > 0).length <= 1), 'missed days are one run');
  await world.server.stop();
  const { code, out } = await yikou(world.store, 'verify', '--head', world.store.heads);
  assert.equal(code, 0, out.slice(0, 2000));
});
