// SPDX-License-Identifier: Apache-2.0
// The ledger page: every filter by itself and together against a filter written here, sorting, paging without gap or double,
// exact counts, and the CSV that says the same.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { all, dice, until } from '../helpers.mjs';
import { world } from '../world.mjs';

const among = (field) => (row, values) => values.includes(field(row));
const filters = {
  state: { values: (rows) => rows.map((r) => r.state), test: among((r) => r.state) },
  light: { values: (rows) => rows.map((r) => r.light), test: among((r) => r.light) },
  unit: { values: (rows) => rows.flatMap((r) => (r.unit ? [r.unit.id] : [])), test: among((r) => r.unit?.id) },
  channel: { values: (rows) => rows.map((r) => r.channel), test: among((r) => r.channel) },
  caller_kind: { values: (rows) => rows.map((r) => r.caller_kind), test: among((r) => r.caller_kind) },
  urgency: { values: (rows) => rows.map((r) => r.urgency), test: among((r) => r.urgency) },
};
// A light is a range of due days; only these ranges are one.
const lights = [['red'], ['yellow'], ['green'], ['red', 'yellow'], ['yellow', 'green'], ['red', 'yellow', 'green'], ['blue'], ['none']];
const single = {
  category: { values: (rows) => rows.flatMap((r) => [r.category.code, r.category.code.slice(0, 5), r.category.code.slice(0, 2)]), test: (r, [v]) => r.category.code === v || r.category.code.startsWith(`${v}-`) },
  from: { values: (rows) => rows.map((r) => r.day), test: (r, [v]) => r.day >= v },
  to: { values: (rows) => rows.map((r) => r.day), test: (r, [v]) => r.day <= v },
  due_from: { values: (rows) => rows.flatMap((r) => (r.due_day ? [r.due_day] : [])), test: (r, [v]) => r.due_day !== null && r.due_day >= v },
  due_to: { values: (rows) => rows.flatMap((r) => (r.due_day ? [r.due_day] : [])), test: (r, [v]) => r.due_day !== null && r.due_day <= v },
};

test('lists: filters agree with the rows, one by one and together; list, count and CSV agree', async () => {
  const d = dice(7);
  for (const person of [world.people.clerk, world.people.handler]) {
    const rows = await all(person, '/matters');
    assert.ok(rows.length > 20);
    for (let i = 0; i < 40; i += 1) {
      const chosen = new Map();
      for (let n = 1 + d.below(3); n > 0; n -= 1) {
        const [name, filter, many] = d.pick([...Object.entries(filters).map((e) => [...e, true]), ...Object.entries(single).map((e) => [...e, false])]);
        const values = [...new Set(filter.values(rows))];
        if (values.length) {
          chosen.set(name, [filter, name === 'light' ? d.pick(lights) : many ? [...new Set([d.pick(values), d.pick(values)])] : [d.pick(values)]]);
        }
      }
      const query = [...chosen].map(([name, [, values]]) => `${name}=${values.join(',')}`).join('&');
      const expected = rows.filter((r) => [...chosen.values()].every(([filter, values]) => filter.test(r, values))).map((r) => r.id).sort();
      const got = await all(person, `/matters?${query}`, d.pick([7, 50, 200]));
      assert.deepEqual(got.map((r) => r.id).sort(), expected, query);
      assert.deepEqual(await person.get(`/matters/count?${query}`), { n: expected.length, exact: true }, query);
      assert.deepEqual((await person.get(`/matters?${query}&limit=1`)).count, { n: expected.length, exact: true }, query);
      if (i % 5 === 0) {
        const csv = await person.send('GET', `/matters/export.csv?${query}`);
        assert.equal(csv.text.trimEnd().split('\r\n').length - 1, expected.length, query);
      }
    }
  }
});

test('lists: each sort is in order both ways, paged without gap or double', async () => {
  const { clerk } = world.people;
  const keys = { day: (r) => r.day, due_day: (r) => r.due_day, number: (r) => r.number };
  const whole = (await all(clerk, '/matters')).map((r) => r.id).sort();
  for (const [sort, key] of Object.entries(keys)) {
    for (const [name, sign] of [[sort, 1], [`-${sort}`, -1]]) {
      const rows = await all(clerk, `/matters?sort=${name}`, 9);
      assert.deepEqual(rows.map((r) => r.id).sort(), whole, `${name}: all of them, once`);
      const values = rows.map(key).filter((v) => v !== null);
      values.forEach((v, i) => assert.ok(i === 0 || sign * (values[i - 1] < v ? -1 : Number(values[i - 1] > v)) <= 0, `${name} at ${i}`));
    }
  }
  await clerk.refused('bad_query', 'GET', '/matters?sort=title');
  await clerk.refused('bad_query', 'GET', '/matters?cursor=nonsense');
  await clerk.refused('bad_query', 'GET', '/matters?limit=201');
});

test('lists: the CSV opens in a spreadsheet and starts no formula', async () => {
  const { clerk } = world.people;
  const { intake } = await import('../world.mjs');
  const m = await clerk.post('/matters', intake({ title: '=1+1|cmd,"引号"', text: '公式' }));
  const csv = await clerk.send('GET', '/matters/export.csv');
  assert.match(csv.headers.get('content-type'), /^text\/csv/);
  assert.match(csv.headers.get('content-disposition'), /attachment/);
  const answer = await fetch(`${world.server.address}/api/v1/matters/export.csv`, { headers: { cookie: clerk.cookie } });
  const bytes = new Uint8Array(await answer.arrayBuffer());
  assert.deepEqual([...bytes.slice(0, 3)], [0xef, 0xbb, 0xbf]);
  const line = csv.text.split('\r\n').find((l) => l.includes(m.number));
  assert.ok(line.includes('""引号""'), line);
  assert.doesNotMatch(line, /(^|,)"?=/);
});

test('lists: words of two characters are found in title and text, in any matter in sight', async () => {
  const { clerk, handler, other_handler: other } = world.people;
  const { intake } = await import('../world.mjs');
  const m = await clerk.post('/matters', intake({ title: '车间用电增容', text: '变压器容量不足，影响投产。', dispatch: { unit: world.units.housing } }));
  await until('the index has read a text', async () => (await clerk.get(`/matters?q=${encodeURIComponent('用电')}`)).items.some((r) => r.id === m.id));
  for (const words of ['投产', '变压器', '用电 投产', m.number, m.number.slice(-6)]) {
    assert.ok((await handler.get(`/matters?q=${encodeURIComponent(words)}`)).items.some((r) => r.id === m.id), words);
  }
  assert.deepEqual((await other.get(`/matters?q=${encodeURIComponent('增容')}`)).items, []);
  assert.deepEqual((await clerk.get(`/matters?q=${encodeURIComponent('电用')}`)).items, []);
});
