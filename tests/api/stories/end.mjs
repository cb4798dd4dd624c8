// SPDX-License-Identifier: Apache-2.0
// The end of the district: its log is read, its description is the one in the tree, no route was left out, and the store
// that all stories wrote verifies, also after everything was rebuilt from the log.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { readTree, startServer, until, yikou } from '../helpers.mjs';
import { world } from '../world.mjs';

test('end: the auditor reads who did what; sealing follows; nobody else reads it', async () => {
  const { auditor, clerk, leader, sysadmin } = world.people;
  const page = await auditor.get('/log?limit=200');
  assert.ok(page.items.length > 50);
  assert.ok((await auditor.get('/log?ledger=admin&action=account_locked')).items.length >= 1);
  assert.ok((await auditor.get(`/log?ledger=matter&actor=${clerk.session.account.id}&limit=50`)).items.length > 0);
  const head = await until('all events are sealed', async () => {
    const now = await auditor.get('/log/head');
    return now.unsealed === 0 && now;
  });
  assert.ok(head.height >= 1);
  assert.ok((await auditor.get('/log/blocks?limit=5')).items.length >= 1);
  for (const person of [clerk, leader, sysadmin]) {
    await person.refused('forbidden', 'GET', '/log');
  }
});

test('end: the description in the tree is the one that is served', async () => {
  const printed = await yikou(world.store, 'openapi');
  assert.equal(printed.code, 0, printed.err);
  assert.equal(readTree('api/openapi.json'), printed.out, 'api/openapi.json is not current: make docs');
  // What is served says more only of the server's own addresses.
  const { paths, ...rest } = world.contract.doc;
  const own = Object.keys(paths).filter((p) => !p.startsWith('/api/'));
  assert.deepEqual(own.sort(), ['/healthz', '/metrics', '/openapi.json', '/readyz']);
  const ledgers = JSON.parse(printed.out);
  assert.deepEqual(Object.fromEntries(Object.entries(paths).filter(([p]) => !own.includes(p))), ledgers.paths);
  assert.deepEqual(rest.components.responses, ledgers.components.responses);
  assert.equal(readTree('docs/figures.md'), (await yikou(world.store, 'figures-md')).out, 'docs/figures.md is not current: make docs');
});

test('end: every route was called, with success', () => {
  assert.deepEqual(world.contract.uncalled(), []);
});

test('end: no request was our mistake', () => {
  const mistakes = [...world.contract.seen].filter(([, statuses]) => [...statuses].some((s) => s >= 500));
  assert.deepEqual(mistakes.map(([route]) => route), []);
});

test('end: no job of the server failed', () => {
  assert.deepEqual(world.server.complained().split('\n').filter((line) => /failed|error/i.test(line)).slice(0, 5), []);
});

test('end: the store verifies, also against the heads that went out, and after a rebuild', async () => {
  await world.server.stop();
  const first = await yikou(world.store, 'verify', '--head', world.store.heads);
  assert.equal(first.code, 0, first.out + first.err);
  assert.ok(readFileSync(world.store.heads, 'utf8').trim().split('\n').length > 1, 'heads went out');
  const rebuilt = await yikou(world.store, 'rebuild');
  assert.equal(rebuilt.code, 0, rebuilt.out + rebuilt.err);
  const second = await yikou(world.store, 'verify');
  assert.equal(second.code, 0, second.out + second.err);
  world.server = await startServer(world.store);
  assert.equal(world.server.token(), undefined, 'a store that is set up asks for no first run');
});
