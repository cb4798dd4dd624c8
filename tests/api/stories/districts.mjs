// SPDX-License-Identifier: Apache-2.0
// Two districts: every route is walked by everybody of one district with everything of the other, and must answer as if it did not exist;
// lists, counts, figures, CSV and the log of each hold their own rows, and together they are all that the store has.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Person, all, engine, makeStore, readStore, startServer, until, untilMorning, yikou } from '../helpers.mjs';
import { act, allYes, dispatched, intake, password, settle, signedIn, world } from '../world.mjs';

const code = '340403';
const name = '谢家集区';
/** The districts: what stands in each, and who. */
const districts = {};

test('districts: a second one is added, with refusals; its administrators change what the console said', async () => {
  await world.server.advance({ days: 0 });
  const printed = async (...args) => yikou(world.store, 'district', ...args);
  if (engine === 'sqlite') {
    const served = await printed('add', code, name);
    assert.equal(served.code, 1, 'a store in a folder is not changed under its server');
    assert.match(served.err, /another yikou serves/);
    await world.server.stop();
  }
  for (const [args, said] of [
    [['add', '34040', name], /CODE: .*six digits/], [['add', '034040', name], /CODE/], [['add', 'panji!', name], /CODE/], [['add', '9999999', name], /CODE/],
    [['add', code, '　'], /NAME: /], [['add', code, '长'.repeat(41)], /NAME: .*40/], [['add', code, name, 'x'.repeat(81)], /NAME-EN: .*80/], [['add', code, 'a\u0007b'], /NAME: /],
    [['add', code], /add CODE NAME/], [['add', code, name, 'X', 'more'], /add CODE NAME/], [['remove', code], /list, or add/], [['add', '340406', '潘集区'], /CODE: It exists already/],
  ]) {
    const refused = await printed(...args);
    assert.equal(refused.code, 1, args.join(' '));
    assert.match(refused.err, said);
    assert.equal(refused.out, '');
  }
  const added = await printed('add', code, ` ${name} `, 'Xiejiaji', '--json');
  assert.equal(added.code, 0, added.err);
  const { administrators } = JSON.parse(added.out);
  assert.deepEqual(administrators.map((a) => a.login), [`sysadmin.${code}`, `secadmin.${code}`, `auditor.${code}`]);
  assert.match((await printed('add', code, name)).err, /CODE: It exists already/);
  assert.deepEqual(JSON.parse((await printed('list', '--json')).out), [{ code: 340403, name, name_en: 'Xiejiaji' }, { code: 340406, name: '潘集区', name_en: 'Panji' }]);
  if (engine === 'sqlite') {
    world.server = await startServer(world.store, { clock: untilMorning() });
    assert.equal(world.server.token(), undefined);
  }
  const admins = {};
  for (const { role, login, initial_password: initial } of administrators) {
    const person = await new Person(world.server, world.contract).signIn(login, initial);
    assert.deepEqual([person.session.roles, person.session.district.code, person.session.must_change_password], [[role], 340403, true]);
    await person.refused('password_change_required', 'GET', '/units');
    await person.post('/session/password', { old_password: initial, new_password: password });
    admins[role] = await signedIn(login);
  }
  const [top] = (await admins.sysadmin.get('/units')).items;
  assert.equal(top.name, name);
  const made = await settle(admins, '.b');
  districts.b = { code: 340403, people: { ...admins, ...made.people }, units: made.units, accounts: made.accounts };
  // The server may have been started again on another port.
  const people = {};
  for (const [key, person] of Object.entries(world.people)) {
    people[key] = await signedIn(person.session.account.login);
  }
  Object.assign(world.people, people);
  districts.a = { code: 340406, people, units: world.units, accounts: world.accounts };
  await districts.a.people.sysadmin.refusedField('login', 'already_exists', 'POST', '/accounts', { login: 'clerk.b', name: '同名', unit: districts.a.units.window });
});

