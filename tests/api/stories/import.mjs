// SPDX-License-Identifier: Apache-2.0
// A new district fills in the templates: wrong cells are told by their places and nothing is done; what the trial showed is what is done, once; the same file
// again does nothing; a district that has changed since is asked again.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Person } from '../helpers.mjs';
import { world } from '../world.mjs';
import { makeWorkbook, readWorkbook } from '../xlsx.mjs';

async function upload(person, what, rows, { confirm, bytes, lang = 'zh' } = {}) {
  const raw = bytes ?? await makeWorkbook(rows);
  const query = new URLSearchParams({ name: '新区.xlsx', ...(confirm ? { confirm } : {}) });
  return person.send('POST', `/imports/${what}?${query}`, undefined, { raw, headers: { 'content-type': 'application/octet-stream', 'accept-language': lang } });
}
const tried = async (person, what, rows, options) => {
  const answer = await upload(person, what, rows, options);
  assert.equal(answer.status, 200, answer.text);
  return answer.body;
};
const told = (outcome) => outcome.troubles.map((x) => [x.cell, x.code]);

test('import: the template has headings, notes and lists, and is itself read back as nothing', async () => {
  const { sysadmin } = world.people;
  for (const what of ['units', 'categories', 'accounts']) {
    const path = `/imports/${what}/template.xlsx`;
    assert.equal((await sysadmin.send('GET', path)).status, 200);
    const answer = await fetch(`${world.server.address}/api/v1${path}`, { headers: { cookie: sysadmin.cookie, 'accept-language': 'zh' } });
    const bytes = new Uint8Array(await answer.arrayBuffer());
    const [sheet, help] = await readWorkbook(bytes);
    assert.ok(sheet.frozen && sheet.rows[0].B.value.length > 1);
    assert.ok(help.rows.some((r) => r.C.value === '必填'));
    if (what === 'units') {
      assert.match(Object.values(sheet.choices)[0], /部门,乡镇/);
    }
    const outcome = await tried(sysadmin, what, null, { bytes });
    assert.deepEqual([outcome.rows, outcome.made, outcome.troubles], [0, 0, []]);
  }
});

test('import: every wrong cell is told by its place, in both languages, and nothing is done', async () => {
  const { sysadmin } = world.people;
  const before = await sysadmin.get('/units');
  const rows = [
    ['名称', '类别', '上级单位', '排序', '电话'],
    ['甲局', '局', '', '', null],
    [null, '部门', '', 'x', null],
    ['乙局', '部门', '没有这个单位', 3, null],
    ['丙局', '部门', '丁局', null, null],
    ['丁局', '部门', '丙局', null, null],
    ['甲局', '部门', null, null, null],
  ];
  const outcome = await tried(sysadmin, 'units', rows);
  assert.deepEqual(told(outcome).sort(), [
    ['A3', 'required'], ['A7', 'already_exists'], ['B2', 'unknown_value'], ['C4', 'unknown_unit'], ['C5', 'unit_circle'], ['C6', 'unit_circle'], ['D3', 'wrong_type'], ['E1', 'unknown_field'],
  ]);
  assert.match(outcome.troubles.find((x) => x.cell === 'B2').accepted, /部门、乡镇/);
  assert.equal(outcome.troubles.find((x) => x.cell === 'B2').found, '局');
  assert.deepEqual([outcome.confirm, outcome.done], [null, false]);
  const again = await tried(sysadmin, 'units', rows, { confirm: 'a'.repeat(64) });
  assert.equal(again.done, false, 'a key does not help it');
  const english = (await tried(sysadmin, 'units', rows, { lang: 'en' })).troubles.find((x) => x.cell === 'B2');
  assert.deepEqual([english.heading, english.title], ['Kind', 'Not one of the values accepted']);
  assert.match(english.accepted, /department, township/);
  assert.deepEqual(await sysadmin.get('/units'), before);
});

