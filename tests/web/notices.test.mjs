// SPDX-License-Identifier: Apache-2.0
// Being told, in the browser: the bell counts and opens what to do, a notice read is read, the page pages, a person chooses how
// to be told, the digest's numbers open their rows, and the administrator sees scheduled work.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { call, open, picture, sound, startBrowser, startYikou } from './support.mjs';

let server;
let browser;
let handler;
let handlers;
let supervisor;
before(async () => {
  server = await startYikou();
  browser = await startBrowser(server);
  handlers = await Promise.all(['zjj1', 'gaj1', 'jtj1', 'mzj1', 'czj1', 'sfj1', 'jxj1'].map((l) => browser.person(l)));
  [handler] = handlers;
  supervisor = await browser.person('supervisor1');
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

const bell = (page, lang = 'zh') => page.getByRole('button', { name: lang === 'en' ? /^Notices:/ : /^提醒：/ });
const number = async (page) => Number(/(\d+)/.exec(await bell(page).getAttribute('aria-label'))?.[1] ?? 0);

/** A matter that its unit objects to, which the supervisor is told of within a second or so. */
async function objected() {
  for (const person of handlers) {
    const { items } = await call(person, 'GET', '/matters?state=dispatched&limit=1');
    if (items.length) {
      return call(person, 'POST', `/matters/${items[0].id}/object`, { seq: items[0].seq, reason: '不属于本单位职责，建议转有关部门办理。' });
    }
  }
  throw new Error('no unit of the demonstration has a matter to object to');
}

test('the bell: it counts, opens with a key, says what to do, and following it reads it', async () => {
  await open(supervisor, '/work');
  const before = await number(supervisor);
  const matter = await objected();
  for (let i = 0; (await call(supervisor, 'GET', '/my/notices/count')).unread <= before; i += 1) {
    assert.ok(i < 600, 'the supervisor is never told');
    await supervisor.waitForTimeout(50);
  }
  await open(supervisor, '/work');
  await bell(supervisor).getByText(String(Math.min(before + 1, 99))).waitFor();
  assert.equal(await number(supervisor), before + 1);
  await supervisor.keyboard.press('b');
  const line = supervisor.locator('.bell-list .line', { hasText: matter.number });
  await line.waitFor();
  assert.match(await line.innerText(), /被提出异议，等待裁定/);
  await sound(supervisor, 'bell');
  await picture(supervisor, server, 'bell');
  await line.getByRole('link', { name: '去裁定' }).click();
  await supervisor.waitForURL(`**/matter/${matter.id}`);
  await supervisor.getByRole('heading', { level: 1 }).waitFor();
  for (let i = 0; (await call(supervisor, 'GET', '/my/notices/count')).unread !== before; i += 1) {
    assert.ok(i < 600, 'it stays unread');
    await supervisor.waitForTimeout(50);
  }
});

test('my notices: only those not read, all marked as read, Esc closes the bell with focus back', async () => {
  await objected();
  for (let i = 0; (await call(supervisor, 'GET', '/my/notices/count')).unread === 0; i += 1) {
    assert.ok(i < 600, 'the supervisor is never told');
    await supervisor.waitForTimeout(50);
  }
  await open(supervisor, '/notices');
  await sound(supervisor, 'notices');
  await picture(supervisor, server, 'notices');
  await supervisor.getByLabel('只看未读').check();
  await supervisor.waitForURL('**/notices?list=unread');
  await supervisor.getByRole('button', { name: '全部标为已读' }).click();
  await supervisor.getByText('没有未读的提醒').first().waitFor();
  assert.equal(await number(supervisor), 0);
  await bell(supervisor).click();
  await supervisor.locator('.bell-list').waitFor();
  await supervisor.keyboard.press('Escape');
  await supervisor.locator('.bell-list').waitFor({ state: 'detached' });
  assert.match(await supervisor.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? ''), /^提醒：/);
});

test('settings: the digest\'s hour and each kind\'s ways are kept', async () => {
  await open(supervisor, '/notices/settings');
  await supervisor.getByText('没有配置邮件服务器').waitFor();
  await sound(supervisor, 'notice settings');
  await supervisor.getByLabel('时间').fill('07:45');
  await supervisor.getByLabel('承办单位提出异议 站内提醒').uncheck();
  await picture(supervisor, server, 'notice-settings');
  await supervisor.getByRole('button', { name: '保存提醒设置' }).click();
  await supervisor.getByText('已保存：每天 07:45 给您摘要').waitFor();
  await open(supervisor, '/notices/settings');
  assert.equal(await supervisor.getByLabel('时间').inputValue(), '07:45');
  assert.equal(await supervisor.getByLabel('承办单位提出异议 站内提醒').isChecked(), false);
});

test('digest: each number opens the rows that it counted; on a phone and in English too', async () => {
  await open(handler, '/digest');
  await sound(handler, 'digest');
  await picture(handler, server, 'digest');
  const overdue = handler.getByRole('link', { name: /已逾期/ });
  const n = Number(/\d+/.exec(await overdue.innerText())[0]);
  await overdue.click();
  await handler.waitForURL(/\/ledger\?light=red/);
  await handler.getByText(new RegExp(`^\\s*(共 )?${n} `)).first().waitFor();
  const phone = await browser.person('zjj1', { width: 390, lang: 'en' });
  await open(phone, '/digest');
  await sound(phone, 'digest on a phone');
  await bell(phone, 'en').click();
  await phone.locator('.bell-list').waitFor();
  await sound(phone, 'bell on a phone');
  await picture(phone, server, 'bell-en-390');
});

test('scheduled work: its administrator sees what waits and has a repeating job run now', async () => {
  const sysadmin = await browser.person('sysadmin');
  await open(sysadmin, '/admin/jobs');
  const row = sysadmin.getByRole('row', { name: /清理已完成任务的记录/ });
  await row.waitFor();
  await sound(sysadmin, 'jobs');
  await picture(sysadmin, server, 'jobs');
  await row.getByRole('button', { name: /现在做/ }).click();
  await sysadmin.getByText('「清理已完成任务的记录」马上就做').waitFor();
  await sysadmin.getByRole('button', { name: '最近完成的' }).click();
  for (let i = 0; (await sysadmin.getByRole('row', { name: /清理已完成任务的记录/ }).count()) === 0; i += 1) {
    assert.ok(i < 100, 'it was never run');
    await sysadmin.waitForTimeout(200);
    await open(sysadmin, '/admin/jobs?list=done');
  }
  await sysadmin.getByText(/要求提前/).first().waitFor();
  await sound(sysadmin, 'jobs done');
});

test('letters: without a mail server the page says so; an address is kept with the account, masked', async () => {
  const sysadmin = await browser.person('sysadmin');
  await open(sysadmin, '/admin/mails');
  await sysadmin.getByText('没有配置邮件服务器').waitFor();
  await sound(sysadmin, 'mails');
  await picture(sysadmin, server, 'mails');
  const { items } = await call(sysadmin, 'GET', '/accounts?q=zjj1');
  await open(sysadmin, `/admin/accounts/${items[0].id}`);
  const address = sysadmin.getByLabel('新的邮箱地址');
  await address.fill('someone@nowhere');
  await sysadmin.getByRole('button', { name: '保存邮箱地址' }).click();
  await sysadmin.getByRole('alert').first().waitFor();
  await address.fill('wangfang@panji.example.cn');
  await sysadmin.getByRole('button', { name: '保存邮箱地址' }).click();
  await sysadmin.getByText('提醒邮件发往 wa***@panji.example.cn').waitFor();
  await sound(sysadmin, 'account with an address');
  await picture(sysadmin, server, 'account-email');
});