/** In the eyes of `district`'s people, everything that happens to a matter. */
async function live(district, mark) {
  const { clerk, handler, operator, supervisor, other_handler: other } = district.people;
  const { units } = district;
  const matters = [];
  const send = async (m, unit) => act(clerk, m, 'dispatch', { unit });
  for (let i = 0; i < 3; i += 1) {
    const caller = { kind: 'person', name: `${mark}某${'甲乙丙'[i]}`, phone: `1380000${mark === '潘' ? 1 : 2}00${i}` };
    let m = await clerk.post('/matters', intake({ caller, title: `${mark}字号路灯不亮`, text: `${mark}家大院门口三盏路灯不亮。` }));
    m = await act(handler, await send(m, units.housing), 'sign');
    m = await act(handler, m, 'answer', { text: `${mark}已修好`, result: 'resolved' });
    matters.push(i === 0 ? await act(operator, m, 'callback', allYes) : m);
  }
  matters.push(await clerk.post('/matters', intake({ title: `${mark}字号未派` })));
  matters.push(await send(await clerk.post('/matters', intake({ title: `${mark}字号营业执照` })), units.market));
  matters.push(await act(other, await send(await clerk.post('/matters', intake({ title: `${mark}字号不归` })), units.market), 'object', { reason: '不归我们' }));
  matters.push(await act(supervisor, await clerk.post('/matters', intake({ title: `${mark}字号撤回` })), 'withdraw', { reason: '撤回' }));
  district.matters = matters;
  const leader = await district.people.leader.get(`/matters/${matters[0].id}`);
  district.party = leader.caller.party;
  const one = (await district.people.secadmin.get(`/accounts/${Object.values(district.accounts)[0]}/sessions`)).items[0];
  district.session = one.id;
}

test('districts: work goes on in both; numbers are of their own', async () => {
  await live(districts.a, '潘');
  await live(districts.b, '谢');
  for (const district of Object.values(districts)) {
    assert.deepEqual(district.matters.map((m) => m.number.slice(0, 7)), district.matters.map(() => `${district.code}-`));
  }
  assert.equal(districts.b.matters[0].number.slice(-6), '000001');
});

const nowhere = '0123456789ABC';

/** What a route's address names, in `district`; null where it names nothing of a district. */
function thingsOf(template, district) {
  if (!template.includes('{')) {
    return null;
  }
  if (template.includes('/matters/{id}')) {
    return district.matters.map((m) => ({ id: m.id }));
  }
  for (const [part, id] of [['/parties/', district.party], ['/units/', district.units.housing], ['/accounts/', Object.values(district.accounts)[1]], ['/sessions/{id}', district.session]]) {
    if (template.includes(part)) {
      return [{ id, sid: district.session }];
    }
  }
  // A thing of a ledger that this story knows nothing of: no id of the other district may be taken for one.
  const ids = [district.matters[0].id, district.party, district.units.housing, Object.values(district.accounts)[1], district.session];
  return template.includes('{id}') ? ids.map((id) => ({ id, sid: district.session })) : null;
}

/** Bodies that would be taken, so that it is the thing that is refused and not the body. */
function bodyFor(template, district) {
  const bodies = {
    dispatch: { unit: district.units.housing }, sign: {}, object: { reason: '不归我们' }, arbitrate: { decision: 'reject', note: '驳回' }, note: { text: '说明' },
    contact: { day: world.today, how: 'phone', text: '联系' }, answer: { text: '办好', result: 'resolved' }, signoff: { decision: 'approve' }, callback: allYes,
    withdraw: { reason: '撤回' }, amend: { title: '新的标题', reason: '更正' }, join: { into: district.matters[1].id }, reveal: { reason: '核实' },
    roles: { roles: ['clerk'] }, units: { name: '某局', name_en: 'Some', kind: 'department' }, accounts: { name: '某人', name_en: 'Some', unit: district.units.housing },
  };
  const last = template.split('/').at(-1);
  const kind = last.startsWith('{') ? template.split('/').at(-2) : last;
  return { seq: 1, ...bodies[kind] };
}

const plain = (answer) => ({ status: answer.status, body: { ...answer.body, request_id: '', instance: '' } });

test('districts: every route × every role, with what the other district has: as if it did not exist', async () => {
  let walked = 0;
  for (const [mine, theirs] of [[districts.a, districts.b], [districts.b, districts.a]]) {
    const seqs = new Map(theirs.matters.map((m) => [m.id, m.seq]));
    for (const [template, methods] of Object.entries(world.contract.doc.paths).filter(([p]) => p.startsWith('/api/'))) {
      const things = thingsOf(template, theirs);
      for (const method of things ? Object.keys(methods) : []) {
        const send = (person, ids) => person.send(method.toUpperCase(), template.replace('/api/v1', '').replace(/\{(\w+)\}/g, (_, key) => ids[key]),
          method === 'get' || method === 'delete' ? undefined : bodyFor(template, mine));
        for (const person of Object.values(mine.people)) {
          const unknown = plain(await send(person, { id: nowhere, sid: nowhere }));
          assert.ok(unknown.status >= 400 || unknown.body.items?.length === 0, `${method} ${template}: nobody's things are none`);
          for (const ids of things) {
            const answer = plain(await send(person, ids));
            assert.deepEqual(answer, unknown, `${person.session.account.login} ${method} ${template} ${JSON.stringify(ids)}`);
            walked += 1;
          }
        }
      }
    }
    for (const [id, seq] of seqs) {
      assert.equal((await theirs.people.leader.get(`/matters/${id}`)).seq, seq, 'nothing was done to it');
    }
  }
  assert.ok(walked > 2000, `${walked} walked`);
});

