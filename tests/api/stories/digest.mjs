// SPDX-License-Identifier: Apache-2.0
// The daily digest: at each one's hour, with the numbers of my work as they are then; after a stop of days one, not one for each.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { dispatched, signedIn, until, world } from '../world.mjs';

const digests = async (person) => (await person.get('/my/notices?limit=100')).items.filter((n) => n.kind === 'digest.daily');
const jobs = async (list) => (await (await signedIn('sysadmin')).get(`/jobs?list=${list}&limit=200`)).items;

test('digest: it comes at the hour chosen, says what runs out, and opens a page with the same numbers', async () => {
  const handler = await signedIn('handler');
  const { email, mail_ready, kinds, ...rest } = await handler.get('/my/notice-settings');
  assert.equal((await handler.send('PUT', '/my/notice-settings', { ...rest, digest_min: 9 * 60 })).status, 200);
  await dispatched();
  await world.server.advance({ days: 1 });
  const again = await signedIn('handler');
  const [digest] = await until(async () => ((await digests(again)).length ? digests(again) : null));
  assert.equal((await digests(again)).length, 1);
  assert.match(digest.text, /^今日工作摘要：.*待签收 \d+/);
  assert.equal(digest.path, '/digest');
  assert.equal(new Date(Date.parse(digest.at) + 8 * 3_600_000).getUTCHours() >= 9, true);
  const now = await again.get('/my/digest');
  const toSign = now.lines.find((l) => l.key === 'to_sign');
  assert.match(digest.text, new RegExp(`待签收 ${toSign.n}(，|$)`));
  assert.ok(now.next_at > digest.at);
});

test('digest: after five days away there is one more, for the last morning; and turned off there is none', async () => {
  await world.server.advance({ days: 5 });
  const handler = await signedIn('handler');
  const two = await until(async () => ((await digests(handler)).length > 1 ? digests(handler) : null));
  assert.equal(two.length, 2);
  assert.match(two[0].text, /已逾期|到期|待签收/);
  const { email, mail_ready, kinds, ...rest } = await handler.get('/my/notice-settings');
  assert.equal((await handler.send('PUT', '/my/notice-settings', { ...rest, digest: false })).status, 200);
  const mine = (await jobs('waiting')).filter((j) => j.kind === 'notify.digest').length;
  await world.server.advance({ days: 1 });
  await until(async () => (await jobs('done')).some((j) => j.kind === 'notify.plan' && j.missed >= 0));
  const others = await until(async () => ((await jobs('waiting')).filter((j) => j.kind === 'notify.digest').length >= mine ? true : null));
  assert.ok(others);
  assert.equal((await digests(await signedIn('handler'))).length, 2);
});
