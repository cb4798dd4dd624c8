// SPDX-License-Identifier: Apache-2.0
// What the program tells those who watch it: by Prometheus' own judgement, to whom, and that each thing it is said to tell is there and moves. And the files of contrib/.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { Contract, Person, engine, makeStore, readTree, root, startServer, until, yikou } from './helpers.mjs';

let store;
let server;
let watchers;

before(async () => {
  store = await makeStore();
  server = await startServer(store, { command: 'demo', args: ['--requests', '100', '--metrics-listen', '127.0.0.1:0'] });
  watchers = await until('the address of the metrics', () => /Metrics: (http:\S+)\/metrics/.exec(server.said())?.[1]);
});
after(async () => {
  await server?.kill();
  await store?.remove();
});

/** promtool's answer to an input: {code, out}. */
const promtool = (args, input = '') => new Promise((resolve, reject) => {
  const child = spawn('promtool', args, { stdio: ['pipe', 'pipe', 'pipe'] });
  let out = '';
  child.stdout.on('data', (chunk) => { out += chunk; });
  child.stderr.on('data', (chunk) => { out += chunk; });
  child.on('error', reject);
  child.on('close', (code) => resolve({ code, out }));
  child.stdin.end(input);
});

const read = () => fetch(`${watchers}/metrics`).then((r) => r.text());
const value = (text, name) => {
  const line = text.split('\n').find((l) => l.startsWith(`${name} `));
  assert.ok(line, `${name} is missing`);
  return Number(line.split(' ').at(-1));
};

test('promtool finds nothing to complain of', async () => {
  const text = await read();
  const said = await promtool(['check', 'metrics'], text);
  assert.equal(said.code, 0, said.out);
  assert.equal(said.out.trim(), '');
  assert.equal((await promtool(['check', 'metrics'], `${text}\n# TYPE bad_counter counter\nbad_counter 1\n`)).code, 3, 'and would, were there anything');
});

test('what happens shows: routes, batches, connections, lags, the build, the backup', async () => {
  await fetch(`${server.address}/healthz`);
  const before = await read();
  const clerk = await new Person(server, await Contract.load(server.address)).signIn('clerk1', 'Panji-2023');
  await Promise.all(Array.from({ length: 5 }, (_, i) => clerk.post('/matters', {
    channel: 'phone', day: clerk.session.today, caller: { kind: 'person', name: '指标人', phone: `1994554000${i}` },
    title: '看得见的一件', text: '登记之后，指标要动。', category: '01-01-01', urgency: 'normal',
  })));
  const text = await read();
  assert.match(text, new RegExp(`yikou_build_info\\{version="[^"]+",engine="${engine === 'sqlite' ? 'sqlite' : 'postgresql'}"\\} 1`));
  assert.match(text, /yikou_http_requests_total\{method="POST",route="\/api\/v1\/matters",status="2xx"\} 5\n/);
  assert.match(text, /yikou_http_request_duration_seconds_bucket\{method="POST",route="\/api\/v1\/matters",le="\+Inf"\} 5\n/);
  assert.ok(value(text, 'yikou_write_batch_size_sum') >= value(before, 'yikou_write_batch_size_sum') + 5);
  assert.match(text, /yikou_pool_connections\{kind="reader",state="idle"\} \d+/);
  for (const name of ['yikou_write_queue_depth', 'yikou_seal_lag_seconds', 'yikou_outbox_age_seconds', 'yikou_job_lag_seconds', 'yikou_jobs_failing', 'yikou_store_away_seconds']) {
    assert.ok(value(text, name) >= 0, name);
  }
  await until('the store was looked at', async () => value(await read(), 'yikou_districts') === 1);
  assert.equal(value(await read(), 'yikou_backup_last_success_timestamp_seconds'), 0, 'never');
  assert.equal((await yikou(store, 'backup', '--to', path.join(store.scratch, 'one.ykb'))).code, 0);
  await until('the backup is known', async () => value(await read(), 'yikou_backup_last_success_timestamp_seconds') > 1.6e9);
});

test('an address of its own tells nothing else, and the people\'s address nothing at all', async () => {
  assert.equal((await fetch(`${server.address}/metrics`)).status, 404);
  assert.equal((await fetch(`${watchers}/healthz`)).status, 200);
  for (const url of ['/', '/api/v1/session', '/openapi.json', '/metrics/']) {
    assert.equal((await fetch(watchers + url)).status, 404, url);
  }
  assert.equal((await fetch(`${watchers}/metrics`, { method: 'POST', body: 'x' })).status, 404);
});

test('without one, this machine may ask, and nobody through a proxy', async () => {
  await server.stop();
  server = await startServer(store, { command: 'demo' });
  assert.equal((await fetch(`${server.address}/metrics`)).status, 200);
  for (const header of ['x-forwarded-for', 'forwarded', 'via', 'x-real-ip']) {
    assert.equal((await fetch(`${server.address}/metrics`, { headers: { [header]: '10.1.2.3' } })).status, 404, header);
  }
});

test('alert rules and dashboard: promtool agrees, and they ask for what there is', async () => {
  for (const args of [['check', 'rules', 'contrib/prometheus-rules.yml'], ['check', 'config', 'contrib/prometheus.yml']]) {
    const said = await promtool(args.map((a) => (a.startsWith('contrib/') ? path.join(root, a) : a)));
    assert.equal(said.code, 0, said.out);
  }
  const dashboard = JSON.parse(readTree('contrib/grafana-dashboard.json'));
  const queries = dashboard.panels.flatMap((p) => p.targets.map((t) => t.expr));
  assert.ok(queries.length >= 10);
  const rules = JSON.stringify({ groups: [{ name: 'dashboard', rules: queries.map((expr, i) => ({ record: `q${i}`, expr: expr.replaceAll('$instance', '.*') })) }] });
  const file = path.join(store.scratch, 'queries.yml');
  writeFileSync(file, rules);
  const said = await promtool(['check', 'rules', file]);
  assert.equal(said.code, 0, said.out);
  const text = await (await fetch(`${server.address}/metrics`)).text();
  const there = new Set([...text.matchAll(/^# TYPE (\S+) /gm)].map((m) => m[1]));
  const asked = new Set((queries.join(' ') + readTree('contrib/prometheus-rules.yml')).match(/(yikou|process)_\w+/g).map((n) => n.replace(/_(bucket|sum|count)$/, '')));
  assert.deepEqual([...asked].filter((n) => !there.has(n)), []);
});
