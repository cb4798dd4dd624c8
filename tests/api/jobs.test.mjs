// SPDX-License-Identifier: Apache-2.0
// Scheduled work in a district whose time is moved.
import { after, before } from 'node:test';
import { openWorld, world } from './world.mjs';

before(() => openWorld());
after(async () => {
  await world.server?.kill();
  await world.store?.remove();
});

await import('./stories/first_run.mjs');
await import('./stories/jobs.mjs');
await import('./stories/jobs_stop.mjs');
