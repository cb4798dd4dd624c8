// SPDX-License-Identifier: Apache-2.0
// The district's life on a Citus cluster. Not part of `make test`: YIKOU_TEST_CITUS is the address of an empty database on a coordinator, with the extension and its workers.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { Contract, Person, readStore, readTree, startServer, untilMorning } from '../api/helpers.mjs';
import { startSmtp } from '../api/smtp.mjs';
import { world } from '../api/world.mjs';

const url = process.env.YIKOU_TEST_CITUS;

before(async () => {
  assert.ok(url, 'YIKOU_TEST_CITUS is not set');
  const scratch = mkdtempSync(path.join(tmpdir(), 'yikou-citus-'));
  const heads = path.join(scratch, 'heads');
  world.store = { scratch, url, heads, flags: ['--database', url, '--key', path.join(scratch, 'key'), '--heads', heads], remove: async () => rmSync(scratch, { recursive: true, force: true }) };
  world.smtp = await startSmtp();
  world.server = await startServer(world.store, { clock: untilMorning(), args: world.smtp.flags });
  world.contract = await Contract.load(world.server.address);
  world.visitor = new Person(world.server, world.contract);
});
after(async () => {
  await world.server?.kill();
  await world.smtp?.stop();
  await world.store?.remove();
});

test('citus: what a ledger keeps is distributed by district, together; the rest is on every machine', async (t) => {
  const rows = await readStore(world.store, `SELECT c.relname, coalesce(p.partmethod::text, 'local'), coalesce(p.colocationid, 0), coalesce(column_to_column_name(p.logicalrelid, p.partkey), '')
    FROM pg_class c LEFT JOIN pg_dist_partition p ON p.logicalrelid = c.oid WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace`);
  const apart = rows.filter(([, method]) => method !== 'h').map(([name, method]) => `${name} ${method}`).sort();
  assert.deepEqual(apart, ['credential n', 'installation n', 'migration n', 'stranger n']);
  const distributed = rows.filter(([, method]) => method === 'h');
  assert.ok(distributed.length > 20);
  assert.equal(new Set(distributed.map(([, , group]) => group)).size, 1);
  assert.deepEqual([...new Set(distributed.map(([, , , column]) => column))], ['district']);
  t.diagnostic(`${distributed.length} tables by district, ${apart.length} on every machine`);
});

// The same stories as on the other engines, in their order.
for (const [, story] of readTree('tests/api/loop.test.mjs').matchAll(/^await import\('\.\/(stories\/\w+\.mjs)'\);$/gm)) {
  await import(`../api/${story}`);
}
