// SPDX-License-Identifier: Apache-2.0
// Letters in a district whose time is moved, through a real mail server.
import { after, before } from 'node:test';
import { startSmtp } from './smtp.mjs';
import { openWorld, world } from './world.mjs';

before(async () => {
  world.smtp = await startSmtp();
  await openWorld({ args: world.smtp.flags });
});
after(async () => {
  await world.server?.kill();
  await world.smtp?.stop();
  await world.store?.remove();
});

await import('./stories/first_run.mjs');
await import('./stories/mail.mjs');
await import('./stories/mail_trouble.mjs');
