// SPDX-License-Identifier: Apache-2.0
// Letters that do not go at once: refused for now they are tried again, refused for good they are shown, in quiet hours they wait.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { act, dispatched, signedIn, until, world } from '../world.mjs';

const set = (login, email) => world.people.sysadmin.send('PUT', `/accounts/${world.accounts[login]}/email`, { email });
async function quiet(login, from, to) {
  const person = await signedIn(login);
  const { email, mail_ready, kinds, ...rest } = await person.get('/my/notice-settings');
  assert.equal((await person.send('PUT', '/my/notice-settings', { ...rest, quiet_from_min: from, quiet_to_min: to, digest: false, kinds: [] })).status, 200);
}
async function tellUnit() {
  const { handler, supervisor } = world.people;
  const m = await act(handler, await dispatched(), 'object', { reason: '不属于我们。' });
  await act(supervisor, m, 'arbitrate', { decision: 'reject', note: '仍由你单位办理。' });
  return m;
}
/** Time passes; sessions end by it. */
async function later(span) {
  await world.server.advance(span);
  for (const login of ['clerk', 'handler', 'supervisor', 'sysadmin']) {
    world.people[login] = await signedIn(login);
  }
}
const mails = async (list = 'all') => (await (await signedIn('sysadmin')).get(`/mails?list=${list}`)).items;
const of = (m) => world.smtp.letters.filter((l) => l.subject.includes(m.number));

test('mail: refused for now, it is tried again and goes once; refused for good, it is shown and not tried again', async () => {
  await set('handler', 'busy@panji.example.cn');
  await set('head', 'nobody@panji.example.cn');
  await quiet('handler', 0, 0);
  await quiet('head', 0, 0);
  const m = await tellUnit();
  const waiting = await until(async () => (await mails()).find((l) => l.state === 'waiting' && l.error)); // tries count from their beginning
  assert.equal(waiting.tries, 1);
  assert.match(waiting.error, /451/);
  const [failed] = await until(async () => ((await mails('failed')).length ? mails('failed') : null));
  assert.match(failed.error, /550/);
  assert.deepEqual(of(m), []);
  await later({ minutes: 2 });
  await until(async () => of(m).length);
  await later({ hours: 3 });
  await tellUnit();
  await until(async () => (await mails()).filter((l) => l.state === 'sent').length >= 2);
  assert.deepEqual(of(m).map((l) => l.to), ['busy@panji.example.cn']);
  assert.equal((await mails('failed')).filter((l) => l.id === failed.id && l.tries === 1).length, 1);
  await set('head', null);
});

test('mail: in quiet hours a letter waits for their end', async () => {
  const now = new Date(Date.parse((await signedIn('handler')).session.now) + 8 * 3_600_000);
  const min = now.getUTCHours() * 60 + now.getUTCMinutes();
  await quiet('handler', (min + 1440 - 60) % 1440, (min + 120) % 1440);
  const before = new Set((await mails()).map((l) => l.id));
  const m = await tellUnit();
  const waiting = await until(async () => (await mails()).find((l) => !before.has(l.id)));
  assert.equal(waiting.state, 'waiting');
  assert.equal(waiting.tries, 0);
  assert.ok(Date.parse(waiting.at) - Date.parse(waiting.made_at) > 110 * 60_000, JSON.stringify(waiting));
  await later({ minutes: 125 });
  await until(async () => of(m).length);
  assert.equal(of(m).length, 1);
});
