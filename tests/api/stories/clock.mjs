// SPDX-License-Identifier: Apache-2.0
// The clock of tests itself: it is said loudly, it moves the days that rules see, and what was recorded never goes back with it.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { test } from 'node:test';
import { Person, makeStore, readStore, startServer, until, yikou } from '../helpers.mjs';
import { intake, password, signedIn, world } from '../world.mjs';

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

/** Someone signed in on two machines: the row of each session. */
async function twoDesks(login) {
  const first = await signedIn(login);
  const before = new Set((await readStore(world.store, 'SELECT id FROM session')).map(([id]) => id));
  const second = await signedIn(login);
  const [[row]] = (await readStore(world.store, 'SELECT id FROM session')).filter(([id]) => !before.has(id));
  return { first, second, row };
}

test('idle end: who is away for the time that the session names is out, and the row is gone; who works is not', async () => {
  const { first: busy, second: idle, row } = await twoDesks('leader');
  const limit = idle.session.idle_end_min;
  const left = async () => (await readStore(world.store, `SELECT id FROM session WHERE id = ${row}`)).length;
  assert.equal(await left(), 1);
  for (let minutes = 0; minutes < limit - 1; minutes += 10) {
    const step = Math.min(10, limit - 1 - minutes);
    await world.server.advance({ minutes: step });
    const now = (await busy.get('/sessions')).items.find((s) => s.current);
    // What was seen is written after the answer, without waiting: wait for it here.
    await until('the session was seen', async () => (await busy.get('/sessions')).items.find((s) => s.id === now.id).last_seen_at > now.last_seen_at);
  }
  assert.equal(await left(), 1, 'a minute before its time it is still there');
  await world.server.advance({ minutes: 2 });
  await idle.refused('not_signed_in', 'GET', '/session');
  await until('the row of the idle session is swept away', async () => (await left()) === 0);
  await busy.get('/work');
  world.people.leader = busy;
});

test('idle end: a request within the time keeps the session; after twelve hours it ends all the same', async () => {
  const clerk = await signedIn('clerk');
  const step = clerk.session.idle_end_min - 1;
  for (let minutes = 0; minutes < 12 * 60 - step; minutes += step) {
    const { last_seen_at: seen } = (await clerk.get('/sessions')).items.find((s) => s.current);
    await world.server.advance({ minutes: step });
    await clerk.get('/session');
    await until('the session was seen', async () => (await clerk.get('/sessions')).items.find((s) => s.current).last_seen_at > seen);
  }
  await world.server.advance({ minutes: step });
  await clerk.refused('not_signed_in', 'GET', '/session');
});

test('lock-out: half an hour after the fifth wrong password the right one is taken again, not a minute before', async () => {
  const visitor = new Person(world.server, world.contract);
  const wrong = (code) => visitor.refused(code, 'POST', '/session', { login: 'other.head', password: 'Wrong-River-7' });
  for (let i = 0; i < 4; i += 1) {
    await wrong('bad_credentials');
  }
  await wrong('locked');
  await world.server.advance({ minutes: 29 });
  await visitor.refused('locked', 'POST', '/session', { login: 'other.head', password });
  const admin = await signedIn('sysadmin');
  const state = async () => (await admin.get(`/accounts/${world.accounts['other.head']}`)).state;
  assert.equal(await state(), 'locked');
  await world.server.advance({ minutes: 2 });
  assert.equal(await state(), 'active');
  await signedIn('other.head');
  // Four old ones do not count any more.
  for (let i = 0; i < 4; i += 1) {
    await wrong('bad_credentials');
  }
  await world.server.advance({ minutes: 31 });
  await wrong('bad_credentials');
  await signedIn('other.head');
});

test('lock-out: a login that nobody has is refused and locked like one that somebody has', async () => {
  const visitor = new Person(world.server, world.contract);
  const tryOut = async (login) => {
    const answers = [];
    const wait = async (minutes) => world.server.advance({ minutes });
    for (const pause of [0, 0, 0, 0, 0, 0, 29, 2, 0, 0, 0, 31, 0]) {
      await wait(pause);
      const { status, body } = await visitor.send('POST', '/session', { login, password: 'Wrong-River-7' });
      answers.push([status, body.code, body.title, (body.detail ?? '').replace(/\d{4}-\d\d-\d\d \d\d:\d\d/, 'DAY TIME')]);
    }
    return answers;
  };
  const [somebody, nobody] = [await tryOut('town.handler'), await tryOut('no.such.login')];
  assert.deepEqual(nobody, somebody);
  assert.deepEqual(somebody.map(([, code]) => code === 'locked'), [4, 5, 6].reduce((all, i) => all.with(i, true), Array(13).fill(false)));
  await world.server.advance({ minutes: 40 });
  await until('the count of a login that nobody has goes', async () => (await readStore(world.store, 'SELECT 1 FROM stranger')).length === 0);
});

test('repeat: a key is kept for a week', async () => {
  let clerk = await signedIn('clerk');
  const key = randomUUID();
  const body = intake({ day: world.today });
  const made = await clerk.post('/matters', body, { key });
  await world.server.advance({ days: 6 });
  clerk = await signedIn('clerk');
  assert.equal((await clerk.post('/matters', body, { key })).id, made.id);
  await clerk.refused('key_reused', 'POST', '/matters', intake(), { key });
  await world.server.advance({ days: 4 });
  await until('the key is forgotten', async () => (await readStore(world.store, `SELECT 1 FROM idem WHERE key = '${key}'`)).length === 0);
});
