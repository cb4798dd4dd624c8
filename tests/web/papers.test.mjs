// SPDX-License-Identifier: Apache-2.0
// Papers in the browser: an order and a receipt are printed from the matter's page; a template is edited, refused, tried as a sample, saved and restored.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { call, open, picture, sound, startBrowser, startYikou } from './support.mjs';

let server;
let browser;
let clerk;
let supervisor;
before(async () => {
  server = await startYikou();
  browser = await startBrowser(server);
  [clerk, supervisor] = await Promise.all(['clerk1', 'supervisor1'].map((l) => browser.person(l)));
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

let n_files = 0;
/** The words of a document, as pdftotext reads them. */
function words(bytes) {
  n_files += 1;
  const file = path.join(server.scratch, `paper-${n_files}.pdf`);
  writeFileSync(file, bytes);
  return execFileSync('pdftotext', ['-raw', file, '-'], { encoding: 'utf8' }).replaceAll(/\s/g, '');
}
/** The document behind a link of the page. */
async function documentOf(page, link) {
  const answer = await page.request.get(await link.getAttribute('href'));
  assert.equal(answer.status(), 200);
  assert.equal(answer.headers()['content-type'], 'application/pdf');
  return words(await answer.body());
}
/** A matter that stands with its unit, and has no papers. */
async function someMatter(page) {
  const { items } = await call(page, 'GET', '/matters?state=dispatched&limit=1');
  return items[0];
}

test('an order is printed: the first print gives its number, the next has the same', async () => {
  const m = await someMatter(clerk);
  await open(clerk, `/matter/${m.id}`);
  const card = clerk.locator('section').filter({ has: clerk.getByRole('heading', { name: '文书', exact: true }) });
  await card.getByText('首次打印时编文号').waitFor();
  const [opened] = await Promise.all([clerk.context().waitForEvent('page'), card.getByRole('button', { name: '打印交办单' }).click()]);
  const link = card.getByRole('link', { name: '打印交办单' });
  await link.waitFor();
  assert.match(await card.innerText(), /交办〔\d{4}〕\d+号/);
  const number = /交办〔\d{4}〕\d+号/.exec(await card.innerText())[0];
  const first = await documentOf(clerk, link);
  assert.ok(first.includes(number) && first.includes(m.number), first.slice(0, 300));
  await opened.close();
  await clerk.getByText('出具文书').first().waitFor(); // the story says it
  await clerk.reload();
  await link.waitFor();
  assert.equal(await card.getByRole('button', { name: '打印交办单' }).count(), 0);
  assert.equal(await documentOf(clerk, link), first);
  await sound(clerk, 'matter with papers');
  await picture(clerk, server, 'matter-papers');
});

test('a receipt is printed with its code; who takes no matters in is offered none', async () => {
  const m = await someMatter(clerk);
  await open(clerk, `/matter/${m.id}`);
  const card = clerk.locator('section').filter({ has: clerk.getByRole('heading', { name: '文书', exact: true }) });
  const [opened] = await Promise.all([clerk.context().waitForEvent('page'), card.getByRole('button', { name: '打印回执' }).click()]);
  await opened.close();
  const link = card.getByRole('link', { name: '打印回执' });
  await link.waitFor();
  const [code] = /[0-9A-Z]{4}-[0-9A-Z]{5}-[0-9A-Z]{5}/.exec(await card.innerText());
  assert.ok((await documentOf(clerk, link)).includes(code));
  await open(supervisor, `/matter/${m.id}`);
  const theirs = supervisor.locator('section').filter({ has: supervisor.getByRole('heading', { name: '文书', exact: true }) });
  await theirs.getByRole('link', { name: '打印交办单' }).waitFor();
  assert.equal(await theirs.getByText('打印回执').count(), 0);
  assert.ok(!(await supervisor.locator('body').innerText()).includes(code));
});

test('a template is edited: a wrong placeholder is shown where it stands; a sample, a version, and back', async () => {
  await open(supervisor, '/admin/papers');
  const box = supervisor.getByLabel('模板', { exact: true });
  await box.waitFor();
  const shipped = await box.inputValue();
  assert.equal(await supervisor.getByRole('button', { name: /^保存为第 1 版/ }).isDisabled(), true, 'nothing to save yet');
  await box.fill(`${shipped.trim()}\n【本区格式】{{nummer}}`);
  await supervisor.getByRole('button', { name: /^保存为第 1 版/ }).click();
  const line = shipped.trim().split('\n').length + 1;
  await supervisor.getByText(`第 ${line} 行第 7 个字 {{nummer}}`).waitFor();
  assert.equal(await box.evaluate((e) => e.value.slice(e.selectionStart, e.selectionEnd)), '{{nummer}}', 'it is selected');
  await sound(supervisor, 'refused template');
  await supervisor.keyboard.press('Delete');
  await supervisor.getByRole('button', { name: '{{matter_number}}' }).click();
  assert.ok((await box.inputValue()).endsWith('【本区格式】{{matter_number}}'));
  await supervisor.getByRole('button', { name: '生成样张' }).click();
  const sample = supervisor.locator('[data-preview]');
  await sample.waitFor();
  const [download] = await Promise.all([supervisor.waitForEvent('download'), sample.click()]);
  const text = words(readFileSync(await download.path()));
  assert.ok(text.includes('【本区格式】') && text.includes('样'), text.slice(0, 300));
  await supervisor.getByRole('button', { name: /^保存为第 1 版/ }).click();
  await supervisor.getByText('已保存为第 1 版').waitFor();
  await sound(supervisor, 'saved template');
  await picture(supervisor, server, 'templates');
  await supervisor.getByRole('button', { name: '恢复原版' }).click();
  await supervisor.getByText('已保存为第 2 版').waitFor();
  assert.equal((await box.inputValue()).trim(), shipped.trim());
  await supervisor.getByRole('button', { name: '第 1 版', exact: true }).click();
  await supervisor.getByText('已取回第 1 版的文字').waitFor();
  assert.ok((await box.inputValue()).includes('【本区格式】'));
});

test('an urge and each step of an order are printed from their page', async () => {
  const rows = (await call(supervisor, 'GET', '/supervisions?kind=order&limit=50')).items.filter((r) => r.number);
  assert.ok(rows.length > 0, 'the demonstration has orders');
  await open(supervisor, `/supervise/${rows[0].id}`);
  const links = supervisor.locator('.steps [data-paper]');
  await links.first().waitFor();
  const steps = (await call(supervisor, 'GET', `/supervisions/${rows[0].id}`)).steps;
  assert.equal(await links.count(), steps.length);
  const text = await documentOf(supervisor, links.last());
  assert.ok(text.includes(steps.at(-1).number) && text.includes('督办'), text.slice(0, 300));
  await sound(supervisor, 'order with papers');
  const [urge] = (await call(supervisor, 'GET', '/supervisions?kind=urge&limit=1')).items;
  await open(supervisor, `/supervise/${urge.id}`);
  const notice = await documentOf(supervisor, supervisor.getByRole('link', { name: '打印催办通知书' }));
  assert.ok(notice.includes(urge.number) && notice.includes(urge.subject.number), notice.slice(0, 300));
});

test('other kinds, in English and on a phone', async () => {
  const english = await browser.person('supervisor1', { lang: 'en' });
  await open(english, '/admin/papers?kind=receipt');
  await english.getByRole('heading', { name: 'Receipt', exact: true }).waitFor();
  await english.getByText('At the beginning of a line').waitFor();
  await sound(english, 'templates in English');
  const phone = await browser.person('supervisor1', { width: 390 });
  await open(phone, '/admin/papers?kind=minutes');
  await phone.getByLabel('模板', { exact: true }).waitFor();
  await sound(phone, 'templates on a phone');
  const m = (await call(clerk, 'GET', '/matters?state=dispatched&limit=1')).items[0];
  const abroad = await browser.person('clerk1', { lang: 'en' });
  await open(abroad, `/matter/${m.id}`);
  await abroad.getByRole('heading', { name: 'Papers', exact: true }).waitFor();
  await abroad.getByRole('link', { name: 'Print the order' }).waitFor();
  await sound(abroad, 'papers in English');
});
