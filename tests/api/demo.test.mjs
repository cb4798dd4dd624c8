// SPDX-License-Identifier: Apache-2.0
// The demonstration district: every figure agrees with its rows, for every role that may see it, live and as of random days;
// lists, counts, CSV, the dashboard and the command line say the same; some figures are counted here once more, from
// nothing but the stories of the matters. And the same seed makes the same district.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Contract, Person, all, dice, makeStore, startServer, yikou } from './helpers.mjs';

const password = 'Panji-2023';
let store;
let server;
let contract;
const people = {};
let defs;

before(async () => {
  store = await makeStore();
  server = await startServer(store, { command: 'demo' });
  contract = await Contract.load(server.address);
  for (const login of ['leader1', 'clerk1', 'supervisor1', 'operator1', 'zrzy1', 'zrzy-head', 'cgj1']) {
    people[login] = await new Person(server, contract).signIn(login, password);
  }
  defs = (await people.leader1.get('/figures')).items;
});
after(async () => {
  await server?.kill();
  await store?.remove();
});

const d = dice(20230301);
const pad = (n) => String(n).padStart(2, '0');
const dayText = (time) => new Date(time).toISOString().slice(0, 10);
/** A day between two, from the dice. */
const dayBetween = (from, to) => dayText(Date.parse(from) + d.below((Date.parse(to) - Date.parse(from)) / 86_400_000 + 1) * 86_400_000);

function anyPeriod() {
  const year = 2021 + d.below(3);
  const month = pad(1 + d.below(year === 2023 ? 2 : 12));
  const [a, b] = [dayBetween('2021-01-01', '2023-02-28'), dayBetween('2021-01-01', '2023-02-28')].sort();
  return d.pick([`${year}`, `${year}-${month}`, `${year}-${month}-${pad(1 + d.below(28))}`, `${a}..${b}`]);
}

let ledger;
/** All matters as the leader sees them, once. */
async function wholeLedger() {
  ledger ??= await all(people.leader1, '/matters');
  return ledger;
}

async function anyFilter() {
  const row = d.pick(await wholeLedger());
  return d.pick(['', '', `&channel=${row.channel}`, `&caller_kind=${row.caller_kind}`, `&category=${d.pick([row.category.code, row.category.code.slice(0, 2)])}`, row.unit ? `&unit=${row.unit.id}` : '']);
}

/** What a figure says must be what its rows say. */
async function agrees(person, def, query) {
  const what = `${person.session.account.login} ${def.key}?${query}`;
  const figures = await person.get(`/figures/${def.key}?${query}`);
  assert.equal(figures.length, 1, what);
  const [figure] = figures;
  const rows = await all(person, `/figures/${def.key}/rows?${query}`);
  const page = await person.get(`/figures/${def.key}/rows?${query}&limit=1`);
  assert.deepEqual({ value: page.figure.value, n: page.figure.n, N: page.figure.N }, { value: figure.value, n: figure.n, N: figure.N }, what);
  assert.deepEqual(page.count, { n: rows.length, exact: true }, what);
  const counted = rows.filter((r) => r.in_n).length;
  if (def.kind === 'composite') {
    assert.equal(figure.n, null, what);
    return figure;
  }
  assert.equal(counted, figure.n, `${what}: n`);
  assert.equal(rows.length, figure.N ?? figure.n, `${what}: N`);
  assert.equal((await all(person, `/figures/${def.key}/rows?${query}&side=n`)).length, figure.n, `${what}: side=n`);
  assert.equal(new Set(rows.map((r) => `${r.row_object} ${r.part}`)).size, rows.length, `${what}: no row twice`);
  const scale = 10 ** def.rounding;
  if (figure.value === null) {
    assert.ok(figure.N === 0 || figure.n === 0, `${what}: — only where nothing is`);
  } else if (def.kind === 'ratio') {
    const [over, under] = figure.base === null ? [figure.n, figure.N] : [figure.amount, figure.base];
    assert.ok(Math.abs(figure.value - (100 * over) / under) <= 0.5 / scale + 1e-9, `${what}: ${figure.value} of ${over}/${under}`);
  } else if (def.kind === 'mean') {
    assert.ok(Math.abs(figure.value - figure.amount / figure.base) <= 0.5 / scale + 1e-9, what);
  } else if (def.kind === 'count') {
    assert.equal(figure.value, figure.n, what);
  }
  if (figure.value !== null && def.kind !== 'median') {
    const sum = rows.reduce((s, r) => s + r.share, 0);
    assert.ok(Math.abs(sum - figure.value) <= 0.51 / scale + rows.length * 1e-9, `${what}: the shares add up to ${sum}, not ${figure.value}`);
  }
  return figure;
}

