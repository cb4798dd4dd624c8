// SPDX-License-Identifier: Apache-2.0
// Two districts in one store: the second is added by the command line, and neither finds out anything about the other.
import { after, before } from 'node:test';
import { openWorld, world } from './world.mjs';

before(openWorld);
after(async () => {
  await world.server?.kill();
  await world.store?.remove();
});

await import('./stories/first_run.mjs');
await import('./stories/districts.mjs');