test('districts: what is named in a body or a query is looked for in one\'s own district only', async () => {
  const { a, b } = districts;
  const { clerk, sysadmin, supervisor, leader } = b.people;
  const own = b.matters[3];
  const same = async (person, method, url, theirs, unknown, make) => {
    const [x, y] = [plain(await person.send(method, url(theirs), make?.(theirs))), plain(await person.send(method, url(unknown), make?.(unknown)))];
    assert.ok(y.status >= 400, `${method} ${url(unknown)}: ${JSON.stringify(y)}`);
    assert.deepEqual(x, y, `${method} ${url(theirs)}`);
  };
  const at = (url) => () => url;
  await same(clerk, 'POST', at(`/matters/${own.id}/dispatch`), a.units.housing, nowhere, (unit) => ({ seq: own.seq, unit }));
  await same(clerk, 'POST', at('/matters'), a.units.housing, nowhere, (unit) => intake({ caller: { kind: 'person', name: '谁谁', phone: '13811112222' }, title: '某处路灯不亮', dispatch: { unit } }));
  await same(clerk, 'POST', at('/matters'), a.party, nowhere, (party) => intake({ caller: { party }, title: '某处路灯不亮' }));
  await same(clerk, 'POST', at('/matters'), a.matters[1].id, nowhere, (join) => intake({ caller: { kind: 'person', name: '谁谁', phone: '13811112222' }, title: '某处路灯不亮', join }));
  await same(supervisor, 'POST', at(`/matters/${own.id}/join`), a.matters[1].id, nowhere, (into) => ({ seq: own.seq, into }));
  await same(sysadmin, 'POST', at('/accounts'), a.units.housing, nowhere, (unit) => ({ login: 'new.one', name: '新人', unit }));
  await same(sysadmin, 'POST', at('/units'), a.units.housing, nowhere, (parent) => ({ name: '新局', kind: 'department', parent }));
  await same(sysadmin, 'PUT', at('/categories/01-01-01'), a.units.housing, nowhere, (lead) => ({ name: '路灯照明', lead }));
  for (const url of [(unit) => `/figures/matter.closed?unit=${unit}`, (unit) => `/dashboard?unit=${unit}`, (unit) => `/ranking?unit=${unit}`]) {
    await same(leader, 'GET', url, a.units.housing, nowhere);
  }
  for (const query of [(x) => `unit=${x}`, (x) => `party=${x}`]) {
    const ids = query('').startsWith('unit') ? a.units.housing : a.party;
    const answers = await Promise.all([ids, nowhere].map((x) => leader.send('GET', `/matters?${query(x)}`)));
    assert.deepEqual(...answers.map((r) => [r.status, r.body.items?.length ?? r.body.errors]));
    assert.equal(answers[0].body.items?.length ?? 0, 0);
  }
  for (const query of [`phone=13800001000`, `name=${encodeURIComponent('潘某甲')}`]) {
    assert.deepEqual((await clerk.get(`/parties?${query}`)).items, [], query);
    assert.equal((await a.people.clerk.get(`/parties?${query}`)).items.length, 1, query);
  }
  // A cookie is worth something in its own district only.
  const stray = new Person(world.server, world.contract);
  stray.cookie = clerk.cookie.replace('=340403.', '=340406.');
  assert.notEqual(stray.cookie, clerk.cookie);
  await stray.refused('not_signed_in', 'GET', '/session');
});

test('districts: words of the one are not found in the other', async () => {
  const { a, b } = districts;
  for (const [mine, theirs, word] of [[a, b, '谢家'], [b, a, '潘家']]) {
    const find = async (district, q) => (await district.people.leader.get(`/matters?q=${encodeURIComponent(q)}`)).items;
    await until('the index has read both', async () => (await find(theirs, word)).length === 3);
    assert.deepEqual(await find(mine, word), []);
    assert.deepEqual(await find(mine, theirs.matters[0].number), []);
    assert.equal((await find(theirs, theirs.matters[0].number)).length, 1);
  }
});