test('demo: every figure agrees with its rows, for every role that may see it', async () => {
  for (const person of Object.values(people)) {
    for (const def of defs) {
      await agrees(person, def, 'period=2022-07-01..2022-08-31');
    }
  }
  for (const def of defs) {
    const figure = await agrees(people.leader1, def, 'period=2022');
    assert.ok(figure.value !== null, `${def.key} has a value in 2022`);
  }
});

test('demo: every figure agrees with its rows in random periods, under random filters, as of random days', async () => {
  for (let i = 0; i < 120; i += 1) {
    const person = d.pick(Object.values(people));
    const asOf = d.pick(['', `&as_of=${dayBetween('2021-02-01', '2023-03-01')}`]);
    await agrees(person, d.pick(defs), `period=${anyPeriod()}${asOf}${await anyFilter()}`);
  }
});

test('demo: the parts of a figure add up to it, and each opens onto rows of its own', async () => {
  for (const def of defs.filter((f) => ['count', 'ratio', 'mean'].includes(f.kind))) {
    for (const by of def.dims) {
      const period = d.pick(['2022', '2022-03', '2021-06-15..2022-06-14']);
      const asOf = d.pick(['', '&as_of=2022-12-31']);
      const [whole] = await people.leader1.get(`/figures/${def.key}?period=${period}${asOf}`);
      const parts = await people.leader1.get(`/figures/${def.key}?period=${period}${asOf}&by=${by}`);
      assert.equal(new Set(parts.map((p) => p.part.value)).size, parts.length, `${def.key} by ${by}`);
      // What is open at the end of each month is no part of what is open at the end of them all.
      const stock = by === 'month' && ['matter.open', 'matter.overdue'].includes(def.key);
      if (!stock) {
        assert.equal(parts.reduce((n, p) => n + p.n, 0), whole.n, `${def.key} by ${by}, ${period}${asOf}: n`);
        assert.equal(parts.reduce((n, p) => n + (p.N ?? 0), 0), whole.N ?? 0, `${def.key} by ${by}, ${period}${asOf}: N`);
      }
      const part = d.pick(parts.filter((p) => p.n > 0));
      if (part) {
        const rows = await people.leader1.get(`${part.rows.replace('/api/v1', '')}&limit=1`);
        assert.equal(rows.count.n, part.N ?? part.n, `${part.rows} of ${def.key} by ${by}`);
      }
    }
  }
});

test('demo: counted once more, from the stories of the matters alone', async () => {
  const rows = await wholeLedger();
  const matters = [];
  await Promise.all(Array.from({ length: 8 }, async (_, lane) => {
    for (let i = lane; i < rows.length; i += 8) {
      matters.push(await people.leader1.get(`/matters/${rows[i].id}`));
    }
  }));
  const within = (day) => day !== null && day >= '2022-01-01' && day <= '2022-12-31';
  const n = async (key) => (await people.leader1.get(`/figures/${key}?period=2022`))[0];
  const events = (action) => matters.flatMap((m) => m.events.filter((e) => e.action === action && within(e.day)).map((e) => ({ m, e })));
  assert.equal((await n('matter.registered')).n, matters.filter((m) => within(m.day)).length);
  assert.equal((await n('matter.closed')).n, matters.filter((m) => m.state === 'closed' && within(m.closed_day)).length);
  assert.equal((await n('matter.dispatched')).n, matters.flatMap((m) => m.dispatches).filter((x) => within(x.day)).length);
  assert.equal((await n('matter.objected')).n, events('objected').length);
  const answers = matters.flatMap((m) => m.rounds.filter((r) => r.kind === 'answer').map((r) => ({ ...r, ended: m.events.find((e) => e.action === 'call_ended' && e.at === r.ended_at)?.day ?? null })));
  // Of a withdrawal against one's will the matter comes back too, but no answer does.
  assert.equal((await n('matter.returned')).n, answers.filter((r) => r.consequence?.startsWith('returned') && within(r.ended)).length);
  const valid = answers.filter((r) => r.state === 'valid' && within(r.ended));
  const truth = await n('callback.truthfulness');
  assert.deepEqual([truth.n, truth.N], [valid.filter((r) => r.true_ === 'yes').length, valid.length]);
});

