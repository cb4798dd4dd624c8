// SPDX-License-Identifier: Apache-2.0
// One district from its first run to its verified end, on the engine of YIKOU_TEST_ENGINE. The stories share one server and
// run in this order; the last one fails when a route of /openapi.json was never called with success.
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
await import('./stories/accounts.mjs');
await import('./stories/organisation.mjs');
await import('./stories/loop.mjs');
await import('./stories/acts.mjs');
await import('./stories/promise.mjs');
await import('./stories/assist.mjs');
await import('./stories/time.mjs');
await import('./stories/reviews.mjs');
await import('./stories/supervise.mjs');
await import('./stories/target.mjs');
await import('./stories/scope.mjs');
await import('./stories/conflict.mjs');
await import('./stories/bad_input.mjs');
await import('./stories/lists.mjs');
await import('./stories/exchange.mjs');
await import('./stories/import.mjs');
await import('./stories/papers.mjs');
await import('./stories/jobs.mjs');
await import('./stories/notices.mjs');
await import('./stories/mail.mjs');
await import('./stories/ways_around.mjs');
await import('./stories/end.mjs');
