// SPDX-License-Identifier: Apache-2.0
// The doctor at the bedside: a served store, a stopped one, and one whose key lies open. Its limits are in src/app/test_doctor.c.
import assert from 'node:assert/strict';
import { chmodSync, rmSync, utimesSync } from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { engine, makeStore, startServer, yikou } from './helpers.mjs';

let store;
let server;

before(async () => {
  store = await makeStore();
  server = await startServer(store, { command: 'demo', args: ['--requests', '50'] });
});
after(async () => {
  await server?.kill();
  await store?.remove();
});

const ask = async (...args) => {
  const said = await yikou(store, 'doctor', '--json', ...args);
  const findings = JSON.parse(said.out);
  for (const f of findings) {
    assert.ok(['ok', 'warn', 'fail'].includes(f.health), f.key);
    assert.ok(f.zh && f.en && f.name_zh && f.name_en, f.key);
    assert.equal(f.do_zh === null, f.health === 'ok', `${f.key}: what to do, where something is to be done`);
    assert.equal(f.do_en === null, f.health === 'ok', f.key);
  }
  const worst = Math.max(...findings.map((f) => ['ok', 'warn', 'fail'].indexOf(f.health)));
  assert.equal(said.code, worst, said.out);
  return Object.fromEntries(findings.map((f) => [f.key, f.health]));
};

test('a served store: everything is looked at, what was never backed up fails', async () => {
  const found = await ask();
  assert.deepEqual(Object.keys(found).sort(), ['backup', 'calendar', 'clock', 'disk', 'fonts', 'key', 'schema', 'seal', ...(engine === 'sqlite' ? ['folder'] : [])].sort());
  assert.equal(found.backup, 'fail');
  assert.deepEqual([found.schema, found.key, found.clock], ['ok', 'ok', 'ok']);
  assert.notEqual(found.fonts, 'fail');
  assert.equal((await yikou(store, 'backup', '--to', path.join(store.scratch, 'one.ykb'))).code, 0);
  assert.equal((await ask()).backup, 'ok');
  assert.equal((await ask('--smtp', 'smtp://127.0.0.1:1')).mail, 'fail');
  const plain = await yikou(store, 'doctor');
  assert.match(plain.out, /^ok {4}备份：上次备份在 0 小时前 · Backup: the last one was made 0 h ago$/m);
});

test('an open key, a lost one, a clock that went back', async () => {
  await server.stop();
  const key = path.join(store.scratch, 'key');
  chmodSync(key, 0o644);
  assert.equal((await ask()).key, 'fail');
  chmodSync(key, 0o600);
  assert.equal((await ask()).key, 'ok');
  const later = Date.now() / 1000 + 7200;
  utimesSync(store.heads, later, later);
  assert.equal((await ask()).clock, 'fail');
  rmSync(key);
  assert.equal((await ask()).key, 'fail');
});