test('demo: lists, counts, CSV and figures agree to the row, for every role', async () => {
  for (const person of Object.values(people)) {
    const who = person.session.account.login;
    const listed = await all(person, '/matters?from=2022-01-01&to=2022-12-31');
    assert.deepEqual(await person.get('/matters/count?from=2022-01-01&to=2022-12-31'), { n: listed.length, exact: true }, who);
    const csv = await person.send('GET', '/matters/export.csv?from=2022-01-01&to=2022-12-31');
    const numbers = csv.text.split('\r\n').slice(1).filter(Boolean).map((l) => /340406-\d{4}-\d{6}/.exec(l)[0]);
    assert.deepEqual(numbers.sort(), listed.map((r) => r.number).sort(), who);
    if (person.session.scope === 'district') {
      const [registered] = await person.get('/figures/matter.registered?period=2022');
      assert.equal(registered.n, listed.length, who);
    }
    // Whatever a figure counts for somebody, they may open.
    const rows = await all(person, '/figures/matter.registered/rows?period=2022');
    for (const row of [rows[0], rows.at(-1), d.pick(rows)].filter(Boolean)) {
      assert.equal((await person.send('GET', `/matters/${row.id}`)).status, 200, who);
    }
  }
});

test('demo: the dashboard is made of the same figures', async () => {
  for (const login of ['leader1', 'zrzy1']) {
    const person = people[login];
    for (const query of ['period=2022', 'period=2022-11', 'period=2022&as_of=2022-10-31']) {
      const board = await person.get(`/dashboard?${query}`);
      const shown = board.cards.map((f) => [f, '']);
      for (const which of ['loop', 'time', 'supervision']) {
        const ranking = await person.get(`/ranking?${query}&board=${which}`);
        assert.deepEqual(ranking.keys, defs.filter((f) => f.board === which).map((f) => f.key));
        const unit = d.pick(ranking.lines);
        shown.push(...Object.values(unit.figures).map((f) => [f, `&unit=${unit.unit.id}`]));
      }
      for (const [card, filter] of shown) {
        const [figure] = await person.get(`/figures/${card.key}?${query}${filter}`);
        assert.deepEqual([card.value, card.n, card.N], [figure.value, figure.n, figure.N], `${login} ${card.key} ${query}${filter}`);
      }
    }
  }
});

test('demo: units are ranked by what is printed, and every value they are held against opens onto its rows', async () => {
  const person = people.leader1;
  const units = (await person.get('/units')).items;
  const byUnit = new Map();
  for (const def of defs.filter((f) => f.board)) {
    const query = d.pick(['period=2022', 'period=2022-11', 'period=2022-07-01..2022-09-30', 'period=2022&as_of=2022-10-31']);
    const lines = await person.get(`/figures/${def.key}?${query}&by=unit`);
    const what = `${def.key}?${query}`;
    byUnit.set(def.key, lines);
    const leads = units.filter((u) => u.open && !['leadership', 'office', 'window', 'callback'].includes(u.kind)).map((u) => u.id);
    assert.ok(leads.every((id) => lines.some((l) => l.part.value === id)), `${what}: every unit that may be given matters`);
    const valued = lines.filter((l) => l.value !== null);
    for (const line of lines) {
      assert.equal(line.ranked, valued.length, what);
      if (line.value === null) {
        assert.equal(line.rank, null, `${what}: — has no rank`);
        assert.ok(line.N === 0 || line.n === 0 || def.kind === 'composite', what);
      } else {
        // Counted anew: how many are better, and one.
        const better = valued.filter((l) => (def.better === 'down' ? l.value < line.value : l.value > line.value)).length;
        assert.equal(line.rank, better + 1, `${what}: ${line.part.name}`);
      }
    }
    const ranks = lines.map((l) => l.rank ?? Infinity);
    assert.deepEqual(ranks, [...ranks].sort((a, b) => a - b), `${what}: best first`);
    if (def.kind === 'composite') {
      continue;
    }
    const line = d.pick(valued);
    if (!line) {
      continue;
    }
    for (const [then, rows, change] of [[line.previous, line.previous_rows, line.change], [line.last_year, line.last_year_rows, line.last_year_change]]) {
      const page = await person.get(`${rows.replace('/api/v1', '')}&limit=1`);
      assert.equal(page.figure.value, then, rows);
      assert.equal(change, then === null ? null : Number((line.value - then).toFixed(def.rounding)), what);
    }
  }
  // A unit sees itself, and is no first of one.
  const [own] = await people.zrzy1.get('/figures/callback.on_time?period=2022&by=unit');
  assert.equal((await people.zrzy1.get('/figures/callback.on_time?period=2022&by=unit')).length, 1);
  assert.deepEqual([own.rank, own.ranked], [null, 0]);
  assert.equal(own.value, (await person.get('/ranking?period=2022&board=time')).lines.find((l) => l.unit.id === own.part.value).figures['callback.on_time'].value);
  // The command line says the same.
  const told = JSON.parse((await yikou(store, 'figure', 'supervise.urged', '--by', 'unit', '--period', '2022', '--json')).out);
  const asked = await person.get('/figures/supervise.urged?period=2022&by=unit');
  const short = (l) => [l.part.value, l.value, l.rank, l.previous, l.change];
  assert.deepEqual(told.map(short), asked.map(short));
  const printed = (await yikou(store, 'figure', 'supervise.urged', '--by', 'unit', '--period', '2022')).out;
  assert.match(printed, new RegExp(`催办次数 · ${asked.at(-1).part.name}\t${asked.at(-1).value} 次\tn ${asked.at(-1).n}\t第${asked.at(-1).rank}/${asked.length}位\t`));
});

