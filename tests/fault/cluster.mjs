// SPDX-License-Identifier: Apache-2.0
// PostgreSQL servers of a test's own, on free ports of 127.0.0.1: to be stopped, restarted, copied to a standby, promoted. No test stands in this file.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { appendFileSync, chmodSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import net from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { until } from '../api/helpers.mjs';

const run = promisify(execFile);
const versions = '/usr/lib/postgresql';
const bin = existsSync(versions) && readdirSync(versions).map((v) => path.join(versions, v, 'bin')).filter((b) => existsSync(path.join(b, 'initdb'))).at(-1);

export function freePort() {
  return new Promise((resolve) => {
    const probe = net.createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}

/** A folder that servers can have their files in; the server refuses to run as root. */
export async function makeFolder() {
  assert.ok(bin, 'PostgreSQL is not installed (make deps)');
  const folder = mkdtempSync(path.join(tmpdir(), 'yikou-cluster-'));
  chmodSync(folder, 0o755);
  if (process.getuid() === 0) {
    await run('chown', ['postgres', folder]);
  }
  return folder;
}

/** A program run as the server's user. */
export async function asServer(folder, ...all) {
  const [command, ...rest] = process.getuid() === 0 ? ['setpriv', '--reuid=postgres', '--regid=postgres', '--clear-groups', 'env', `HOME=${folder}`, ...all] : all;
  return run(command, rest, { cwd: folder });
}

const pg = (folder, name, ...args) => asServer(folder, path.join(bin, name), ...args);

/** One statement, past the program. */
export async function psql(url, statement) {
  const { stdout } = await run('psql', ['-qXAt', url, '-c', statement]);
  return stdout.trim();
}

/** A server: what it answered must outlive its own sudden end, so it writes before it answers; the machine's end is not the subject. */
export class PgServer {
  constructor(folder, name, port) {
    Object.assign(this, { folder, name, port, data: path.join(folder, name), settings: [] });
    this.url = `postgresql://yikou@127.0.0.1:${port}/postgres`;
  }

  static async make(folder, name) {
    const server = new PgServer(folder, name, await freePort());
    await pg(folder, 'initdb', '-D', server.data, '-U', 'yikou', '-A', 'trust', '-E', 'UTF8', '--locale=C.UTF-8', '--no-sync');
    return server;
  }

  /** A standby that has all of what stands there, and follows. */
  static async follow(primary, name) {
    const server = new PgServer(primary.folder, name, await freePort());
    await pg(primary.folder, 'pg_basebackup', '-d', primary.url, '-D', server.data, '-R', '-X', 'stream', '-c', 'fast', '--no-sync');
    return server;
  }

  configure(text) {
    appendFileSync(path.join(this.data, 'postgresql.conf'), `${text}\n`);
  }

  options() {
    return [`-p ${this.port}`, ...['listen_addresses=127.0.0.1', `unix_socket_directories=${this.folder}`, 'fsync=off', 'full_page_writes=off', 'max_connections=120',
      'timezone=UTC', ...this.settings].map((s) => `-c ${s}`)].join(' ');
  }

  async start() {
    await pg(this.folder, 'pg_ctl', 'start', '-w', '-t', '300', '-D', this.data, '-l', path.join(this.folder, `${this.name}.log`), '-o', this.options());
    return this;
  }

  /** As if it had been killed: what runs is broken off, and it recovers from its log. */
  async restart() {
    await pg(this.folder, 'pg_ctl', 'restart', '-w', '-t', '300', '-m', 'immediate', '-D', this.data, '-l', path.join(this.folder, `${this.name}.log`), '-o', this.options());
  }

  async stop() {
    await pg(this.folder, 'pg_ctl', 'stop', '-w', '-t', '300', '-m', 'immediate', '-D', this.data).catch(() => {});
  }

  async promote() {
    await pg(this.folder, 'pg_ctl', 'promote', '-w', '-t', '300', '-D', this.data);
  }
}

/** A store for the program in a database of that server. `hosts`: of all servers that may have it. */
export async function storeIn(server, { hosts = [server], name = 'district' } = {}) {
  await psql(server.url, `CREATE DATABASE ${name}`);
  for (const host of hosts) { // a standby has it a moment later
    await until('the database is there', () => psql(host.url.replace(/postgres$/, name), 'SELECT 1').catch(() => false));
  }
  const scratch = mkdtempSync(path.join(tmpdir(), 'yikou-fault-'));
  const url = `postgresql://yikou@${hosts.map((h) => `127.0.0.1:${h.port}`).join(',')}/${name}`;
  const heads = path.join(scratch, 'heads');
  return {
    scratch, url, heads,
    flags: ['--database', url, '--key', path.join(scratch, 'key'), '--heads', heads],
    async remove() {
      rmSync(scratch, { recursive: true, force: true });
    },
  };
}
