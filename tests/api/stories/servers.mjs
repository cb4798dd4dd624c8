// SPDX-License-Identifier: Apache-2.0
// Three servers on one PostgreSQL database. Each test writes at one and looks at another, at once: nothing that a server keeps may be older than what somebody was told by another.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { test } from 'node:test';
import { promisify } from 'node:util';
import { Person, all, engine, program, readStore, startServer, yikou } from '../helpers.mjs';
import { act, dispatched, hire, intake, password, signedIn, until, world } from '../world.mjs';

const run = promisify(execFile);
const shared = engine === 'postgres';
const JOBS = 1000;
const embedded = shared ? () => {} : test;
const served = shared ? test : () => {};
let servers;

/** The same person, signed in already, at another server. */
const at = (n, person) => Object.assign(new Person(servers[n], world.contract, person.lang), { cookie: person.cookie, csrf: person.csrf, session: person.session });

embedded('servers: a store in a folder has one, a second is refused', async () => {
  const second = await run(program, ['serve', ...world.store.flags, '--listen', '127.0.0.1:0']).then(() => ({ code: 0 }), (e) => e);
  assert.equal(second.code, 1);
  assert.match(second.stderr, /another yikou serves/);
});

served('servers: three on one database, each with a number of its own in its ids', async () => {
  const more = () => startServer(world.store, { clock: true, args: world.smtp.flags });
  world.others = [await more(), await more()];
  servers = [world.server, ...world.others];
  const made = await Promise.all(Array.from({ length: 60 }, (_, i) => at(i % 3, world.people.clerk).post('/matters', intake())));
  assert.equal(new Set(made.map((m) => m.id)).size, 60);
  const serials = made.map((m) => Number(m.number.split('-')[2])).sort((a, b) => a - b);
  assert.deepEqual(serials, Array.from({ length: 60 }, (_, i) => serials[0] + i), 'numbers without a gap');
  const digits = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
  const numberOf = (id) => Number([...id].reduce((n, c) => n * 32n + BigInt(digits.indexOf(c)), 0n) >> 14n & 255n);
  const numbers = [0, 1, 2].map((n) => new Set(made.filter((_, i) => i % 3 === n).map((m) => numberOf(m.id))));
  numbers.forEach((set) => assert.equal(set.size, 1));
  assert.equal(new Set(numbers.flatMap((set) => [...set])).size, 3);
});

served('servers: who signs in at one is signed in at all, and out at all', async () => {
  const here = await signedIn('clerk');
  assert.equal((await at(1, here).get('/session')).account.login, 'clerk');
  assert.equal((await at(2, here).send('DELETE', '/session')).status, 204);
  await here.refused('not_signed_in', 'GET', '/session');
});

served('servers: wrong passwords are counted together, and lock everywhere', async () => {
  await hire('locked.out', '被锁的人', world.units.window, ['clerk']);
  const tries = [];
  for (let i = 0; i < 20 && tries.at(-1) !== 'locked'; i += 1) {
    const answer = await new Person(servers[i % 3], world.contract).send('POST', '/session', { login: 'locked.out', password: `Wrong-Guess-${i}` });
    tries.push(answer.body.code);
  }
  const alone = [];
  await hire('locked.too', '也被锁的人', world.units.window, ['clerk']);
  for (let i = 0; i < 20 && alone.at(-1) !== 'locked'; i += 1) {
    alone.push((await new Person(servers[0], world.contract).send('POST', '/session', { login: 'locked.too', password: `Wrong-Guess-${i}` })).body.code);
  }
  assert.deepEqual(tries, alone);
  assert.equal(tries.at(-1), 'locked');
  for (const server of servers) {
    await new Person(server, world.contract).refused('locked', 'POST', '/session', { login: 'locked.out', password });
  }
});

