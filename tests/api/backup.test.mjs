// SPDX-License-Identifier: Apache-2.0
// A restore drill: write under load, back up, go on, back up what came since, restore to three moments, and hold heads and figures against what they were then. And moving:
// a district into a store of the other engine and back.
import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { copyFileSync, existsSync, mkdtempSync, mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';
import { Contract, Person, engine, makeStore, program, readStore, startServer, until, yikou } from './helpers.mjs';

const run = promisify(execFile);
const figures = ['matter.registered', 'matter.dispatched', 'matter.answered', 'matter.signed_on_time'];
let store;
let server;
let clerk;
let scratch;
let folder; // of backups
const others = [];
const moments = [];

/** A command on no store in particular: {code, out, err}. */
const yk = (...args) => run(program, args, { maxBuffer: 1 << 26 }).then(
  ({ stdout, stderr }) => ({ code: 0, out: stdout, err: stderr }),
  (e) => ({ code: e.code, out: e.stdout, err: e.stderr }),
);
const good = (answer) => {
  assert.equal(answer.code, 0, answer.err + answer.out);
  return answer.out;
};

/** An empty place for a store of this engine, with the key of the first. */
async function emptyStore() {
  const other = await makeStore();
  copyFileSync(path.join(store.scratch, 'key'), path.join(other.scratch, 'key'));
  others.push(other);
  return other;
}

let n = 0;
const intake = () => clerk.post('/matters', {
  channel: 'phone',
  day: clerk.session.today,
  caller: { kind: 'person', name: '演练人', phone: `1991554${String(n += 1).padStart(4, '0')}` },
  title: `备份演练第${n}件`,
  text: '演练：备份之前、之间、之后各登记一批。',
  category: '01-01-01',
  urgency: 'normal',
});

const heads = async (of) => (await readStore(of, `SELECT height, ${engine === 'sqlite' ? 'lower(hex(hash))' : "encode(hash, 'hex')"} FROM block ORDER BY height`)).map((row) => row.join(' '));
const sealed = () => until('all is sealed', async () => (await readStore(store, 'SELECT COUNT(*) FROM waiting'))[0][0] === '0');
const figuresOf = async (of) => {
  const answer = JSON.parse(good(await yikou(of, 'figure', ...figures, '--period', '2023-01-01..2023-03-31', '--by', 'unit', '--json')));
  return answer;
};

/** Writes some, waits for their seal, and remembers what the district is like. */
async function remember() {
  await Promise.all(Array.from({ length: 8 }, intake));
  await sealed();
  const [[at]] = await readStore(store, 'SELECT MAX(recorded_at) FROM event');
  const us = BigInt(at);
  moments.push({
    until: `${new Date(Number(us / 1000n)).toISOString().slice(0, -5)}.${String(us % 1000000n).padStart(6, '0')}Z`,
    heads: await heads(store),
    figures: await figuresOf(store),
    events: Number((await readStore(store, 'SELECT COUNT(*) FROM event WHERE ledger <> 2'))[0][0]), // callers are not taken back
  });
}

before(async () => {
  store = await makeStore();
  scratch = mkdtempSync(path.join(tmpdir(), 'yikou-backup-'));
  folder = path.join(scratch, 'backups');
  mkdirSync(folder);
  server = await startServer(store, { command: 'demo', args: ['--requests', '400'] });
  clerk = new Person(server, await Contract.load(server.address));
  await clerk.signIn('clerk1', 'Panji-2023');
});
after(async () => {
  await server?.kill();
  for (const other of [store, ...others]) {
    await other?.remove();
  }
  rmSync(scratch, { recursive: true, force: true });
});

test('backups are made while people write, and hold what came since the one before', async () => {
  await remember();
  let writing = true;
  const load = Promise.all(Array.from({ length: 4 }, async () => {
    while (writing) {
      await intake();
    }
  }));
  const full = JSON.parse(good(await yikou(store, 'backup', '--to', folder, '--json')));
  writing = false;
  await load;
  assert.equal(full.full, true);
  assert.ok(full.events >= moments[0].events);
  await remember();
  const since = JSON.parse(good(await yikou(store, 'backup', '--to', folder, '--json')));
  assert.equal(since.full, false);
  assert.ok(since.events > 0 && since.events < full.events, `${since.events} events since`);
  await remember();
  JSON.parse(good(await yikou(store, 'backup', '--to', folder, '--json')));
  assert.equal(readdirSync(folder).filter((name) => /^yikou-.*-(full|since)\.ykb$/.test(name)).length, 3);
  for (const name of readdirSync(folder)) {
    assert.equal(statSync(path.join(folder, name)).mode & 0o777, 0o600, name);
  }
  const [[made]] = await readStore(store, 'SELECT COUNT(*) FROM backup_made');
  assert.equal(made, '3', 'the store knows of them');
});

for (const which of [0, 1, 2]) {
  test(`restored to moment ${which + 1} of 3, the district is as it was: heads, figures, log`, async () => {
    const there = await emptyStore();
    const moment = moments[which];
    const until = which === 2 ? [] : ['--until', moment.until]; // the last one: all that there is
    const said = JSON.parse(good(await yikou(there, 'restore', '--from', folder, ...until, '--json')));
    assert.equal(said.files, 3);
    assert.deepEqual(await heads(there), moment.heads);
    const [[left]] = await readStore(there, 'SELECT COUNT(*) FROM event WHERE ledger <> 2');
    assert.equal(Number(left), moment.events);
    assert.deepEqual(await figuresOf(there), moment.figures);
    const proved = await yikou(there, 'verify');
    assert.equal(proved.code, 0, proved.out);
    assert.match(proved.out, /agrees with its log/);
  });
}

test('a moment in the middle of history can be served, sealed on and written to', async () => {
  const there = await emptyStore();
  const early = await yikou(there, 'restore', '--from', folder, '--until', '2001-01-01');
  assert.equal(early.code, 1);
  assert.match(early.err, /when the first event was recorded/);
  good(await yikou(there, 'restore', '--from', folder, '--until', '2022-06-15 12:00'));
  const asOf = JSON.parse(good(await yikou(store, 'figure', 'matter.registered', '--period', '2022-05', '--as-of', '2022-06-14', '--json')));
  const now = JSON.parse(good(await yikou(there, 'figure', 'matter.registered', '--period', '2022-05', '--as-of', '2022-06-14', '--json')));
  assert.deepEqual(now, asOf);
  const again = await startServer(there, { command: 'demo' });
  const person = await new Person(again, clerk.contract).signIn('clerk1', 'Panji-2023');
  assert.ok((await person.get('/matters?limit=1')).items.length);
  await person.post('/matters', {
    channel: 'phone', day: person.session.today, caller: { kind: 'person', name: '恢复后', phone: '19925540001' },
    title: '恢复之后登记的一件', text: '照常登记，编号不与恢复前给出的重复。', category: '01-01-01', urgency: 'normal',
  });
  await again.stop();
  const proved = await yikou(there, 'verify');
  assert.equal(proved.code, 0, proved.out);
  assert.doesNotMatch(proved.out, /not sealed/);
});

test('nothing is restored over a store, without its key, or from a backup that was altered', async () => {
  const over = await yikou(store, 'restore', '--from', folder);
  assert.equal(over.code, 1);
  const there = await emptyStore();
  rmSync(path.join(there.scratch, 'key'));
  const keyless = await yikou(there, 'restore', '--from', folder);
  assert.equal(keyless.code, 1);
  assert.match(keyless.err, /key file/);
  copyFileSync(path.join(store.scratch, 'key'), path.join(there.scratch, 'key'));
  const altered = path.join(scratch, 'altered');
  mkdirSync(altered);
  for (const name of readdirSync(folder)) {
    copyFileSync(path.join(folder, name), path.join(altered, name));
  }
  const [first] = readdirSync(altered).sort();
  await run('sqlite3', [path.join(altered, first), "UPDATE event SET day = day - 1 WHERE (ledger, object, seq) = (SELECT ledger, object, seq FROM event WHERE ledger = 3 LIMIT 1)"]);
  for (const until of [[], ['--until', '2022-06-15 12:00']]) {
    const refused = await yikou(there, 'restore', '--from', altered, ...until);
    assert.equal(refused.code, 1, refused.out);
    assert.match(refused.err, /does not agree with its seal/);
  }
  if (engine === 'sqlite') {
    assert.ok(!existsSync(path.join(there.scratch, 'data')) && !existsSync(path.join(there.scratch, 'data.restoring')));
  }
  const lost = path.join(scratch, 'lost');
  mkdirSync(lost);
  for (const name of readdirSync(folder).sort().slice(2)) {
    copyFileSync(path.join(folder, name), path.join(lost, name));
  }
  assert.equal((await yikou(there, 'restore', '--from', lost)).code, 1, 'a chain with a link missing');
});

test('a chain that is not the same is not gone on from', async () => {
  const other = await emptyStore();
  good(await yikou(other, 'restore', '--from', folder, '--until', '2022-06-15 12:00'));
  const refused = await yikou(other, 'backup', '--to', folder);
  assert.equal(refused.code, 1);
  assert.match(refused.err, /--full begins anew/);
});

test('a district moves into a folder and back into a store of this engine', async () => {
  await server.stop();
  const key = path.join(store.scratch, 'key');
  const from = engine === 'sqlite' ? path.join(store.scratch, 'data') : store.url;
  const middle = path.join(scratch, 'middle'); // a folder
  const back = await emptyStore();
  const to = engine === 'sqlite' ? path.join(back.scratch, 'data') : back.url;
  const copy = (a, b, ...more) => yk('copy', '--from', a, '--to', b, '--key', key, ...more);

  const broken = spawn(program, ['copy', '--from', from, '--to', middle, '--key', key], { stdio: ['ignore', 'ignore', 'pipe'] });
  await new Promise((resolve) => {
    broken.stderr.on('data', (chunk) => String(chunk).includes('copying rows') && resolve());
    broken.on('exit', resolve);
  });
  broken.kill('SIGKILL');
  const half = await run('sqlite3', [path.join(middle, 'yikou.db'), 'SELECT COUNT(*) FROM event']);
  assert.equal(half.stdout.trim(), '0', 'nothing of a copy that was cut off');

  const said = await copy(from, middle);
  assert.match(good(said), /1 districts were copied/);
  assert.match(said.err, /copying rows: \d+ of \d+ \(\d+ %\), \d+:\d\d left/);
  assert.match(good(await copy(from, middle)), /0 districts were copied.*1 were there already/);
  assert.match(good(await copy(middle, to, '--district', '340406')), /1 districts were copied/);
  assert.equal((await copy(middle, to, '--district', '999999')).code, 1);

  const a = await heads(store);
  assert.deepEqual(await heads(back), a);
  assert.deepEqual(await figuresOf(back), await figuresOf(store));
  for (const flags of [['--data', middle], back.flags.slice(0, 2)]) {
    const proved = await yk('verify', ...flags, '--key', key, '--head', store.heads);
    assert.equal(proved.code, 0, proved.out + proved.err);
  }

  const other = await startServer(back, { command: 'demo' });
  const person = await new Person(other, clerk.contract).signIn('clerk1', 'Panji-2023');
  await until('search has caught up', async () => (await person.get(`/matters?q=${encodeURIComponent('备份演练')}`)).items.length > 0);
  await person.post('/matters', {
    channel: 'phone', day: person.session.today, caller: { kind: 'person', name: '搬家后', phone: '19935540001' },
    title: '搬家之后登记的一件', text: '照常登记。', category: '01-01-01', urgency: 'normal',
  });
  await other.stop();
  const refused = await copy(middle, to);
  assert.equal(refused.code, 1, 'the far side has gone on');
  assert.match(refused.err, /another log/);
});
