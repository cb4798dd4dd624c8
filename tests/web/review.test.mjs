// SPDX-License-Identifier: Apache-2.0
// A whole review in the browser: planned, collected, a matter asked for, held on the projector by the keyboard, ended, reported by a unit, confirmed.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { call, fits, picture, sound, startBrowser, startYikou } from './support.mjs';

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

let meeting;

test('review: planned by the keyboard, it has an agenda at once', async () => {
  const page = await browser.person('supervisor1');
  await page.goto('/review');
  await page.getByRole('heading', { name: '调度会', level: 1 }).waitFor();
  await page.keyboard.press('p');
  const panel = page.getByRole('dialog');
  await panel.getByLabel('专题调度会').check();
  await panel.getByLabel('议题说明').fill('专题调度积压事项');
  await panel.getByLabel('地点').fill('区政府三楼会议室');
  await panel.getByRole('button', { name: '安排并汇集议程' }).click();
  await page.waitForURL(/\/review\/[0-9A-Z]{13}$/);
  await page.locator('article.item').first().waitFor();
  await page.getByText('待召开').first().waitFor();
  meeting = page.url();
  assert.ok((await page.locator('article.item').count()) > 3, 'the district has things to speak of');
  await sound(page, 'a planned review');
  await picture(page, server, 'review-zh-1440');
  await page.context().close();
});

test('review: a leader puts a matter on the agenda from its page', async () => {
  const page = await browser.person('leader1');
  const rows = (await call(page, 'GET', '/matters?state=handling&light=green&limit=20')).items;
  const on = (await call(page, 'GET', `/reviews/${meeting.split('/').pop()}`)).items.map((i) => i.matter.id);
  const matter = rows.find((r) => !on.includes(r.id));
  await page.goto(`/matter/${matter.id}`);
  await page.getByRole('button', { name: '提请上会' }).click();
  const panel = page.getByRole('dialog');
  await panel.getByLabel('哪次会议').selectOption({ value: meeting.split('/').pop() });
  await panel.getByLabel('理由').fill('企业多次反映，请会上研究。');
  await panel.getByRole('button', { name: '提请上会' }).click();
  await page.getByText('已列入调度会').waitFor();
  await page.getByText('企业多次反映，请会上研究。').waitFor();
  await page.context().close();
});

test('review: held on the projector, by keys alone, until everything is decided', async () => {
  const page = await browser.person('supervisor1', { width: 1920, height: 1080 });
  await page.goto(meeting);
  await page.getByRole('button', { name: '开始开会' }).click();
  await page.waitForURL(/\/run$/);
  const n = (await call(page, 'GET', `/reviews/${meeting.split('/').pop()}`)).items.length;
  await page.getByText(`/ ${n} 项`).waitFor();
  await sound(page, 'a review in session');
  await picture(page, server, 'review-run');
  // One of them is supervised from here: overdue, and no order stands.
  const { items } = await call(page, 'GET', `/reviews/${meeting.split('/').pop()}`);
  const late = items.find((x) => x.reasons.includes('overdue') && !x.reasons.includes('supervised') && x.lead);
  for (let i = 0; i < n; i += 1) {
    await page.getByText(`已决定 ${i}`, { exact: false }).first().waitFor();
    const supervised = late && await page.locator('.now').getByText(late.matter.number).count() > 0;
    await page.keyboard.press(supervised ? '2' : i === 0 ? '1' : i % 3 === 0 ? '4' : '1');
    if (supervised) {
      await page.getByText('保存即向主办单位发出编号督办单').waitFor();
      await page.getByLabel('督办级别').selectOption({ label: '橙色督办' });
      await sound(page, 'deciding to supervise');
    }
    await page.keyboard.press('Control+Enter');
  }
  assert.ok(late, 'the district has an overdue matter without an order');
  const after = (await call(page, 'GET', `/reviews/${meeting.split('/').pop()}`)).items.find((x) => x.n === late.n);
  assert.equal(after.order.colour, 'orange');
  await page.getByRole('link', { name: '全部决定，去结束会议' }).click();
  await page.getByRole('button', { name: '结束会议' }).click();
  await page.getByRole('dialog').getByLabel('会议小结').fill('各单位按期落实。');
  await page.getByRole('dialog').getByRole('button', { name: '结束会议' }).click();
  await page.getByText('会议已结束').waitFor();
  await page.getByRole('link', { name: after.order.number }).click();
  await page.waitForURL(`**/supervise/${after.order.id}`);
  await page.getByText(`第${late.n}项议定`, { exact: false }).first().waitFor();
  await page.context().close();
});

test('review: a unit reports what it did, the office confirms it', async () => {
  const office = await browser.person('supervisor1');
  const id = meeting.split('/').pop();
  let page;
  for (const login of ['zjj1', 'cgj1', 'zrzy1', 'cl1', 'cxb1', 'czj1']) {
    page = await browser.person(login);
    const tasks = (await call(page, 'GET', '/review-tasks?limit=200')).items;
    if (tasks.some((x) => x.meeting === id && !x.reported_day)) {
      break;
    }
    await page.context().close();
  }
  await page.goto('/review/tasks');
  await page.getByRole('link', { name: /-0000/ }).first().waitFor();
  await page.goto(`/review/${id}`);
  await page.getByRole('button', { name: '报告落实' }).first().click();
  await page.getByRole('dialog').getByLabel('落实情况').fill('已上门办结，反映人签字确认。');
  await page.getByRole('dialog').getByRole('button', { name: '报告落实' }).click();
  await page.getByText('已报告，等待核实').waitFor();
  await sound(page, 'a review as a unit sees it');
  await office.goto(`/review/${id}`);
  await office.getByRole('button', { name: '核实通过' }).first().click();
  await office.getByRole('dialog').getByRole('button', { name: '核实通过' }).click();
  await office.getByText('已核实落实').first().waitFor();
  await page.context().close();
  await office.context().close();
});

test('review: every page is sound in both languages, wide and narrow', async () => {
  for (const [lang, width] of [['zh-CN', 1440], ['zh-CN', 390], ['en', 1440], ['en', 390]]) {
    const page = await browser.person('supervisor1', { lang, width });
    for (const [url, name] of [['/review', 'reviews'], ['/review/tasks?show=all', 'review-tasks'], [new URL(meeting).pathname, 'review-closed']]) {
      await page.goto(url);
      await page.locator('table.plain tbody tr, article.item').first().waitFor();
      await sound(page, `${name} ${lang} ${width}`);
      await fits(page, `${name} ${lang} ${width}`);
      await picture(page, server, `${name}-${lang.slice(0, 2)}-${width}`);
    }
    await page.context().close();
  }
});
