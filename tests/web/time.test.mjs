// SPDX-License-Identifier: Apache-2.0
// The calendar and the rules of time in the browser: the year at a glance, next year's table taken in after a look at what it moves, a rule drafted, tried and saved.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
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

test('time: the calendar and the rules are sound in both languages, wide and narrow', async () => {
  for (const [lang, width] of [['zh-CN', 1440], ['zh-CN', 390], ['en', 1440], ['en', 390]]) {
    const page = await browser.person('supervisor1', { lang, width });
    for (const [url, name] of [['/admin/calendar', 'calendar'], ['/admin/time-rules', 'time-rules']]) {
      await open(page, url);
      await sound(page, `${name} ${lang} ${width}`);
      await fits(page, `${name} ${lang} ${width}`);
      await picture(page, server, `${name}-${lang.slice(0, 2)}-${width}`);
    }
    await page.context().close();
  }
});

test('time: a rule is drafted, saved as the next version, and what is tried goes by it', async () => {
  const page = await browser.person('supervisor1');
  await open(page, '/admin/time-rules');
  await page.getByRole('button', { name: '修改规则' }).click();
  await page.getByRole('button', { name: /^修改答复时限：咨询/ }).click();
  const panel = page.getByRole('dialog');
  await panel.getByLabel('期限', { exact: true }).fill('3');
  await panel.getByRole('button', { name: '放进草稿' }).click();
  await sound(page, 'rules that are drafted');
  await page.getByRole('button', { name: /^保存为第 3 版/ }).click();
  await page.getByText('现行第 3 版').waitFor();
  const rules = await call(page, 'GET', '/time-rules');
  assert.equal(rules.current, 3);
  const now = rules.versions.find((v) => v.version === 3);
  assert.ok(now.rules.some((r) => r.clock === 'answer' && r.kind === 'consultation' && /^3wd/.test(r.rule)));
  await page.context().close();
});