test('demo: as of a day, nothing is known that was recorded later', async () => {
  for (const asOf of ['2021-06-30', '2022-02-28', '2022-09-15']) {
    const rows = await all(people.leader1, `/figures/matter.registered/rows?period=2021-01-01..2023-02-28&as_of=${asOf}`);
    assert.ok(rows.length > 0);
    assert.ok(rows.every((r) => dayText(Date.parse(r.registered_at) + 8 * 3_600_000) <= asOf), asOf);
    const known = (await wholeLedger()).filter((r) => r.day >= '2021-01-01' && dayText(Date.parse(r.registered_at) + 8 * 3_600_000) <= asOf);
    assert.equal(rows.length, known.length, asOf);
  }
  await people.leader1.refused('bad_query', 'GET', '/figures/matter.closed?period=2022&as_of=2022-02-30');
  await people.leader1.refused('bad_query', 'GET', '/figures/matter.closed?period=never');
});

test('demo: a figure as of a past day stays what it was, when work goes on', async () => {
  const queries = defs.map((def) => `/figures/${def.key}?period=2022&as_of=2022-12-31`);
  const before = await Promise.all(queries.map((q) => people.leader1.get(q)));
  const { clerk1: clerk } = people;
  const [open] = (await clerk.get('/matters?state=registered,dispatched,signed,handling&limit=1')).items;
  await clerk.post(`/matters/${open.id}/withdraw`, { seq: open.seq, reason: '来电人要求撤回。' });
  const later = await Promise.all(queries.map((q) => people.leader1.get(q)));
  assert.deepEqual(later, before);
});

test('demo: there are matters in every state, lights and channels among them, with texts that read like requests', async () => {
  const rows = await wholeLedger();
  assert.ok(rows.length > 2500);
  for (const state of ['registered', 'dispatched', 'signed', 'handling', 'answered', 'objected', 'closed', 'withdrawn', 'joined']) {
    assert.ok(rows.some((r) => r.state === state), state);
  }
  for (const light of ['green', 'yellow', 'red', 'blue', 'none']) {
    assert.ok(rows.some((r) => r.light === light), light);
  }
  assert.ok(new Set(rows.map((r) => r.title)).size > 500);
});

test('demo: each role finds something to do', async () => {
  for (const login of ['clerk1', 'supervisor1', 'operator1', 'zrzy1', 'zrzy-head']) {
    const { queues } = await people[login].get('/work');
    for (const queue of queues) {
      assert.ok(queue.items.length <= 8);
      const { n } = await people[login].get(`/matters/count?${queue.query.replace(/^\?/, '')}`).catch(() => ({ n: queue.count.n }));
      assert.equal(n, queue.count.n, `${login} ${queue.key}: ${queue.query}`);
    }
    assert.ok(queues.some((q) => q.count.n > 0), login);
  }
});

test('demo: the command line says what the pages say', async () => {
  const asked = ['matter.closed', 'callback.truthfulness', 'matter.days_to_answer', 'callback.composite'];
  const printed = await yikou(store, 'figure', ...asked, '--period', '2022', '--json');
  assert.equal(printed.code, 0, printed.err);
  const told = JSON.parse(printed.out);
  for (const key of asked) {
    const [figure] = await people.leader1.get(`/figures/${key}?period=2022`);
    const line = told.find((f) => f.key === key);
    assert.deepEqual([line.value, line.n, line.N, line.amount, line.base], [figure.value, figure.n, figure.N, figure.amount, figure.base], key);
    const count = await yikou(store, 'rows', key, '--period', '2022', '--count', '--side', 'n');
    if (figure.n !== null) {
      assert.equal(Number(count.out.trim()), figure.n, key);
    }
  }
});

test('demo: it verifies, and the same seed makes the same district', async () => {
  await server.stop();
  const verified = await yikou(store, 'verify', '--head', store.heads);
  assert.equal(verified.code, 0, verified.out + verified.err);
  const other = await makeStore();
  try {
    const again = await startServer(other, { command: 'demo' });
    await again.stop();
    const [a, b] = await Promise.all([store, other].map((s) => yikou(s, 'figure', ...defs.map((f) => f.key), '--period', '2021', '--json')));
    assert.equal(a.out, b.out);
  } finally {
    await other.remove();
  }
});