test('import: units with their parents, the catalogue with its levels, accounts with first passwords; twice is once', async () => {
  const { sysadmin, auditor } = world.people;
  const sheets = {
    units: [['上级单位', '名称', '类别', '编码', '英文名称'], ['新城街道', '新城社区', '街道', 'xc-1', 'New community'], [null, '新城街道', '街道', 'xc', 'New street']],
    categories: [['编码', '名称', '建议承办单位'], ['71-01-01', '窨井盖', 'xc-1'], ['71', '新区事务', null], ['71-01', '新区市政', null]],
    accounts: [['Login', 'Name', 'Unit'], ['xc.wang', '王小新', '新城社区'], ['xc.li', '李小新', 'xc']],
  };
  for (const [what, rows] of Object.entries(sheets)) {
    const trial = await tried(sysadmin, what, rows);
    assert.deepEqual([trial.troubles, trial.made, trial.changed, trial.unchanged, trial.done], [[], rows.length - 1, 0, 0, false], what);
    const refused = await upload(sysadmin, what, rows, { confirm: '0'.repeat(64) });
    assert.equal(refused.body.code, 'conflict');
    const done = await tried(sysadmin, what, rows, { confirm: trial.confirm });
    assert.deepEqual([done.done, done.made], [true, rows.length - 1], what);
    assert.equal(done.passwords.length, what === 'accounts' ? 2 : 0);
    const twice = await tried(sysadmin, what, rows);
    assert.deepEqual([twice.made, twice.changed, twice.unchanged], [0, 0, rows.length - 1], what);
    assert.equal((await tried(sysadmin, what, rows, { confirm: twice.confirm })).done, false, 'nothing is to be done');
    if (what === 'accounts') {
      const person = await new Person(world.server, world.contract).signIn('xc.wang', done.passwords.find((p) => p.login === 'xc.wang').initial_password);
      assert.equal(person.session.must_change_password, true);
    }
    const [entry] = (await auditor.get('/log?action=data_imported&limit=1')).items;
    assert.deepEqual([entry.data.code, entry.data.made, entry.data.rows], [what, rows.length - 1, rows.length - 1]);
  }
  const units = (await sysadmin.get('/units')).items;
  const street = units.find((u) => u.code === 'xc');
  assert.equal(units.find((u) => u.code === 'xc-1').parent, street.id);
  const categories = (await sysadmin.get('/categories')).items;
  assert.equal(categories.find((c) => c.code === '71-01-01').lead, units.find((u) => u.code === 'xc-1').id);
});

test('import: what changed since the trial is asked again; a change is a change', async () => {
  const { sysadmin } = world.people;
  const rows = [['编码', '名称'], ['71', '新区事务（改）']];
  const trial = await tried(sysadmin, 'categories', rows);
  assert.deepEqual([trial.changed, trial.lines.map((l) => l.act)], [1, ['change']]);
  const now = (await sysadmin.get('/categories')).items.find((c) => c.code === '71');
  await sysadmin.put('/categories/71', { name: '新区事务（改）', name_en: now.name_en, seq: now.seq });
  assert.equal((await upload(sysadmin, 'categories', rows, { confirm: trial.confirm })).body.code, 'conflict');
});

test('import: files that are none, and people who may not', async () => {
  const { sysadmin, clerk } = world.people;
  for (const [bytes, code] of [['编码,名称\n', 'not_a_workbook'], [Buffer.from('d0cf11e0a1b11ae1', 'hex'), 'workbook_locked'], [(await makeWorkbook([['编码']])).subarray(0, 200), 'workbook_broken']]) {
    assert.equal((await upload(sysadmin, 'units', null, { bytes })).body.code, code);
  }
  for (const what of ['units', 'categories', 'accounts']) {
    assert.equal((await upload(clerk, what, [['名称']])).body.code, 'forbidden');
    await clerk.refused('forbidden', 'GET', `/imports/${what}/template.xlsx`);
  }
});