served('servers: units, roles, calendars and rows changed at one are so at the others at once', async () => {
  const { sysadmin, secadmin, supervisor, clerk, leader } = world.people;
  const temp = await hire('temp', '临时', world.units.window, ['clerk']);
  for (let i = 0; i < 6; i += 1) {
    const [a, b] = [i % 3, (i + 1) % 3];
    const unit = (await at(b, sysadmin).get('/units')).items.find((u) => u.id === world.units.town);
    await at(a, sysadmin).put(`/units/${unit.id}`, { name: `架河镇${i}`, name_en: unit.name_en, kind: unit.kind, seq: unit.seq });
    assert.equal((await at(b, clerk).get('/units')).items.find((u) => u.id === unit.id).name, `架河镇${i}`);

    await at(a, secadmin).post(`/accounts/${world.accounts.temp}/roles`, { roles: i % 2 ? ['clerk'] : ['operator'] });
    const may = await at(b, temp).send('POST', '/matters', intake());
    assert.equal(may.status, i % 2 ? 201 : 403, 'a role given or taken elsewhere');

    const { seq, last_year: year } = await at(a, supervisor).get('/calendars');
    const day = `${year}-03-${String(2 + i).padStart(2, '0')}`;
    await at(a, supervisor).put('/calendars', { seq, year, own: true, days: [{ day, kind: 'off', name: '区庆日' }] });
    assert.equal((await at(b, leader).get('/calendars')).seq, seq + 1);

    const registered = async (n) => (await at(n, leader).get(`/figures/matter.registered?period=${world.today}`))[0].n;
    const before = await registered(b);
    const matter = await at(a, clerk).post('/matters', intake());
    assert.equal(await registered(b), before + 1, 'a sum read elsewhere');
    const row = async (n) => (await at(n, clerk).get('/matters?sort=-number&limit=1')).items[0];
    assert.equal((await row(b)).id, matter.id);
    const sent = await act(at(a, clerk), matter, 'dispatch', { unit: world.units.housing });
    assert.equal((await row(b)).state, sent.state, 'a row of a list');
    assert.equal((await at(b, clerk).get(`/matters/${matter.id}`)).seq, sent.seq);
  }
});

served('servers: people are told once, by the bell and by letter', async () => {
  const { sysadmin, handler, supervisor } = world.people;
  await sysadmin.send('PUT', `/accounts/${world.accounts.handler}/email`, { email: 'handler@panji.example.cn' });
  const { email, mail_ready, kinds, ...rest } = await handler.get('/my/notice-settings');
  await handler.put('/my/notice-settings', { ...rest, quiet_from_min: 0, quiet_to_min: 0, kinds: [] });
  const matters = await Promise.all(Array.from({ length: 12 }, async (_, i) => {
    const objected = await act(at(i % 3, handler), await dispatched(), 'object', { reason: '不属于我们。' });
    return act(at((i + 1) % 3, supervisor), objected, 'arbitrate', { decision: 'reject', note: '仍由你单位办理。' });
  }));
  const letters = () => world.smtp.letters.filter((l) => l.to === 'handler@panji.example.cn');
  const about = (m) => letters().filter((l) => l.subject.includes(m.number));
  await until(() => matters.every((m) => about(m).length > 0));
  const told = await until(async () => {
    const notices = await all(at(1, handler), '/my/notices', 100);
    return matters.every((m) => notices.some((n) => n.kind === 'matter.objection_rejected' && n.object === m.id)) ? notices : null;
  });
  for (const m of matters) {
    assert.equal(told.filter((n) => n.kind === 'matter.objection_rejected' && n.object === m.id).length, 1);
    assert.equal(about(m).length, 1, 'one letter');
  }
  assert.equal(new Set(letters().map((l) => l.id)).size, letters().length);
});

served(`servers: ${JOBS} jobs that are due, each done once`, async (t) => {
  await readStore(world.store, `INSERT INTO job (district, id, kind, key, due_at, at, ledger, object, arg, attempts, error, asked_by)
    SELECT 340406, n, 'jobs.sweep', 'one of many ' || n, n, n, 0, 0, 0, 0, '', 0 FROM generate_series(1, ${JOBS}) AS n`);
  const count = async (what) => Number((await readStore(world.store, what))[0][0]);
  await until(async () => await count("SELECT COUNT(*) FROM job WHERE key LIKE 'one of many %'") === 0);
  assert.equal(await count("SELECT COUNT(*) FROM job_done WHERE key LIKE 'one of many %'"), JOBS);
  assert.equal(await count("SELECT COUNT(DISTINCT key) FROM job_done WHERE key LIKE 'one of many %'"), JOBS);
  assert.equal(await count("SELECT COUNT(*) FROM job_done WHERE key LIKE 'one of many %' AND attempts > 0"), 0);
  t.diagnostic(`${JOBS} jobs by 3 servers, each once`);
});

served('servers: what three sealed and folded agrees with the log', async () => {
  await Promise.all(servers.map((s) => s.stop()));
  world.others = [];
  const { code, out, err } = await yikou(world.store, 'verify', '--head', world.store.heads);
  assert.equal(code, 0, `${out.slice(0, 2000)}${err}`);
  assert.doesNotMatch(out, /not sealed/);
  world.server = await startServer(world.store, { clock: true });
});
