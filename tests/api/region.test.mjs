// SPDX-License-Identifier: Apache-2.0
// The roll-up: what a city and a province see of their districts is what each district sees of itself; sums are sums; and nobody below, beside or
// without the whole of their district sees anything of another.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Contract, Person, makeStore, startServer, yikou } from './helpers.mjs';

const password = 'Panji-2023';
const codes = [340403, 340404, 340406];
let store;
let server;
let contract;
const people = {};
let defs;

before(async () => {
  store = await makeStore();
  server = await startServer(store, { command: 'demo', args: ['--districts', '3', '--requests', '120'] });
  contract = await Contract.load(server.address);
  for (const login of ['city1', 'province1', 'leader1', 'leader1.340403', 'leader1.340404', 'zjj1', 'sysadmin.340400']) {
    people[login] = await new Person(server, contract).signIn(login, password);
  }
  defs = new Map((await people.leader1.get('/figures')).items.map((d) => [d.key, d]));
});
after(async () => {
  await server?.kill();
  await store?.remove();
});

const boards = ['loop', 'time', 'supervision'];

test('a city sees the numbers that its districts see, ranked, with their change', async () => {
  for (const board of boards) {
    const seen = await people.city1.get(`/region?period=2022&board=${board}`);
    assert.deepEqual([seen.region.code, seen.level, seen.period], [340400, 'city', '2022']);
    assert.deepEqual(seen.lines.map((l) => l.district.code), codes);
    for (const line of seen.lines) {
      const leader = people[line.district.code === 340406 ? 'leader1' : `leader1.${line.district.code}`];
      for (const [key, shown] of Object.entries(line.figures)) {
        const [own] = await leader.get(`/figures/${key}?period=2022`);
        assert.deepEqual([shown.value, shown.n, shown.N, shown.change], [own.value, own.n, own.N, own.change], `${line.district.name} ${key}`);
      }
    }
    for (const key of Object.keys(seen.total)) {
      const values = seen.lines.map((l) => l.figures[key].value).filter((v) => v !== null);
      for (const { figures } of seen.lines.filter((l) => l.figures[key].value !== null)) {
        const better = values.filter((v) => (defs.get(key).better === 'down' ? v < figures[key].value : v > figures[key].value)).length;
        assert.deepEqual([figures[key].rank, figures[key].ranked], [better + 1, values.length], key);
      }
    }
  }
});

test('sums are sums: of counts, of numerators over denominators; what does not follow is not made up', async () => {
  const seen = await people.province1.get('/region?period=2022');
  assert.equal(seen.level, 'province');
  assert.deepEqual(seen.lines.map((l) => l.district.code), codes, 'the city is no district');
  for (const [key, total] of Object.entries(seen.total)) {
    const all = seen.lines.map((l) => l.figures[key]);
    const sum = (of) => all.reduce((a, f) => a + f[of], 0);
    if (all[0].n !== null) {
      assert.equal(total.n, sum('n'), key);
    }
    if (defs.get(key).kind === 'count') {
      assert.equal(total.value, sum('value'), key);
    } else if (['median', 'composite'].includes(defs.get(key).kind)) {
      assert.equal(total.value, null, key);
    } else if (defs.get(key).kind === 'ratio') {
      assert.equal(total.N, sum('N'), key);
      assert.ok(total.value === null ? total.N === 0 : total.value >= Math.min(...all.map((f) => f.value ?? 100)) - 0.01 && total.value <= Math.max(...all.map((f) => f.value ?? 0)) + 0.01, key);
    }
  }
});

test('the months of all districts are theirs added up, and the change is of the sums', async () => {
  const seen = await people.city1.get('/region?period=2022');
  const before = await people.city1.get('/region?period=2021');
  const leaders = [people['leader1.340403'], people['leader1.340404'], people.leader1];
  for (const [key, total] of Object.entries(seen.total)) {
    const def = defs.get(key);
    const digits = 10 ** def.rounding;
    if (total.value === null || before.total[key].value === null) {
      assert.equal(total.change, null, key);
    } else {
      assert.equal(total.change, Math.round((total.value - before.total[key].value) * digits) / digits, key);
    }
    if (['median', 'composite'].includes(def.kind)) {
      assert.equal(seen.trend[key], undefined, key);
      continue;
    }
    const own = await Promise.all(leaders.map((p) => p.get(`/figures/${key}?period=2022&by=month`)));
    const points = seen.trend[key];
    assert.deepEqual(points.map((p) => p.month), [...new Set(own.flat().map((f) => f.part.value))].sort(), key);
    for (const point of points) {
      const of = own.flat().filter((f) => f.part.value === point.month);
      const sum = (what) => of.reduce((a, f) => a + f[what], 0);
      if (of[0].n !== null) {
        assert.equal(point.n, sum('n'), `${key} ${point.month}`);
      }
      if (def.kind === 'count') {
        assert.equal(point.value, sum('value'), `${key} ${point.month}`);
      } else if (def.kind === 'ratio') {
        assert.equal(point.N, sum('N'), `${key} ${point.month}`);
      }
    }
  }
});

test('a district sees itself alone, a unit its own, an administrator nothing; rows stay where they are', async () => {
  for (const [login, code] of [['leader1', 340406], ['leader1.340404', 340404], ['zjj1', 340406]]) {
    const seen = await people[login].get('/region?period=2022');
    assert.deepEqual([seen.level, seen.lines.map((l) => l.district.code)], ['district', [code]], login);
  }
  const whole = await people.leader1.get('/region?period=2022');
  const unit = await people.zjj1.get('/region?period=2022');
  assert.ok(unit.lines[0].figures['matter.dispatched'].n < whole.lines[0].figures['matter.dispatched'].n);
  await people['sysadmin.340400'].refused('forbidden', 'GET', '/region');
  const below = (await people.leader1.get('/matters?limit=1')).items[0];
  assert.deepEqual((await people.city1.get('/matters')).items, []);
  await people.city1.refused('not_found', 'GET', `/matters/${below.id}`);
  await people.city1.refused('bad_query', 'GET', '/region?district=340406');
});

test('the same seed makes the same districts, each of its own size', async () => {
  const proved = await yikou(store, 'verify');
  assert.equal(proved.code, 0, proved.out);
  const seen = await people.city1.get('/region?period=2022');
  const dispatched = seen.lines.map((l) => l.figures['matter.dispatched'].n);
  assert.equal(new Set(dispatched).size, 3);
  const again = await makeStore();
  try {
    const other = await startServer(again, { command: 'demo', args: ['--districts', '3', '--requests', '120'] });
    const city = await new Person(other, contract).signIn('city1', password);
    assert.deepEqual(await city.get('/region?period=2022'), seen);
    await other.stop();
  } finally {
    await again.remove();
  }
});
