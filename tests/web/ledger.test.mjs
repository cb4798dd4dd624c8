// SPDX-License-Identifier: Apache-2.0
// The ledger in the browser: its state is its address, its counts and rows are the server's, bulk acts are reported per item.
// And every page of work in both languages, at the width of a desk and of a telephone.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { call, fits, open, picture, sound, startBrowser, startYikou } from './support.mjs';

let server;
let browser;
let clerk;

before(async () => {
  server = await startYikou();
  browser = await startBrowser(server);
  clerk = await browser.person('clerk1');
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

const rows = (page) => page.locator('tbody tr').count();
const total = async (page) => Number(((await page.locator('.total').innerText()).match(/\d[\d\u202f]*/) ?? ['0'])[0].replace(/\D/g, ''));

test('filters make the address, the address makes the filters', async () => {
  await open(clerk, '/ledger');
  await clerk.getByRole('button', { name: '状态' }).click();
  await clerk.getByRole('checkbox', { name: '已办结' }).check();
  await clerk.waitForURL(/\/ledger\?state=closed$/);
  await clerk.getByRole('checkbox', { name: '待派单' }).check();
  await clerk.waitForURL(/state=closed(,|%2C)registered/);
  await clerk.keyboard.press('Escape');
  await clerk.locator('.chips').getByText('状态：已办结').waitFor();
  await clerk.waitForLoadState('networkidle');
  const want = await call(clerk, 'GET', '/matters/count?state=closed,registered');
  await clerk.waitForFunction((n) => document.querySelector('.total')?.textContent?.replace(/\D/g, '') === String(n), want.n);
  assert.equal(await total(clerk), want.n);
  await sound(clerk, 'ledger with filters');

  const again = await browser.person('clerk2');
  await open(again, new URL(clerk.url()).pathname + new URL(clerk.url()).search);
  assert.equal(await total(again), want.n);
  assert.deepEqual(await again.locator('tbody td.first').allInnerTexts(), await clerk.locator('tbody td.first').allInnerTexts());
  await again.context().close();

  await clerk.locator('.chips').getByRole('button', { name: /待派单/ }).click();
  await clerk.waitForURL(/\/ledger\?state=closed$/);
  await clerk.goBack();
  await clerk.waitForURL(/registered/);
  await clerk.getByRole('link', { name: '全部清除' }).click();
  await clerk.waitForURL('**/ledger');
});

test('sort, pages and the count agree with the server', async () => {
  await open(clerk, '/ledger');
  await clerk.getByRole('columnheader', { name: /期限/ }).getByRole('button').click();
  await clerk.waitForURL(/\/ledger\?sort=due_day$/);
  await clerk.waitForLoadState('networkidle');
  const first = await call(clerk, 'GET', '/matters?sort=due_day&limit=50');
  assert.deepEqual(await clerk.locator('tbody td.first').allInnerTexts(), first.items.map((m) => m.number));
  await clerk.getByRole('button', { name: '下一页' }).click();
  await clerk.waitForURL(/cursor=/);
  const second = await call(clerk, 'GET', `/matters?sort=due_day&limit=50&cursor=${encodeURIComponent(first.next_cursor)}`);
  await clerk.getByRole('link', { name: second.items[0].number }).waitFor();
  assert.deepEqual(await clerk.locator('tbody td.first').allInnerTexts(), second.items.map((m) => m.number));
  await clerk.getByRole('button', { name: '上一页' }).click();
  await clerk.getByRole('link', { name: first.items[0].number }).waitFor();
});

test('j and k move, Enter opens, x selects; the search key finds a number', async () => {
  await open(clerk, '/ledger');
  await clerk.keyboard.press('j');
  await clerk.keyboard.press('j');
  await clerk.keyboard.press('k');
  const number = await clerk.evaluate(() => document.activeElement?.textContent);
  assert.equal(number, await clerk.locator('tbody td.first').first().innerText());
  await clerk.keyboard.press('x');
  await clerk.getByText('已选 1 件').waitFor();
  await clerk.keyboard.press('Enter');
  await clerk.waitForURL('**/matter/*');
  await clerk.keyboard.press('/');
  await clerk.keyboard.type(number);
  await clerk.keyboard.press('Enter');
  await clerk.waitForURL(/\/ledger\?q=/);
  await clerk.getByRole('link', { name: number }).waitFor();
  assert.equal(await rows(clerk), 1);
  await clerk.keyboard.press('?');
  await clerk.getByRole('dialog').getByRole('heading', { name: '键盘操作' }).waitFor();
  await sound(clerk, 'keys');
  await clerk.keyboard.press('Escape');
});

test('a view is kept as a tab, a column is taken away', async () => {
  await open(clerk, '/ledger?channel=visit&sort=due_day');
  await clerk.getByRole('button', { name: '存为视图' }).click();
  await clerk.getByLabel('视图名称').fill('走访的');
  await clerk.keyboard.press('Enter');
  await clerk.getByRole('link', { name: '走访的' }).waitFor();
  await open(clerk, '/ledger');
  await clerk.getByRole('link', { name: '走访的' }).click();
  await clerk.waitForURL(/channel=visit/);
  await clerk.getByRole('button', { name: '显示的列' }).click();
  await clerk.getByRole('checkbox', { name: '分类' }).uncheck();
  assert.equal(await clerk.getByRole('columnheader', { name: '分类' }).count(), 0);
  await clerk.getByRole('checkbox', { name: '分类' }).check();
});

test('the export holds what is shown', async () => {
  await open(clerk, '/ledger?light=red');
  await clerk.getByRole('button', { name: '导出' }).click();
  const [file] = await Promise.all([clerk.waitForEvent('download'), clerk.getByRole('button', { name: /^CSV/ }).click()]);
  const text = await readFile(await file.path(), 'utf8');
  assert.equal(text.charCodeAt(0), 0xfeff, 'begins with a byte order mark');
  const { n } = await call(clerk, 'GET', '/matters/count?light=red');
  assert.equal(text.trim().split(/\r?\n(?=(?:[^"]*"[^"]*")*[^"]*$)/).length - 1, n);
});

const pages = [
  ['clerk1', '/work', 'work'],
  ['clerk1', '/intake', 'intake'],
  ['clerk1', '/ledger', 'ledger'],
  ['clerk1', 'a closed matter', 'matter'],
  ['operator1', '/callback?due=all', 'callback-queue'],
  ['operator1', 'a call', 'callback'],
  ['zjj1', '/work', 'work-unit'],
  ['supervisor1', '/work', 'work-supervisor'],
  ['clerk1', '/account/sessions', 'sessions'],
];

async function addressOf(page, what) {
  if (what === 'a closed matter') {
    return `/matter/${(await call(page, 'GET', '/matters?state=closed&limit=1')).items[0].id}`;
  }
  if (what === 'a call') {
    return `/callback/${(await call(page, 'GET', '/callbacks?due=all&limit=1')).items[0].id}?due=all`;
  }
  return what;
}

for (const lang of ['zh-CN', 'en']) {
  for (const width of [1440, 390]) {
    test(`every page of work is sound in ${lang} at ${width}`, async () => {
      const people = new Map();
      for (const [login, where, name] of pages) {
        if (!people.has(login)) {
          people.set(login, await browser.person(login, { lang, width }));
        }
        const page = people.get(login);
        await open(page, await addressOf(page, where));
        await sound(page, `${name} ${lang} ${width}`);
        await picture(page, server, `${name}-${lang === 'en' ? 'en' : 'zh'}-${width}`);
        if (width === 390) {
          await page.setViewportSize({ width: 360, height: 740 });
          await fits(page, `${name} ${lang} 360`);
          await page.setViewportSize({ width, height: 844 });
        }
        if (lang === 'en') {
          const words = await page.locator('nav[aria-label="Main"]').innerText();
          assert.doesNotMatch(words, /[\u4e00-\u9fff]/, 'Chinese left in the English navigation');
        }
      }
      await Promise.all([...people.values()].map((p) => p.context().close()));
    });
  }
}

test('large type and high contrast hold on every page', async () => {
  const page = await browser.person('clerk1');
  await page.addInitScript(() => {
    localStorage.setItem('yikou.size', 'larger');
    localStorage.setItem('yikou.contrast', 'high');
  });
  for (const where of ['/work', '/intake', '/ledger']) {
    await open(page, where);
    await sound(page, `${where} larger, high contrast`);
  }
  await page.context().close();
});

test('a bulk dispatch is reported item by item', async () => {
  const day = (await call(clerk, 'GET', '/session')).today;
  const made = [];
  for (const n of [1, 2, 3]) {
    made.push(await call(clerk, 'POST', '/matters', {
      channel: 'counter', day, caller: { kind: 'anonymous' }, title: `批量派单 ${n}`, text: '批量派单的一件。', category: '01-02-03', urgency: 'normal',
    }));
  }
  await open(clerk, '/ledger?state=registered&sort=-number');
  for (const m of made) {
    await clerk.getByRole('checkbox', { name: `选择 ${m.number}` }).check();
  }
  await clerk.getByRole('button', { name: '批量派单' }).click();
  const panel = clerk.getByRole('dialog');
  await panel.getByLabel('主办单位').fill('区城管局');
  await clerk.keyboard.press('Enter');
  await sound(clerk, 'bulk dispatch');
  await panel.getByRole('button', { name: /把这 3 件派给区城管局/ }).click();
  await panel.getByText('办理了 3/3 件，其中 0 件未成功').waitFor();
  await panel.getByRole('button', { name: '回到台账' }).click();
  for (const m of made) {
    assert.equal((await call(clerk, 'GET', `/matters/${m.id}`)).state, 'dispatched');
  }
});

test('the browser loads nothing from elsewhere, and no script stands in the page', async () => {
  const page = await browser.person('clerk1');
  const asked = [];
  page.on('request', (r) => asked.push(new URL(r.url()).origin));
  const answer = await page.goto('/ledger');
  await page.waitForLoadState('networkidle');
  assert.deepEqual([...new Set(asked)], [server.address]);
  const policy = answer.headers()['content-security-policy'] ?? '';
  assert.match(policy, /script-src 'self'|default-src 'self'/);
  assert.doesNotMatch(policy, /unsafe-inline|unsafe-eval/);
  assert.doesNotMatch(await answer.text(), /<script(?![^>]*\bsrc=)/);
  await page.context().close();
});
