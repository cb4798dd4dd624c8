// SPDX-License-Identifier: Apache-2.0
// The clock of tests itself: it is said loudly, it moves the days that rules see, and what was recorded never goes back with it.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { makeStore, startServer, yikou } from '../helpers.mjs';
import { intake, signedIn, world } from '../world.mjs';

const dayAfter = (day, n) => new Date(Date.parse(day) + n * 86_400_000).toISOString().slice(0, 10);

test('clock: without being asked for there is none; asked for, it is said loudly', async () => {
  assert.match(world.server.complained(), /TEST CLOCK: this program does not keep true time/);
  const store = await makeStore();
  try {
    const plain = await startServer(store);
    assert.doesNotMatch(plain.complained(), /TEST CLOCK/);
    await plain.stop();
    const missing = await yikou(store, 'serve', '--listen', '127.0.0.1:0', '--clock-file', `${store.scratch}/nowhere`);
    assert.equal(missing.code, 1);
    assert.match(missing.err, /clock-file/);
  } finally {
    await store.remove();
  }
});

test('clock: moved on, a new day begins for people and rules', async () => {
  const { today } = world;
  const problem = await world.people.clerk.send('POST', '/matters', intake({ day: dayAfter(today, 1) }));
  assert.ok(problem.body.errors.some((e) => e.field === 'day' && e.code === 'future_day'), problem.text);
  await world.server.advance({ days: 2 });
  const clerk = await signedIn('clerk');
  assert.equal(clerk.session.today, dayAfter(today, 2));
  const matter = await clerk.post('/matters', intake({ day: dayAfter(today, 2) }));
  assert.equal(matter.day, dayAfter(today, 2));
  world.later = matter;
});

test('clock: moved back, the record goes on from where it was', async () => {
  await world.server.advance({ days: -2 });
  const clerk = await signedIn('clerk');
  const written = [];
  for (let i = 0; i < 8; i += 1) { // on PostgreSQL over several connections
    written.push(clerk.post('/matters', intake({ day: world.today })));
  }
  const stamps = (await Promise.all(written)).map((m) => m.registered_at);
  assert.ok(stamps.every((at) => at > world.later.registered_at), `${stamps} after ${world.later.registered_at}`);
  assert.equal(new Set(stamps).size, stamps.length);
});
