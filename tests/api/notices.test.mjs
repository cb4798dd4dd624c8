// SPDX-License-Identifier: Apache-2.0
// Notices and digests in a district whose time is moved.
import { after, before } from 'node:test';
import { openWorld, world } from './world.mjs';

before(() => openWorld());
after(async () => {
  await world.server?.kill();
  await world.store?.remove();
});

await import('./stories/first_run.mjs');
await import('./stories/notices.mjs');
await import('./stories/digest.mjs');
