// SPDX-License-Identifier: Apache-2.0
// The database is restarted under load, again and again, and at last its standby takes over: nothing answered is lost, nothing is done twice, meanwhile people are told what is the
// matter, and afterwards all goes on by itself.
import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { until } from '../../api/helpers.mjs';
import { world } from '../../api/world.mjs';
import { PgServer, makeFolder, psql, storeIn } from '../cluster.mjs';
import { Load, openOn, verified } from '../load.mjs';

const RESTARTS = Number(process.env.YIKOU_RESTARTS ?? 3);

let folder;
let primary;
let standby;
let load;

before(async () => {
  folder = await makeFolder();
  primary = await PgServer.make(folder, 'primary');
  primary.settings = ["synchronous_standby_names='*'", 'synchronous_commit=local'];
  await primary.start();
  standby = await (await PgServer.follow(primary, 'standby')).start();
  await until('the standby follows', async () => await psql(primary.url, 'SELECT sync_state FROM pg_stat_replication') === 'sync');
  await openOn(await storeIn(primary, { hosts: [standby, primary] })); // the first host takes no writes: it is passed over
});
after(async () => {
  load && (load.going = false);
  await world.server?.kill();
  await standby?.stop();
  await primary?.stop();
  await world.store?.remove();
  folder && rmSync(folder, { recursive: true, force: true });
});

await import('../../api/stories/first_run.mjs');

const ready = async () => {
  const answer = await fetch(`${world.server.address}/readyz`);
  return { status: answer.status, code: (await answer.json()).code };
};

test(`restarted ${RESTARTS} times under load`, { timeout: 1_200_000 }, async (t) => {
  load = new Load();
  await load.more(20);
  for (let i = 0; i < RESTARTS; i += 1) {
    await primary.restart();
    await load.more(20);
    assert.equal((await ready()).status, 200);
  }
  await load.end();
  await load.allThere(world.server);
  t.diagnostic(`${RESTARTS} restarts, ${load.answers.size} registered, all there, each once; told to try again: ${JSON.stringify(load.told)}`);
  await verified(world.store);
});

test('a standby is promoted under load', { timeout: 1_200_000 }, async (t) => {
  const before = load.answers.size;
  primary.settings.pop(); // from here on answered means: on both machines
  await primary.restart();
  await until('the standby follows again', async () => await psql(primary.url, 'SELECT sync_state FROM pg_stat_replication') === 'sync');
  load = new Load();
  await load.more(40);
  await primary.stop();
  const away = await until('readyz says that the store is away', async () => {
    const said = await ready();
    return said.status === 503 ? said : null;
  });
  assert.equal(away.code, 'store_away');
  assert.equal((await fetch(`${world.server.address}/healthz`)).status, 200);
  await standby.promote();
  await until('readyz says that it is back', async () => (await ready()).status === 200);
  await load.more(40);
  await load.end();
  await load.allThere(world.server, { first: before });
  assert.ok(load.told.store_away > 0, 'nobody was told');
  t.diagnostic(`1 promotion, ${load.answers.size} registered, all there, each once; told to try again: ${JSON.stringify(load.told)}`);
  await world.server.stop();
  await verified(world.store);
});
