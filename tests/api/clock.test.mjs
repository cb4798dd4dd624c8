// SPDX-License-Identifier: Apache-2.0
// A district whose time is moved: what days and half-hours do to people's sessions and to their work.
import { after, before } from 'node:test';
import { openWorld, world } from './world.mjs';

before(openWorld);
after(async () => {
  await world.server?.kill();
  await world.store?.remove();
});

await import('./stories/first_run.mjs');
await import('./stories/clock.mjs');
await import('./stories/acts_clock.mjs');
await import('./stories/promise_clock.mjs');
await import('./stories/tell_clock.mjs');
