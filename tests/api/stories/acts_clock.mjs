// SPDX-License-Identifier: Apache-2.0
// Acts that time ends: a parked matter comes back by itself on its review day.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { act, intake, signedIn, until, world } from '../world.mjs';

const dayAfter = (day, n) => new Date(Date.parse(day) + n * 86_400_000).toISOString().slice(0, 10);

test('acts: a parked matter comes back by itself on its review day, and its clock runs on', async () => {
  const [clerk, handler, supervisor] = await Promise.all(['clerk', 'handler', 'supervisor'].map((login) => signedIn(login)));
  const { today } = handler.session;
  let m = await act(handler, await clerk.post('/matters', intake({ day: today, dispatch: { unit: world.units.housing } })), 'sign');
  const review = dayAfter(today, 20);
  m = await act(handler, m, 'park', { class: 'policy', review_day: review, reason: '等待上级政策文件。' });
  m = await act(supervisor, m, 'parking', { decision: 'approve', note: '同意。' });
  assert.equal(m.light, 'grey');
  await world.server.advance({ days: 19 });
  const before = await signedIn('handler');
  assert.equal((await before.get(`/matters/${m.id}`)).state, 'parked', 'not a day early');
  await world.server.advance({ days: 1, hours: 8 }); // it is night by the stories before, and he comes back at eight
  const later = await signedIn('handler');
  const back = await until(async () => {
    const now = await later.get(`/matters/${m.id}`);
    return now.state === 'signed' && now;
  });
  assert.deepEqual([back.parks[0].by_itself, back.parks[0].ended_day], [true, review]);
  assert.ok(back.due_day > review, `${back.due_day}: what was left of the time is left`);
  assert.ok(['green', 'yellow'].includes(back.light));
  assert.equal(back.events.at(-1).action, 'unparked');
  assert.equal(back.events.at(-1).actor.name, '系统');
});
