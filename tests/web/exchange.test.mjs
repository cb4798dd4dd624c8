// SPDX-License-Identifier: Apache-2.0
// Files in and out in the browser: a workbook is taken from the ledger, a figure and the dashboard; a file with wrong cells is told where, mended, tried and done; first
// passwords stand there once.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { makeWorkbook, readWorkbook } from '../api/xlsx.mjs';
import { call, fits, open, picture, sound, startBrowser, startYikou } from './support.mjs';

let server;
let browser;

before(async () => {
  server = await startYikou();
  browser = await startBrowser(server);
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

async function take(page, choice = /Excel/) {
  await page.getByRole('button', { name: '导出为文件' }).click();
  const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: choice }).click()]);
  return { name: file.suggestedFilename(), bytes: await readFile(await file.path()) };
}

test('a workbook is taken from the ledger, a figure and the dashboard', async () => {
  const clerk = await browser.person('clerk1');
  await open(clerk, '/ledger?light=red');
  const { n } = await call(clerk, 'GET', '/matters/count?light=red');
  await clerk.getByRole('button', { name: '导出为文件' }).click();
  await sound(clerk, 'the choice of a file');
  await picture(clerk, server, 'export');
  await clerk.keyboard.press('Escape');
  const ledger = await take(clerk);
  assert.match(ledger.name, /\.xlsx$/);
  const [table] = await readWorkbook(ledger.bytes);
  assert.equal(table.rows.length - 1, n);
  assert.ok(table.rows.slice(1).every((r) => r.M.value === '超期'));

  await open(clerk, '/ledger?q=绝对没有这样的词');
  await clerk.getByRole('button', { name: '导出为文件' }).click();
  await clerk.getByText('当前没有可导出的内容').waitFor();

  const leader = await browser.person('leader1');
  await open(leader, '/figures/callback.on_time?period=2022');
  assert.equal((await readWorkbook((await take(leader)).bytes)).length, 3);
  await open(leader, '/dashboard?period=2022');
  const [figures] = await readWorkbook((await take(leader)).bytes);
  assert.ok(figures.rows.length > 20);
});

test('a file with wrong cells is told where, then mended, tried and done', async () => {
  const admin = await browser.person('sysadmin');
  const upload = async (rows) => admin.getByLabel('填好的文件').setInputFiles({
    name: '单位.xlsx', mimeType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', buffer: await makeWorkbook(rows),
  });
  await open(admin, '/admin/units');
  await admin.getByRole('button', { name: '批量导入' }).click();
  const [template] = await Promise.all([admin.waitForEvent('download'), admin.getByRole('button', { name: '下载模板' }).click()]);
  assert.match(template.suggestedFilename(), /\.xlsx$/);
  await upload([['名称', '类别', '上级单位'], ['新城街道办', '街道办', null]]);
  await admin.getByText('有 1 处填写不正确').waitFor();
  await admin.getByRole('rowheader', { name: 'B2' }).waitFor();
  await sound(admin, 'wrong cells');
  await picture(admin, server, 'import-wrong');
  await upload([['名称', '类别', '上级单位'], ['新城街道办', '街道', null], ['新城社区', '街道', '新城街道办']]);
  await admin.getByRole('button', { name: '确认导入 2 行' }).click();
  await admin.getByText('已导入：新建 2，修改 0').waitFor();
  await admin.locator('table.list').getByText('新城社区').first().waitFor();
  await upload([['名称', '类别', '上级单位'], ['新城街道办', '街道', null], ['新城社区', '街道', '新城街道办']]);
  await admin.getByText('没有需要导入的').waitFor();

  await open(admin, '/admin/accounts');
  await admin.getByRole('button', { name: '批量导入' }).click();
  await upload([['登录名', '姓名', '单位'], ['xincheng1', '程新', '新城街道办']]);
  await admin.getByRole('button', { name: '确认导入 1 行' }).click();
  await admin.getByText('初始密码只显示这一次').waitFor();
  assert.match(await admin.locator('[data-secret]').innerText(), /^\S{8,}$/);
  await sound(admin, 'first passwords');
  await picture(admin, server, 'import-passwords');
  await admin.setViewportSize({ width: 390, height: 844 });
  await fits(admin, 'first passwords on a telephone');
});
