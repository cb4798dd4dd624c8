// SPDX-License-Identifier: Apache-2.0
// Scheduled work after a stop of days: what was missed is run once, for the last day of it.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startServer } from '../helpers.mjs';
import { signedIn, until, world } from '../world.mjs';

const sweep = async (person, list) => (await person.get(`/jobs?list=${list}`)).items.filter((j) => j.kind === 'jobs.sweep');

test('jobs: after a stop of three days, what was missed is done once, for the last day', async () => {
  const [before] = await sweep(world.people.sysadmin, 'waiting');
  const n = (await sweep(world.people.sysadmin, 'done')).length;
  await world.server.stop();
  world.server = await startServer(world.store, { clock: true });
  await world.server.advance({ days: 3, hours: 1 });
  const sysadmin = await signedIn('sysadmin');
  const done = await until(async () => {
    const rows = await sweep(sysadmin, 'done');
    return rows.length > n ? rows : null;
  });
  assert.equal(done.length, n + 1);
  assert.ok(done[0].missed >= 2, JSON.stringify(done[0]));
  assert.ok(Date.parse(done[0].due_at) - Date.parse(before.at) >= 2 * 86_400_000);
});
