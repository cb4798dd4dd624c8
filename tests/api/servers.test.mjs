// SPDX-License-Identifier: Apache-2.0
// Several servers on one database: what one writes the others see at once, what is to be done once is done once, and no number is given twice. A store in a folder has one server.
import { after, before } from 'node:test';
import { startSmtp } from './smtp.mjs';
import { openWorld, world } from './world.mjs';

before(async () => {
  world.smtp = await startSmtp();
  await openWorld({ args: world.smtp.flags });
});
after(async () => {
  await Promise.all([world.server, ...world.others ?? []].map((s) => s?.kill()));
  await world.smtp?.stop();
  await world.store?.remove();
});

await import('./stories/first_run.mjs');
await import('./stories/servers.mjs');
