// SPDX-License-Identifier: Apache-2.0
// Two people at once, and the same act twice: one of two wins and the other learns what changed; a key repeated changes
// nothing, also when the first answer was lost.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { test } from 'node:test';
import { sendBytes } from '../helpers.mjs';
import { act, allYes, answered, dispatched, intake, signedIn, world } from '../world.mjs';

test('conflict: who acts on what has moved on gets `conflict` with what changed', async () => {
  const { handler, head } = world.people;
  const old = await dispatched();
  await act(head, old, 'sign');
  const problem = await handler.refused('conflict', 'POST', `/matters/${old.id}/note`, { seq: old.seq, text: '我不知道已签收。' });
  assert.equal(problem.status, 409);
  assert.deepEqual(problem.changed.map((e) => e.action), ['signed']);
  assert.equal(problem.changed[0].actor.id, head.session.account.id);
  assert.deepEqual((await handler.get(`/matters/${old.id}`)).events.map((e) => e.action).sort(), ['dispatched', 'registered', 'signed']);
});

test('conflict: of many at once on one matter exactly one wins', async () => {
  const { handler, head } = world.people;
  for (let round = 0; round < 5; round += 1) {
    const m = await dispatched();
    const answers = await Promise.all(Array.from({ length: 8 }, (_, i) => (i % 2 ? handler : head).send('POST', `/matters/${m.id}/sign`, { seq: m.seq })));
    assert.equal(answers.filter((a) => a.status === 200).length, 1);
    for (const lost of answers.filter((a) => a.status !== 200)) {
      assert.equal(lost.body.code, 'conflict');
      assert.ok(lost.body.changed.length >= 1);
    }
    assert.equal((await head.get(`/matters/${m.id}`)).events.filter((e) => e.action === 'signed').length, 1);
  }
});

test('conflict: numbers have no gap and no double, however many register at once', async () => {
  const clerks = [world.people.clerk, await signedIn('clerk'), await signedIn('clerk')];
  const made = await Promise.all(Array.from({ length: 30 }, (_, i) => clerks[i % 3].post('/matters', intake())));
  const numbers = made.map((m) => Number(m.number.split('-')[2])).sort((a, b) => a - b);
  assert.equal(new Set(numbers).size, 30);
  assert.equal(numbers[29] - numbers[0], 29);
});

test('conflict: one enterprise that gives many numbers at once is neither doubled nor taken for altered', async () => {
  const { clerk } = world.people;
  const made = await Promise.all(Array.from({ length: 60 }, (_, i) =>
    clerk.post('/matters', intake({ caller: { kind: 'enterprise', name: '淮南同时来电有限公司', phone: `1395554${String(i).padStart(4, '0')}` } }))));
  assert.equal(new Set(made.map((m) => m.caller.party)).size, 1);
  assert.equal((await clerk.get(`/parties?name=${encodeURIComponent('同时来电')}`)).items[0].matters, 60);
});

test('repeat: the same key and body again gets the same matter, rendered anew', async () => {
  const { clerk } = world.people;
  const key = randomUUID();
  const body = intake();
  const first = await clerk.send('POST', '/matters', body, { key });
  assert.equal(first.status, 201);
  await act(clerk, first.body, 'dispatch', { unit: world.units.housing });
  const again = await clerk.send('POST', '/matters', body, { key });
  assert.equal(again.status, 201);
  assert.equal(again.body.id, first.body.id);
  assert.equal(again.body.number, first.body.number);
  assert.equal(again.body.state, 'dispatched');
  await clerk.refused('key_reused', 'POST', '/matters', intake(), { key });
});

test('repeat: the key of an act on a matter, on another matter, and of another person', async () => {
  const { handler, head } = world.people;
  const [m, other] = [await dispatched(), await dispatched()];
  const key = randomUUID();
  const signed = await act(handler, m, 'sign', {}, { key });
  const again = await act(handler, m, 'sign', {}, { key });
  assert.equal(again.seq, signed.seq);
  await handler.refused('key_reused', 'POST', `/matters/${other.id}/sign`, { seq: other.seq }, { key });
  await act(head, other, 'sign', {}, { key });
});

test('repeat: the same act sent many times at once is done once', async () => {
  const { clerk, operator } = world.people;
  const key = randomUUID();
  const body = intake();
  const answers = await Promise.all(Array.from({ length: 10 }, () => clerk.send('POST', '/matters', body, { key })));
  assert.deepEqual([...new Set(answers.map((a) => a.status))], [201]);
  assert.equal(new Set(answers.map((a) => a.body.id)).size, 1);
  const m = await answered();
  const call = randomUUID();
  const ends = await Promise.all(Array.from({ length: 10 }, () => operator.send('POST', `/matters/${m.id}/callback`, { seq: m.seq, ...allYes }, { key: call })));
  assert.deepEqual([...new Set(ends.map((a) => a.status))], [200]);
  assert.equal((await operator.get(`/matters/${m.id}`)).events.filter((e) => e.action === 'call_ended').length, 1);
});

test('repeat: the same act sent many times at once is done once, also where it is no conflict to do it again but refused', async () => {
  const { sysadmin } = world.people;
  const twelve = async (url, body) => {
    const key = randomUUID();
    const answers = await Promise.all(Array.from({ length: 12 }, () => sysadmin.send('POST', url, body, { key })));
    assert.deepEqual([...new Set(answers.map((a) => a.status))].filter((s) => s >= 300), [], url);
  };
  await twelve('/categories', { code: '77', name: '同时新增', name_en: 'At once' });
  for (const verb of ['disable', 'enable']) {
    await twelve(`/accounts/${world.accounts.leader}/${verb}`, {});
  }
  world.people.leader = await signedIn('leader');
});

test('repeat: who never heard the answer sends again, and it is done once', async () => {
  const { clerk } = world.people;
  const before = (await clerk.get('/matters/count')).n;
  for (let i = 0; i < 20; i += 1) {
    const body = JSON.stringify(intake({ title: `断线重发第${i}次` }));
    const key = randomUUID();
    const head = [
      'POST /api/v1/matters HTTP/1.1', 'Host: yikou', 'Content-Type: application/json', `Content-Length: ${Buffer.byteLength(body)}`,
      `Cookie: ${clerk.cookie}`, `X-CSRF-Token: ${clerk.csrf}`, `Idempotency-Key: ${key}`, '', '',
    ].join('\r\n');
    // The connection ends at once, or a little later: the outcome is not known here.
    await sendBytes(world.server.address, head + body, { wait_ms: 1 + (i % 5) * 8 });
    const answer = await clerk.send('POST', '/matters', undefined, { key, raw: body });
    assert.equal(answer.status, 201, answer.text);
  }
  assert.equal((await clerk.get('/matters/count')).n, before + 20);
});

test('repeat: a refusal is not kept; a write without a key is refused', async () => {
  const { clerk } = world.people;
  const key = randomUUID();
  await clerk.refusedField('title', 'too_short', 'POST', '/matters', intake({ title: '短' }), { key });
  await clerk.post('/matters', intake(), { key });
  await clerk.refused('key_required', 'POST', '/matters', intake(), { key: '' });
  await clerk.refused('key_required', 'POST', '/matters', intake(), { key: 'k'.repeat(65) });
});
