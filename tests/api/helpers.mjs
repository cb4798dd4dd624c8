// SPDX-License-Identifier: Apache-2.0
// What the API tests share: a program on a scratch store of either engine, a client that holds every exchange against
// /openapi.json, and people who are signed in. No test stands in this file.
import Ajv2020 from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
export const root = fileURLToPath(new URL('../../', import.meta.url));
export const program = process.env.YIKOU_BIN ?? path.join(root, 'build/yikou');
export const engine = process.env.YIKOU_TEST_ENGINE ?? 'sqlite';

/** What a statement reads in the store, past the program: rows of texts. For what must be gone, or must not stand there. */
export async function readStore(store, statement) {
  const separator = '\u001f';
  const { stdout } = engine === 'sqlite'
    ? await run('sqlite3', ['-readonly', '-cmd', '.timeout 60000', '-separator', separator, path.join(store.scratch, 'data', 'yikou.db'), statement])
    : await run('psql', ['-qXAt', '-F', separator, store.url, '-c', statement]);
  return stdout.split('\n').filter(Boolean).map((line) => line.split(separator));
}

/** A store of its own: a folder on SQLite, a database on PostgreSQL. */
export async function makeStore() {
  const scratch = mkdtempSync(path.join(tmpdir(), 'yikou-api-'));
  const keep = process.env.YIKOU_TEST_KEEP === '1'; // to look at a store that a test complains of
  const files = ['--key', path.join(scratch, 'key'), '--heads', path.join(scratch, 'heads')];
  if (engine === 'sqlite') {
    const flags = ['--data', path.join(scratch, 'data'), ...files];
    return { scratch, flags, heads: path.join(scratch, 'heads'), remove: async () => keep || rmSync(scratch, { recursive: true, force: true }) };
  }
  const server = process.env.YIKOU_TEST_DATABASE;
  assert.ok(server, 'YIKOU_TEST_DATABASE is not set: run scripts/with-postgres.sh');
  const name = `yikou_${randomUUID().replaceAll('-', '')}`;
  await run('psql', ['-qX', server, '-c', `CREATE DATABASE ${name}`]);
  const url = server.replace(/\/[^/]*$/, `/${name}`);
  return {
    scratch,
    url,
    flags: ['--database', url, ...files],
    heads: path.join(scratch, 'heads'),
    async remove() {
      await run('psql', ['-qX', server, '-c', `DROP DATABASE ${name} WITH (FORCE)`]);
      rmSync(scratch, { recursive: true, force: true });
    },
  };
}

/** Seconds until nine o'clock of tomorrow, by the clock of the district. */
export const untilMorning = () => 86_400 + 9 * 3600 - (Math.floor(Date.now() / 1000) + 8 * 3600) % 86_400;

/**
 * Starts the program on the store; resolves when it answers. With `clock` (true, or so many seconds ahead at first) its time is moved by `advance`; it
 * stays moved when the program is started again.
 */
export async function startServer(store, { command = 'serve', args = [], clock = false, wait_ms = 600_000 } = {}) {
  const clockFile = path.join(store.scratch, 'clock');
  const putClock = (seconds) => { // by renaming: the server never reads half a number
    writeFileSync(`${clockFile}.new`, String(seconds));
    renameSync(`${clockFile}.new`, clockFile);
  };
  if (clock !== false && !existsSync(clockFile)) {
    putClock(clock === true ? 0 : clock);
  }
  const clockFlags = clock !== false ? ['--clock-file', clockFile] : [];
  const child = spawn(program, [command, ...store.flags, '--listen', '127.0.0.1:0', ...clockFlags, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  let complained = '';
  const exited = new Promise((resolve) => child.on('exit', (code, signal) => resolve({ code, signal })));
  child.stderr.on('data', (chunk) => { complained += chunk; });
  const address = await new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      child.kill('SIGKILL');
      reject(new Error(`no address within ${wait_ms} ms:\n${said}${complained}`));
    }, wait_ms);
    child.stdout.on('data', (chunk) => {
      said += chunk;
      const found = /https?:\/\/127\.0\.0\.1:\d+/.exec(said);
      if (found && said.includes('\n')) {
        clearTimeout(timer);
        resolve(found[0]);
      }
    });
    child.on('exit', (code) => {
      clearTimeout(timer);
      reject(new Error(`${command} ended with ${code}:\n${said}${complained}`));
    });
  });
  await until('healthz answers', () => fetch(`${address}/healthz`).then((r) => r.ok, () => false));
  return {
    address,
    child,
    exited,
    said: () => said,
    complained: () => complained,
    /** Sets by how many seconds the server is ahead of real time; resolves when it is. */
    async setClock(seconds) {
      assert.ok(clock !== false, 'startServer(store, { clock: true })');
      const saidBefore = complained.length;
      if (Number(readFileSync(clockFile, 'utf8')) === seconds) {
        return;
      }
      putClock(seconds);
      while (!complained.slice(saidBefore).includes(`TEST CLOCK: ${seconds} s ahead`)) {
        assert.equal(child.exitCode, null, `the server ended:\n${complained}`);
        await new Promise((r) => setTimeout(r, 2));
      }
    },
    /** Moves the server's time on; resolves when it is later there. */
    async advance({ days = 0, hours = 0, minutes = 0, seconds = 0 }) {
      await this.setClock(Number(readFileSync(clockFile, 'utf8')) + ((days * 24 + hours) * 60 + minutes) * 60 + seconds);
    },
    token: () => /([0-9A-Z]{4}-){4}[0-9A-Z]{4}/.exec(said)?.[0],
    async stop() {
      child.kill('SIGTERM');
      const end = await exited;
      assert.deepEqual(end, { code: 0, signal: null }, `the server did not end well:\n${complained.slice(-2000)}`);
    },
    async kill() {
      child.kill('SIGKILL');
      await exited;
    },
  };
}

