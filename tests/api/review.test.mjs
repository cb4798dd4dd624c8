// SPDX-License-Identifier: Apache-2.0
// What reviews forget nothing of, as days pass: what was decided and not done comes again, and so do matters that run out of time and orders that wait.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { act, dispatched, openWorld, signedIn, world } from './world.mjs';

before(openWorld);
after(async () => {
  await world.server?.kill();
  await world.store?.remove();
});
await import('./stories/first_run.mjs');
await import('./stories/accounts.mjs');

const on = (person, review, verb, body = {}) => person.post(`/reviews/${review.id}/${verb}`, { seq: review.seq, ...body });
const itemOf = (review, matter) => review.items.find((i) => i.matter.id === matter.id);
async function today() {
  return (await world.people.supervisor.get('/session')).today;
}
const later = (day, days) => new Date(Date.parse(day) + days * 86_400_000).toISOString().slice(0, 10);

/** Days later nobody's session holds: people come back. */
async function daysLater(days) {
  await world.server.advance({ days });
  for (const name of ['supervisor', 'handler']) {
    world.people[name] = await signedIn(world.people[name].session.account.login);
  }
}

test('review, days later: overdue, decided, not done: on the next agenda with what was decided; done and confirmed: no more', async () => {
  const slow = await dispatched();
  const lazy = await dispatched();
  await daysLater(16);
  let { supervisor, handler } = world.people;
  const first = await today();
  let one = await supervisor.post('/reviews', { kind: 'weekly', day: first });
  assert.ok(itemOf(one, slow).reasons.includes('overdue'));
  one = await on(supervisor, one, 'open');
  for (const item of one.items) {
    one = await on(supervisor, one, 'decide', { n: item.n, decision: 'press', unit: world.units.housing, by_day: later(first, 3), instruction: '三日内办结。' });
  }
  one = await on(supervisor, one, 'close');
  await on(handler, await handler.get(`/reviews/${one.id}`), 'report', { n: itemOf(one, slow).n, text: '已办结。' });
  one = await on(supervisor, await supervisor.get(`/reviews/${one.id}`), 'confirm', { n: itemOf(one, slow).n, accept: true });

  await daysLater(7);
  ({ supervisor, handler } = world.people);
  const two = await supervisor.post('/reviews', { kind: 'weekly', day: await today() });
  assert.ok(itemOf(two, lazy).reasons.includes('carried'));
  assert.deepEqual([itemOf(two, lazy).last.meeting, itemOf(two, lazy).last.instruction], [one.id, '三日内办结。']);
  assert.ok(!itemOf(two, slow)?.reasons.includes('carried'), 'it was done');
  const late = await supervisor.get('/review-tasks?show=late');
  assert.ok(late.items.some((x) => x.matter.id === lazy.id && x.late) && !late.items.some((x) => x.matter.id === slow.id));
  const [figure] = await supervisor.get(`/figures/review.done_on_time?period=${first}..${await today()}`);
  assert.deepEqual([figure.n, figure.N], [1, one.items.length]);
  await act(handler, await handler.get(`/matters/${slow.id}`), 'sign');
});
