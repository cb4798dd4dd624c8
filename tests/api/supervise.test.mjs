// SPDX-License-Identifier: Apache-2.0
// Supervision in a district whose time is moved: the sweep's own urges and proposals, up to a notification.
import { after, before } from 'node:test';
import { openWorld, world } from './world.mjs';

before(openWorld);
after(async () => {
  await world.server?.kill();
  await world.store?.remove();
});

await import('./stories/first_run.mjs');
await import('./stories/supervise_time.mjs');
