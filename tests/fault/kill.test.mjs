// SPDX-License-Identifier: Apache-2.0
// kill -9 in the middle of writing, again and again: nothing that was answered is lost, nothing is done twice, what was not answered is settled by
// its key, numbers have no gap, and the store agrees with its log and with the heads that went out.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { Contract, Person, makeStore, startServer, until, yikou } from '../api/helpers.mjs';

const KILLS = Number(process.env.YIKOU_KILLS ?? 30); // of each engine; make fault asks for 150
const WRITERS = 12;
const login = 'clerk1';
const password = 'Panji-2023';

let store;
let clerk; // signed in once: the session outlives the server
const intakes = new Map(); // key → { body, answer: matter or null while unknown }
const notes = new Map(); // key → { matter, answered }
let running; // the server, to be ended also when a test fails
let handler; // of the unit to which every fourth is sent, who is told of it
let first; // serial of the last number before the test

const serial = (matter) => Number(matter.number.split('-')[2]);

before(async () => {
  store = await makeStore();
  const server = running = await startServer(store, { command: 'demo' });
  clerk = new Person(server, await Contract.load(server.address));
  await clerk.signIn(login, password);
  handler = await new Person(server, clerk.contract).signIn('zjj1', password);
  const top = await clerk.get('/matters?sort=-number&limit=1');
  first = serial(top.items[0]);
  await server.stop();
});

after(async () => {
  running?.child.kill('SIGKILL');
  await store?.remove();
});

function body(n) {
  return {
    channel: 'phone',
    day: clerk.session.today,
    caller: { kind: 'person', name: '测试人', phone: `1990554${String(n % 10000).padStart(4, '0')}` },
    title: `停电之后还在的一件（${n}）`,
    text: '登记到一半时服务器断电，登记过的不能丢，也不能重。',
    category: '01-01-01',
    urgency: 'normal',
    ...(n % 4 === 0 ? { dispatch: { unit: handler.session.unit.id } } : {}),
  };
}

/** One write under its key; the answer, or null when the server went before it answered. */
async function write(address, path, content, key) {
  try {
    const answer = await fetch(`${address}/api/v1${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', cookie: clerk.cookie, 'x-csrf-token': clerk.csrf, 'idempotency-key': key },
      body: JSON.stringify(content),
    });
    const said = await answer.json();
    assert.ok(answer.status === 201 || answer.status === 200, `${path}: ${answer.status} ${JSON.stringify(said).slice(0, 400)}`);
    return said;
  } catch (e) {
    if (e instanceof assert.AssertionError) {
      throw e;
    }
    return null;
  }
}

let count = 0;

async function writer(address, going) {
  while (going.on) {
    count += 1;
    const key = randomUUID();
    const content = body(count);
    intakes.set(key, { body: content, answer: null });
    const matter = await write(address, '/matters', content, key);
    intakes.get(key).answer = matter;
    if (matter && going.on) {
      const noteKey = randomUUID();
      notes.set(noteKey, { matter: matter.id, answered: false });
      const noted = await write(address, `/matters/${matter.id}/note`, { text: `便签 ${noteKey}`, seq: matter.seq }, noteKey);
      notes.get(noteKey).answered = noted !== null;
    }
  }
}

/** What stands open after a kill is sent again under its key, twice: once is done, once is shown. */
async function settle(address) {
  for (const [key, intake] of intakes) {
    if (!intake.answer) {
      intake.answer = await write(address, '/matters', intake.body, key);
      const again = await write(address, '/matters', intake.body, key);
      assert.ok(intake.answer && again, 'a key was not settled');
      assert.equal(again.id, intake.answer.id, 'a key did it twice');
    }
  }
  for (const [key, note] of notes) {
    if (!note.answered) {
      const matter = await (await fetch(`${address}/api/v1/matters/${note.matter}`, { headers: { cookie: clerk.cookie } })).json();
      const there = matter.events.some((e) => e.texts.text === `便签 ${key}`);
      const noted = await write(address, `/matters/${note.matter}/note`, { text: `便签 ${key}`, seq: there ? matter.seq - 1 : matter.seq }, key);
      assert.ok(noted, 'a note was not settled');
      note.answered = true;
    }
  }
}

async function verified(what) {
  const { code, out } = await yikou(store, 'verify', '--head', store.heads);
  assert.equal(code, 0, `${what}: ${out.slice(0, 2000)}`);
}

test(`${KILLS} kills while ${WRITERS} write`, { timeout: 1_500_000 }, async () => {
  for (let i = 0; i < KILLS; i += 1) {
    const server = running = await startServer(store, { command: 'demo' });
    await settle(server.address);
    const going = { on: true };
    const writers = Array.from({ length: WRITERS }, () => writer(server.address, going));
    await new Promise((resolve) => setTimeout(resolve, 20 + Math.random() * 330));
    await server.kill();
    going.on = false;
    await Promise.all(writers);
    if (i % 20 === 19) {
      await verified(`after ${i + 1} kills`);
    }
  }
});

/** How often the handler was told of each matter. */
async function told(address) {
  const times = new Map();
  for (let cursor = ''; cursor !== null;) {
    const answer = await fetch(`${address}/api/v1/my/notices?limit=100${cursor && `&cursor=${cursor}`}`, { headers: { cookie: handler.cookie } });
    assert.equal(answer.status, 200);
    const page = await answer.json();
    for (const n of page.items.filter((x) => x.kind === 'matter.dispatched')) {
      times.set(n.object, (times.get(n.object) ?? 0) + 1);
    }
    cursor = page.next_cursor;
  }
  return times;
}

test('everybody is told once of what was sent to them', { timeout: 600_000 }, async (t) => {
  const server = running = await startServer(store, { command: 'demo' });
  await settle(server.address);
  const sent = [...intakes.values()].filter((i) => i.body.dispatch).map((i) => i.answer.id);
  assert.ok(sent.length > 0);
  const times = await until('all are told', async () => {
    const seen = await told(server.address);
    return sent.every((id) => seen.has(id)) ? seen : null;
  });
  assert.deepEqual(sent.filter((id) => times.get(id) !== 1), []);
  t.diagnostic(`${sent.length} told, each once`);
  await server.stop();
});

test('nothing answered is lost, nothing is doubled, numbers have no gap', { timeout: 600_000 }, async (t) => {
  const server = running = await startServer(store, { command: 'demo' });
  await settle(server.address);
  const ids = new Set();
  const numbers = new Set();
  for (const [, { answer }] of intakes) {
    assert.ok(!ids.has(answer.id), 'two keys made one matter');
    ids.add(answer.id);
    numbers.add(serial(answer));
  }
  assert.equal(numbers.size, intakes.size);
  assert.equal(Math.min(...numbers), first + 1);
  assert.equal(Math.max(...numbers), first + intakes.size, 'a number was lost or given twice');
  const byMatter = new Map();
  for (const [key, note] of notes) {
    byMatter.set(note.matter, key);
  }
  for (const [id, key] of byMatter) {
    const matter = await (await fetch(`${server.address}/api/v1/matters/${id}`, { headers: { cookie: clerk.cookie } })).json();
    assert.equal(matter.events.filter((e) => e.texts.text === `便签 ${key}`).length, 1, 'a note is lost or stands twice');
  }
  const found = await (await fetch(`${server.address}/api/v1/matters/count?from=${clerk.session.today}`, { headers: { cookie: clerk.cookie } })).json();
  assert.ok(found.n >= intakes.size);
  t.diagnostic(`${KILLS} kills, ${intakes.size} intakes and ${notes.size} notes, all there, each once`);
  await server.stop();
  await verified('at the end');
});