/** Waits until `ready` says something true, and returns that. Ends with `what` only when it hardly ever will: no test is about how long. */
export async function until(what, ready) {
  for (const end = Date.now() + 180_000; ;) {
    const got = await ready();
    if (got) {
      return got;
    }
    assert.ok(Date.now() < end, `never: ${what}`);
    await new Promise((r) => setTimeout(r, 50));
  }
}

/** Runs a command of the program on the store: {code, out, err}. */
export async function yikou(store, ...args) {
  return run(program, [...args, ...store.flags], { maxBuffer: 1 << 28, timeout: 900_000 }).then(
    ({ stdout, stderr }) => ({ code: 0, out: stdout, err: stderr }),
    (e) => ({ code: e.code, out: e.stdout, err: e.stderr }),
  );
}

// --- the contract ---------------------------------------------------------------------------

/** The server's own description, and what was seen of it. */
export class Contract {
  static async load(address) {
    const answer = await fetch(`${address}/openapi.json`);
    assert.equal(answer.status, 200);
    return new Contract(await answer.json());
  }

  constructor(doc) {
    this.doc = doc;
    this.seen = new Map(); // 'GET /path' → Set of statuses
    this.compiled = new Map(); // schemas as text → their checks
    this.ajv = new Ajv2020({ strict: false, allErrors: true });
    addFormats(this.ajv);
    this.ajv.addSchema(doc, 'api');
    this.routes = Object.entries(doc.paths).map(([template, methods]) => ({
      template,
      methods,
      pattern: new RegExp(`^${template.replaceAll(/[.]/g, '\\.').replaceAll(/\{[^}]+\}/g, '([^/]+)')}$`),
      fixed: !template.includes('{'),
    })).sort((a, b) => Number(b.fixed) - Number(a.fixed));
  }

  find(method, pathname) {
    const route = this.routes.find((r) => r.pattern.test(pathname));
    const operation = route?.methods[method.toLowerCase()];
    return operation && { template: route.template, operation };
  }

  /** Holds one exchange against the description. `offContract`: an address or method that is not there, on purpose. */
  check(method, pathname, answer, { offContract = false } = {}) {
    const what = `${method} ${pathname} → ${answer.status}`;
    if (pathname.startsWith('/api/')) {
      assert.ok(answer.headers.get('x-request-id'), `${what}: has no request id`);
    }
    assert.equal(answer.headers.get('x-content-type-options'), 'nosniff', what);
    const found = this.find(method, pathname);
    if (answer.status >= 400) {
      assert.match(answer.headers.get('content-type') ?? '', /^application\/problem\+json/, what);
      this.valid(what, '{"$ref":"api#/components/schemas/Problem"}', answer.body);
      assert.equal(answer.body.status, answer.status, what);
    }
    if (offContract) {
      assert.ok(!found, `${what}: is in the contract after all`);
      return;
    }
    assert.ok(found, `${what}: no such route in /openapi.json`);
    const described = found.operation.responses[String(answer.status)];
    assert.ok(described, `${what}: the status is not documented: ${answer.text.slice(0, 300)}`);
    const key = `${method} ${found.template}`;
    this.seen.set(key, (this.seen.get(key) ?? new Set()).add(answer.status));
    if (answer.status < 300) {
      const types = Object.entries(described.content ?? {});
      if (types.length === 0) {
        assert.equal(answer.text, '', `${what}: says something where nothing is described`);
      } else {
        const [type, { schema } = {}] = types[0];
        assert.ok((answer.headers.get('content-type') ?? '').startsWith(type), `${what}: is ${answer.headers.get('content-type')}, not ${type}`);
        if (type === 'application/json' && schema) {
          this.valid(what, JSON.stringify(schema).replaceAll('"#/', '"api#/'), answer.body);
        }
      }
    }
  }

  valid(what, schema, body) {
    const check = this.compiled.get(schema) ?? this.ajv.compile(JSON.parse(schema));
    this.compiled.set(schema, check);
    assert.ok(check(body), `${what}: breaks its schema: ${this.ajv.errorsText(check.errors)}\n${JSON.stringify(body).slice(0, 600)}`);
  }

