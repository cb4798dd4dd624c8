// SPDX-License-Identifier: Apache-2.0
// The whole life of a target in the browser: planned, set up, broken down, assigned, signed, reported, sent back, verified, struck off, and the month's table.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { fits, picture, sound, startBrowser, startYikou } from './support.mjs';

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

let programme;
let task;

test('target: a programme is planned, a task set up, broken down and assigned', async () => {
  const page = await browser.person('supervisor1');
  await page.goto('/target');
  await page.getByRole('heading', { name: '目标任务', level: 1 }).waitFor();
  await page.keyboard.press('p');
  const plan = page.getByRole('dialog');
  await plan.getByLabel('名称').fill('2023 年重点工作');
  await plan.getByLabel('行动').fill('城市更新\n乡村振兴');
  await plan.getByRole('button', { name: '建立方案' }).click();
  await page.waitForURL(/\/target\/[0-9A-Z]{13}$/);
  programme = page.url();
  await page.getByRole('button', { name: '立项' }).click();
  const setUp = page.getByRole('dialog');
  await setUp.getByLabel('任务名称').fill('改造老旧小区');
  await setUp.getByRole('combobox', { name: '牵头单位' }).fill('住建');
  await page.getByRole('option', { name: /区住建局/ }).click();
  await setUp.getByLabel('指标', { exact: true }).fill('改造小区数');
  await setUp.getByLabel('计量单位').fill('个');
  await setUp.getByLabel('年度目标').fill('4');
  await setUp.getByRole('button', { name: '立项' }).click();
  await page.waitForURL(/\/target\/task\//);
  task = page.url();
  await page.getByRole('button', { name: '分解' }).click();
  const split = page.getByRole('dialog');
  await split.getByText('合计 4，应为 4').waitFor();
  await split.getByRole('button', { name: '保存分解' }).click();
  await page.getByText('分解已保存').waitFor();
  await page.getByRole('button', { name: '交办' }).click();
  await page.getByText('已交办，牵头单位会收到提醒').waitFor();
  await page.getByText('办理中').first().waitFor();
  await page.context().close();
});

async function asUnit(what) {
  const page = await browser.person('zjj1');
  await page.goto(task);
  await what(page);
  await page.context().close();
}

async function report(page, value) {
  await page.getByRole('button', { name: '上报进度' }).click();
  const panel = page.getByRole('dialog');
  await panel.getByLabel('月份').selectOption('2023-01');
  await panel.getByLabel(/本期新增/).fill(value);
  await panel.getByLabel('佐证说明').fill('竣工验收单和现场照片');
  await panel.getByRole('button', { name: '上报', exact: true }).click();
  await page.getByText('已上报，等待核实').waitFor();
}

test('target: the unit signs and reports', async () => {
  await asUnit(async (page) => {
    await page.getByRole('button', { name: '签收任务' }).click();
    await page.getByText('已签收，按期上报进度').waitFor();
    await report(page, '5');
  });
});

test('target: sent back with the reason, reported again, verified on the spot, struck off', async () => {
  const office = await browser.person('supervisor1');
  await office.goto('/target/work');
  await office.getByRole('link', { name: '改造老旧小区' }).click();
  await office.getByRole('button', { name: '退回' }).click();
  await office.getByRole('dialog').getByLabel('理由').fill('缺少验收单');
  await office.getByRole('dialog').getByRole('button', { name: '退回' }).click();
  await office.getByText('已退回单位重报').waitFor();
  await asUnit((page) => report(page, '5'));
  await office.reload();
  await office.getByRole('button', { name: '核实' }).click();
  await office.getByRole('dialog').getByLabel('现场核实').check();
  await office.getByRole('dialog').getByRole('button', { name: '核实' }).click();
  await office.getByText('已核实，计入完成数').waitFor();
  await office.getByText('125%').first().waitFor();
  await sound(office, 'a task');
  await picture(office, server, 'target-task-zh-1440');
  await office.getByRole('button', { name: '验收销号' }).click();
  await office.getByRole('dialog').getByRole('button', { name: '验收销号' }).click();
  await office.getByText('已销号').first().waitFor();
  await office.goto(programme);
  await office.getByText('改造小区数').first().waitFor();
  await sound(office, 'a programme');
  await office.getByRole('link', { name: '月报表' }).click();
  await office.getByRole('columnheader', { name: '年度目标' }).waitFor();
  await sound(office, 'the monthly table');
  await picture(office, server, 'target-month-zh-1440');
  await office.context().close();
});

test('target: on a phone and in English nothing falls off the edge', async () => {
  const page = await browser.person('supervisor1', { width: 390, height: 844, locale: 'en' });
  for (const url of ['/target', programme, `${programme}?view=month`, task, '/target/work']) {
    await page.goto(url);
    await page.getByRole('heading', { level: 1 }).waitFor();
    await fits(page, url);
  }
  await picture(page, server, 'target-task-390');
  await page.context().close();
  assert.ok(task);
});
