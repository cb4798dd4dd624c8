// SPDX-License-Identifier: Apache-2.0
// A server that lets in nobody without TLS and a scram-sha-256 password, and a program that lets itself in nowhere else (sslmode=verify-full).
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { startServer, yikou } from '../../api/helpers.mjs';
import { PgServer, asServer, makeFolder, psql } from '../cluster.mjs';

const password = 'only-for-this-test';

let folder;
let scratch;
let server;
let own; // as the server's owner, by its socket
let rows;

/** An authority, and a server's certificate by it for that name. */
async function certify(name, host) {
  const file = (suffix) => path.join(folder, `${name}.${suffix}`);
  await asServer(folder, 'openssl', 'req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', `/CN=${name} authority`, '-keyout', file('ca.key'), '-out', file('ca.crt'));
  await asServer(folder, 'openssl', 'req', '-newkey', 'rsa:2048', '-nodes', '-subj', `/CN=${host}`, '-addext', `subjectAltName=DNS:${host}`, '-keyout', file('key'), '-out', file('csr'));
  await asServer(folder, 'openssl', 'x509', '-req', '-in', file('csr'), '-CA', file('ca.crt'), '-CAkey', file('ca.key'), '-CAcreateserial', '-days', '2', '-copy_extensions', 'copy', '-out', file('crt'));
  return { authority: file('ca.crt'), certificate: file('crt'), key: file('key') };
}

before(async () => {
  folder = await makeFolder();
  scratch = mkdtempSync(path.join(tmpdir(), 'yikou-tls-'));
  server = await PgServer.make(folder, 'secure');
  const ours = await certify('ours', 'localhost');
  const others = await certify('others', 'localhost');
  server.configure(`ssl = on\nssl_cert_file = '${ours.certificate}'\nssl_key_file = '${ours.key}'\npassword_encryption = 'scram-sha-256'`);
  writeFileSync(path.join(server.data, 'pg_hba.conf'), 'local all all trust\nhostssl all all 127.0.0.1/32 scram-sha-256\nhostssl all all ::1/128 scram-sha-256\n');
  await server.start();
  own = `host=${folder} port=${server.port} user=yikou dbname=postgres`;
  await psql(own, `CREATE ROLE district LOGIN PASSWORD '${password}'`);
  await psql(own, 'CREATE DATABASE district OWNER district');
  rows = {
    full: { authority: ours.authority },
    stranger: { authority: others.authority, said: /certificate verify failed/ },
    other_name: { authority: ours.authority, host: '127.0.0.1', said: /does not match host name/ },
    no_tls: { authority: ours.authority, mode: 'disable', said: /pg_hba.conf/ },
    no_password: { authority: ours.authority, secret: 'guessed', said: /password authentication failed/ },
  };
});
after(async () => {
  await server?.stop();
  folder && rmSync(folder, { recursive: true, force: true });
  scratch && rmSync(scratch, { recursive: true, force: true });
});

const storeOf = ({ authority, host = 'localhost', mode = 'verify-full', secret = password }) => ({
  scratch,
  flags: ['--database', `postgresql://district:${secret}@${host}:${server.port}/district?hostaddr=127.0.0.1&sslmode=${mode}&sslrootcert=${authority}`,
    '--key', path.join(scratch, 'key'), '--heads', path.join(scratch, 'heads')],
});

test('every connection of a serving program is under TLS and signed in by scram-sha-256', async (t) => {
  const program = await startServer(storeOf(rows.full));
  assert.equal((await fetch(`${program.address}/readyz`)).status, 200);
  const seen = await psql(own, "SELECT count(*), bool_and(ssl), min(version) FROM pg_stat_ssl JOIN pg_stat_activity USING (pid) WHERE usename = 'district'");
  const [n, all, version] = seen.split('|');
  assert.ok(Number(n) > 10);
  assert.equal(all, 't');
  assert.match(version, /^TLSv1\.[23]$/);
  assert.match(await psql(own, "SELECT rolpassword FROM pg_authid WHERE rolname = 'district'"), /^SCRAM-SHA-256\$/);
  // Broken connections are made again the same way.
  await psql(own, "SELECT pg_terminate_backend(pid, 60000) FROM pg_stat_activity WHERE usename = 'district'");
  assert.equal((await fetch(`${program.address}/readyz`)).status, 200);
  t.diagnostic(`${n} connections, ${version}`);
  await program.stop();
  assert.doesNotMatch(program.complained() + program.said(), new RegExp(password));
});

for (const name of ['stranger', 'other_name', 'no_tls', 'no_password']) {
  test(`refused: ${name.replace('_', ' ')}`, async () => {
    const row = rows[name];
    const { code, out, err } = await yikou(storeOf(row), 'migrate');
    assert.equal(code, 1);
    assert.match(err, row.said);
    assert.doesNotMatch(out + err, new RegExp(row.secret ?? password));
  });
}