  /** Routes that no test called with success. */
  uncalled() {
    return this.routes.flatMap(({ template, methods }) =>
      Object.keys(methods).map((m) => `${m.toUpperCase()} ${template}`)
        .filter((key) => ![...(this.seen.get(key) ?? [])].some((status) => status < 300)));
  }
}

// --- people -----------------------------------------------------------------------------------

/** Someone at a client of their own. Every exchange is checked against the contract. */
export class Person {
  constructor(server, contract, lang = 'zh-CN') {
    Object.assign(this, { server, contract, lang, cookie: null, csrf: null, session: null });
  }

  /** One exchange: {status, headers, text, body}. Does not throw on a refusal. */
  async send(method, url, body, { key, headers = {}, raw, offContract, csrf = this.csrf, base = '/api/v1' } = {}) {
    const full = `${base}${url}`;
    const write = method !== 'GET' && method !== 'HEAD';
    const all = {
      'accept-language': this.lang,
      ...(this.cookie ? { cookie: this.cookie } : {}),
      ...(write && csrf ? { 'x-csrf-token': csrf } : {}),
      ...(write ? { 'idempotency-key': key ?? randomUUID() } : {}),
      ...(body !== undefined || raw !== undefined ? { 'content-type': 'application/json' } : {}),
      ...headers,
    };
    const answer = await fetch(this.server.address + full, { method, headers: all, body: raw ?? (body === undefined ? undefined : JSON.stringify(body)), redirect: 'manual' });
    const text = await answer.text();
    const json = /json/.test(answer.headers.get('content-type') ?? '') && text !== '';
    const result = { status: answer.status, headers: answer.headers, text, body: json ? JSON.parse(text) : undefined };
    const [, cookie] = /^(yikou_session=[^;]*)/.exec(answer.headers.get('set-cookie') ?? '') ?? [];
    if (cookie !== undefined) {
      this.cookie = cookie;
    }
    this.contract.check(method, full.split('?')[0], result, { offContract });
    return result;
  }

  /** The body of an exchange that must succeed. */
  async ok(method, url, body, options) {
    const answer = await this.send(method, url, body, options);
    assert.ok(answer.status < 300, `${method} ${url}: ${answer.status} ${answer.text.slice(0, 500)}`);
    return answer.body;
  }

  get(url) {
    return this.ok('GET', url);
  }

  post(url, body = {}, options) {
    return this.ok('POST', url, body, options);
  }

  put(url, body) {
    return this.ok('PUT', url, body);
  }

  /** The problem of an exchange that must be refused with this code. */
  async refused(code, method, url, body, options) {
    const answer = await this.send(method, url, body, options);
    assert.ok(answer.status >= 400, `${method} ${url}: ${answer.status}, ${code} was due: ${answer.text.slice(0, 300)}`);
    assert.equal(answer.body.code, code, `${method} ${url}: ${answer.text.slice(0, 500)}`);
    return answer.body;
  }

  /** Refused for one field, by name and code. */
  async refusedField(field, code, method, url, body, options) {
    const problem = await this.refused(method === 'GET' ? 'bad_query' : 'invalid_fields', method, url, body, options);
    assert.ok(problem.errors?.some((e) => e.field === field && e.code === code), `${method} ${url}: ${field} ${code} was due: ${JSON.stringify(problem.errors)}`);
    return problem;
  }

  async signIn(login, password) {
    Object.assign(this, { cookie: null, csrf: null });
    this.session = await this.post('/session', { login, password });
    this.csrf = this.session.csrf;
    return this;
  }

  may(cap) {
    return this.session.caps.includes(cap);
  }
}

/** Sends bytes as they are; what the server says until it closes, or until `wait_ms` of silence. */
export function sendBytes(address, bytes, { half = false, wait_ms = 60_000 } = {}) {
  const { hostname, port } = new URL(address);
  return new Promise((resolve, reject) => {
    const chunks = [];
    const socket = net.connect(Number(port), hostname, () => {
      socket.write(bytes);
      if (half) {
        socket.end();
      }
    });
    const done = () => {
      socket.destroy();
      resolve(Buffer.concat(chunks).toString());
    };
    socket.setTimeout(wait_ms, done);
    socket.on('data', (chunk) => chunks.push(chunk));
    socket.on('end', done);
    socket.on('error', (e) => (chunks.length ? done() : e.code === 'ECONNRESET' ? resolve('') : reject(e)));
  });
}

/** All rows of a paged list. */
export async function all(person, url, limit = 200) {
  const items = [];
  for (let cursor = ''; cursor !== null;) {
    const page = await person.get(`${url}${url.includes('?') ? '&' : '?'}limit=${limit}${cursor && `&cursor=${encodeURIComponent(cursor)}`}`);
    items.push(...page.items);
    assert.ok(page.items.length <= limit);
    cursor = page.next_cursor;
  }
  return items;
}

/** Numbers from a seed, the same in every run. */
export function dice(seed) {
  let state = seed >>> 0;
  const next = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
  return { next, below: (n) => Math.floor(next() * n), pick: (list) => list[Math.floor(next() * list.length)] };
}

export const readTree = (name) => readFileSync(path.join(root, name), 'utf8');