test('districts: lists, counts, CSV and figures of each agree to the row, and together they are the store', async () => {
  const period = `period=${Number(world.today.slice(0, 4)) - 1}-01-01..${world.today}`;
  const stored = new Map((await readStore(world.store, 'SELECT district, count(*) FROM matter_fact GROUP BY district')).map(([d, n]) => [Number(d), Number(n)]));
  assert.deepEqual([...stored.keys()].sort(), [340403, 340406]);
  for (const district of Object.values(districts)) {
    const prefix = `${district.code}-`;
    const defs = (await district.people.leader.get('/figures')).items;
    for (const person of Object.values(district.people).filter((p) => p.may('matter.view'))) {
      const who = `${person.session.account.login} of ${district.code}`;
      const rows = await all(person, '/matters');
      assert.ok(rows.every((m) => m.number.startsWith(prefix)), who);
      assert.deepEqual(await person.get('/matters/count'), { n: rows.length, exact: true }, who);
      const csv = (await person.send('GET', '/matters/export.csv')).text.split('\r\n').slice(1).filter(Boolean);
      assert.deepEqual(csv.map((l) => /\d{6}-\d{4}-\d{6}/.exec(l)[0]).sort(), rows.map((m) => m.number).sort(), who);
      if (person.session.scope === 'district') {
        assert.equal(rows.length, stored.get(district.code), who);
      }
      for (const queue of (await person.get('/work')).queues) {
        assert.ok(queue.items.every((m) => m.number.startsWith(prefix)), `${who} ${queue.key}`);
      }
      for (const def of defs) {
        const figureRows = await all(person, `/figures/${def.key}/rows?${period}`);
        const [figure] = await person.get(`/figures/${def.key}?${period}`);
        assert.ok(figureRows.every((m) => m.number.startsWith(prefix)), `${who} ${def.key}`);
        if (def.kind !== 'composite') {
          assert.equal(figureRows.length, figure.N ?? figure.n, `${who} ${def.key}`);
          assert.equal(figureRows.filter((m) => m.in_n).length, figure.n, `${who} ${def.key}`);
        }
      }
    }
    const [registered] = await district.people.leader.get(`/figures/matter.registered?${period}`);
    assert.equal(registered.n, district.matters.length, `${district.code}`);
    const ranking = await district.people.leader.get(`/ranking?${period}`);
    const units = new Set(Object.values(district.units));
    const own = new Set((await district.people.leader.get('/units')).items.map((u) => u.id));
    assert.ok(ranking.lines.length > 0 && ranking.lines.every((u) => own.has(u.unit.id)), `${district.code}: units ranked`);
    assert.deepEqual(new Set((await district.people.leader.get('/units')).items.map((u) => u.id).filter((id) => units.has(id))), units);
    assert.equal((await district.people.leader.get('/units')).items.length, units.size + 1);
    const logins = (await all(district.people.sysadmin, '/accounts').catch(() => district.people.sysadmin.get('/accounts').then((p) => p.items))).map((p) => p.login);
    assert.ok(logins.every((login) => (login.endsWith('.b') || login.endsWith(code)) === (district === districts.b)), logins.join(' '));
    const told = await yikou(world.store, 'figure', 'matter.registered', '--district', String(district.code), '--period', period.slice(7), '--json');
    assert.equal(JSON.parse(told.out)[0].n, district.matters.length, told.err);
  }
  assert.equal((await yikou(world.store, 'figure', 'matter.registered')).code, 1, 'which district is to be said');
});

test('districts: the log of each holds its own events, and its own chain', async () => {
  for (const district of Object.values(districts)) {
    const { auditor } = district.people;
    const events = await all(auditor, '/log');
    const [[stored]] = await readStore(world.store, `SELECT count(*) FROM event WHERE district = ${district.code}`);
    assert.ok(Math.abs(events.length - Number(stored)) <= 1, `${events.length} of ${stored}`);
    const ours = new Set(district.matters.map((m) => m.id));
    const theirs = new Set(Object.values(districts).find((d) => d !== district).matters.map((m) => m.id));
    assert.ok(events.some((e) => ours.has(e.object)));
    assert.ok(!events.some((e) => theirs.has(e.object)));
    const blocks = await all(auditor, '/log/blocks');
    const [[height]] = await readStore(world.store, `SELECT count(*) FROM block WHERE district = ${district.code}`);
    assert.ok(blocks.length >= 1 && blocks.length <= Number(height));
  }
});

test('districts: the store of both verifies, also after a rebuild', async () => {
  await world.server.stop();
  for (const [command, ...args] of [['verify', '--head', world.store.heads], ['rebuild'], ['verify']]) {
    const done = await yikou(world.store, command, ...args);
    assert.equal(done.code, 0, done.out + done.err);
    assert.ok(command === 'rebuild' || done.out.startsWith('2 districts'), done.out);
  }
  world.server = await startServer(world.store);
});

test('districts: on an empty store the command takes the place of the first run', async () => {
  const store = await makeStore();
  try {
    const added = await yikou(store, 'district', 'add', code, name);
    assert.equal(added.code, 0, added.err);
    assert.match(added.out, new RegExp(`System administrator +sysadmin\\.${code}`));
    const server = await startServer(store);
    assert.equal(server.token(), undefined);
    assert.deepEqual(await new Person(server, world.contract).get('/setup'), { needed: false });
    await server.stop();
  } finally {
    await store.remove();
  }
});
