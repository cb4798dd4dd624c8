// SPDX-License-Identifier: Apache-2.0
// Tables as files: a workbook opened by another program says what the list says, to those who may see it, starts no formula, and leaves its trace in the log.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { all } from '../helpers.mjs';
import { intake, until, world } from '../world.mjs';
import { readWorkbook } from '../xlsx.mjs';

async function download(person, path, lang = 'zh') {
  // Through the contract first, so that the route counts as called; then the bytes.
  const said = await person.send('GET', path);
  assert.equal(said.status, 200, path);
  const answer = await fetch(`${world.server.address}/api/v1${path}`, { headers: { cookie: person.cookie, 'accept-language': lang } });
  assert.match(answer.headers.get('content-disposition'), /^attachment; filename="[\w.-]+"$/);
  return new Uint8Array(await answer.arrayBuffer());
}
const values = (row) => Object.fromEntries(Object.entries(row).map(([k, c]) => [k, c.value]));
const dayOf = (serial) => new Date(Date.UTC(1899, 11, 30) + serial * 86_400_000).toISOString().slice(0, 10);

test('export: the ledger as a workbook holds the rows of the list, real dates, lights with a fill, and what was asked', async () => {
  const { clerk, handler } = world.people;
  const m = await clerk.post('/matters', intake({ title: '=HYPERLINK("http://x","y")', text: '公式' }));
  for (const person of [clerk, handler]) {
    const list = await all(person, '/matters?sort=number');
    const [table, about] = await readWorkbook(await download(person, '/matters/export.xlsx?sort=number'));
    assert.equal(table.frozen, true);
    assert.equal(table.filter, `A1:P${list.length + 1}`);
    const [head, ...rows] = table.rows;
    assert.equal(values(head).A, '编号');
    assert.deepEqual(rows.map((r) => r.A.value), list.map((r) => r.number));
    assert.deepEqual(rows.map((r) => r.B.value), list.map((r) => r.title));
    rows.forEach((row, i) => {
      assert.equal(dayOf(row.J.value), list[i].day);
      assert.equal(row.J.format, 'yyyy-mm-dd');
      assert.equal(row.L ? dayOf(row.L.value) : null, list[i].due_day);
      assert.ok(Object.values(row).every((c) => !c.formula));
      if (list[i].light === 'red') {
        assert.equal(row.M.value, '超期');
        assert.ok(row.M.fill, 'red has its ground');
      }
    });
    const said = Object.fromEntries(about.rows.map((r) => [r.A.value, r.B?.value]));
    assert.equal(said['导出人'], person === clerk ? '收办员' : '住建经办');
    assert.match(said['行数'], new RegExp(`^${list.length}（共 ${list.length}）$`));
    assert.equal(rows.some((r) => r.B.value === m.title), list.some((r) => r.id === m.id), 'scope is that of the list');
  }
  const found = () => all(clerk, '/matters?state=registered&q=公式');
  await until(async () => (await found()).some((r) => r.id === m.id)); // words are indexed about a second after
  const [english] = await readWorkbook(await download(clerk, '/matters/export.xlsx?state=registered&q=公式', 'en'));
  assert.equal(english.name, 'Matters');
  assert.equal(english.rows[0].A.value, 'Number');
  assert.deepEqual(english.rows.slice(1).map((r) => r.A.value), (await found()).map((r) => r.number));
  const [nothing] = await readWorkbook(await download(clerk, '/matters/export.xlsx?q=绝对没有这样的词'));
  assert.equal(nothing.rows.length, 1, 'a head alone');
  await clerk.refused('bad_query', 'GET', '/matters/export.xlsx?sort=title');
});

test('export: nobody who asked can be read in a file', async () => {
  const { clerk } = world.people;
  await clerk.post('/matters', intake({ caller: { kind: 'person', name: '独孤求败', phone: '13955401234' } }));
  const text = JSON.stringify(await readWorkbook(await download(clerk, '/matters/export.xlsx')));
  assert.doesNotMatch(text, /独孤求败|13955401234/);
});

test('export: a figure with its parts, its rows and its definition; all figures of a period', async () => {
  const { leader } = world.people;
  const day = (await leader.get('/session')).today.slice(0, 4);
  for (const [key, by] of [['matter.registered', 'unit'], ['callback.on_time', 'month']]) {
    const whole = (await leader.get(`/figures/${key}?period=${day}`))[0];
    const parts = await leader.get(`/figures/${key}?period=${day}&by=${by}`);
    const [table, rows, about] = await readWorkbook(await download(leader, `/figures/${key}/export.xlsx?period=${day}&by=${by}`));
    const shown = table.rows.slice(1).map((r) => r.D?.value ?? null);
    assert.deepEqual(shown.filter((n) => n).sort(), parts.map((f) => f.n).filter((n) => n).sort(), key);
    assert.equal(rows.rows.length - 1, whole.N ?? whole.n, `${key}: all rows`);
    const share = rows.rows.slice(1).reduce((sum, r) => sum + (r.F?.value ?? 0), 0);
    assert.ok(whole.value === null || Math.abs(share - whole.value) < 0.1, `${key}: shares add up, ${share} and ${whole.value}`);
    assert.ok(about.rows.some((r) => r.A.value === '定义' && r.B.value.length > 5));
  }
  const csv = await leader.send('GET', `/figures/callback.on_time/export.csv?period=${day}&by=unit`);
  assert.match(csv.text, /"n","N"\r\n/);
  const [figures] = await readWorkbook(await download(leader, `/dashboard/export.xlsx?period=${day}`));
  assert.equal(figures.rows.length - 1, (await leader.get('/figures')).items.length);
  assert.match((await leader.send('GET', `/dashboard/export.csv?period=${day}`)).text, /按期答复率/);
  await leader.refused('unknown_figure', 'GET', '/figures/no.such/export.xlsx');
  await leader.refused('bad_query', 'GET', '/dashboard/export.xlsx?period=soon');
});

test('export: who took what away, and how many rows, is in the log', async () => {
  const { clerk, auditor } = world.people;
  const { n } = await clerk.get('/matters/count?channel=phone');
  await clerk.send('GET', '/matters/export.csv?channel=phone');
  const [entry] = (await auditor.get('/log?action=data_exported&limit=1')).items;
  assert.equal(entry.actor.name, '收办员');
  assert.deepEqual([entry.data.code, entry.data.rows], ['matters', n]);
  const { handler } = world.people;
  await handler.refused('forbidden', 'GET', '/log?action=data_exported');
});
