// SPDX-License-Identifier: Apache-2.0
// Figures in the browser: a leader reads the dashboard, follows every number to its rows and finds that they agree; periods,
// filters and sorting live in the address; plots are tables too. The API is asked beside the page, so that what is drawn
// is compared with what was counted.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { call, open, picture, sound, startBrowser, startYikou } from './support.mjs';

let server;
let browser;
let leader;
before(async () => {
  server = await startYikou();
  browser = await startBrowser(server);
  leader = await browser.person('leader1');
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

/** Numbers as printed, without the thin space between thousands. */
const plain = (text) => text.replace(/[\u202f\s]/g, '');
const printed = (figure, def) => (figure.value === null ? '—' : figure.value.toFixed(def.rounding));
const definitions = async (page) => (await call(page, 'GET', '/figures')).items;
const search = (page) => new URL(page.url()).searchParams;
const settled = async (page) => {
  await page.waitForLoadState('networkidle');
  await page.locator('[aria-busy="true"]').first().waitFor({ state: 'detached' });
};
/** The link of a card, by the name of its figure. */
const card = (page, name) => page.locator('.fig.card a').filter({ has: page.getByText(name, { exact: true }) }).first();

test('a leader starts at the dashboard, and each card shows what the server counted', async () => {
  await open(leader, '/');
  assert.equal(new URL(leader.url()).pathname, '/figures');
  const board = await call(leader, 'GET', '/dashboard');
  const defs = new Map((await definitions(leader)).map((d) => [d.key, d]));
  assert.ok(board.cards.length >= 12, 'the dashboard has its cards');
  for (const f of board.cards) {
    const def = defs.get(f.key);
    const shown = plain(await card(leader, def.name).locator('.value b').innerText());
    assert.ok(shown.startsWith(printed(f, def)), `${f.key}: ${shown} is not ${printed(f, def)}`);
    if (f.N !== null) {
      assert.equal(plain(await card(leader, def.name).locator('.parts').innerText()), `${f.n}/${f.N}`);
    }
  }
  await sound(leader, 'dashboard');
  await picture(leader, server, 'dashboard');
});

test('a card opens onto its rows, numerator and denominator, and their number is that of the figure', async () => {
  await open(leader, '/figures?period=2022');
  const [figure] = await call(leader, 'GET', '/figures/callback.truthfulness?period=2022');
  await card(leader, '办理真实率').click();
  await leader.waitForURL(/\/figures\/callback\.truthfulness\/rows\?/);
  const status = leader.locator('[data-agrees]');
  await status.waitFor();
  assert.equal(await status.getAttribute('data-agrees'), 'true');
  assert.ok(plain(await status.innerText()).includes(String(figure.n)));
  await leader.getByRole('tab', { name: /全部（N）/ }).click();
  await leader.waitForURL(/side=N/);
  await settled(leader);
  assert.equal(await status.getAttribute('data-agrees'), 'true');
  assert.ok(plain(await status.innerText()).includes(String(figure.N)));
  await sound(leader, 'rows');
  await picture(leader, server, 'figure-rows');
  const number = await leader.locator('tbody th a').first().innerText();
  await leader.locator('tbody th a').first().click();
  await leader.waitForURL(/\/matter\//);
  await leader.getByText(number).first().waitFor();
});

test('rows page on and back; all pages together hold each row once', async () => {
  const [figure] = await call(leader, 'GET', '/figures/matter.registered?period=2023-01');
  await open(leader, '/figures/matter.registered/rows?period=2023-01');
  const seen = [];
  for (let i = 0; i < 40; i += 1) {
    await settled(leader);
    seen.push(...await leader.locator('tbody th a').allInnerTexts());
    const next = leader.getByRole('link', { name: '下一页' });
    if (!await next.count()) {
      break;
    }
    const before = leader.url();
    await next.click();
    await leader.waitForURL((u) => u.href !== before);
  }
  assert.equal(seen.length, figure.n);
  assert.equal(new Set(seen).size, figure.n);
});

test('every figure that is counted agrees with its rows on the page, for a leader and for a unit', async () => {
  const handler = await browser.person('zjj1');
  for (const page of [leader, handler]) {
    for (const def of (await definitions(page)).filter((d) => d.kind !== 'composite')) {
      for (const side of def.kind === 'ratio' ? ['n', 'N'] : ['n']) {
        await open(page, `/figures/${def.key}/rows?period=2022&side=${side}`);
        const status = page.locator('[role="status"].agree');
        await status.waitFor();
        assert.equal(await status.getAttribute('data-agrees'), 'true', `${def.key} ${side}: ${await status.innerText()}`);
      }
    }
  }
});

test('the period is picked by year, quarter, month and range, and is in the address', async () => {
  await open(leader, '/figures?period=2022');
  const group = leader.getByRole('group', { name: '统计期间' });
  await group.getByLabel('季', { exact: true }).check({ force: true });
  await leader.waitForURL(/period=2022-10-01\.\.2022-12-31/);
  await group.getByRole('button', { name: '前一期' }).click();
  await leader.waitForURL(/period=2022-07-01\.\.2022-09-30/);
  await leader.getByText('2022年第3季度').first().waitFor();
  await group.getByLabel('月', { exact: true }).check({ force: true });
  await leader.waitForURL(/period=2022-09$/);
  await group.getByRole('combobox', { name: '月' }).selectOption('3');
  await leader.waitForURL(/period=2022-03$/);
  await group.getByLabel('自选').check({ force: true });
  await group.getByLabel('开始日期').fill('2022-03-20');
  await group.getByLabel('开始日期').press('Enter');
  await leader.waitForURL(/period=2022-03-20\.\.2022-03-31/);
  await group.getByLabel('结束日期').fill('2022-03-10');
  await group.getByLabel('结束日期').press('Enter');
  await group.getByRole('alert').waitFor();
  assert.match(leader.url(), /2022-03-20\.\.2022-03-31/, 'an impossible range changes nothing');
  await leader.reload();
  await settled(leader);
  assert.equal(await group.getByLabel('开始日期').inputValue(), '2022-03-20');
  const [figure] = await call(leader, 'GET', '/figures/matter.registered?period=2022-03-20..2022-03-31');
  assert.equal(plain(await card(leader, figure ? (await definitions(leader)).find((d) => d.key === 'matter.registered').name : '').locator('.value b').innerText()), String(figure.n));
  await leader.goBack();
  await leader.waitForURL((u) => !u.href.includes('2022-03-20'));
});

test('units are ranked by any column, and a cell opens the rows of that unit', async () => {
  await open(leader, '/figures?period=2022');
  const table = leader.locator('.units table');
  const column = async (name) => {
    const heads = await table.locator('thead th').allInnerTexts();
    return heads.findIndex((h) => plain(h).startsWith(name));
  };
  const defs = await definitions(leader);
  const ranking = await call(leader, 'GET', '/ranking?period=2022');
  const { key, name } = defs.find((d) => d.kind === 'count' && d.better !== 'down' && ranking.keys.includes(d.key));
  await table.getByRole('button', { name: new RegExp(`^${name}`) }).click();
  await leader.waitForURL((u) => u.searchParams.get('sort') === `-${key}`);
  const at = await column(name);
  assert.equal(await table.locator('thead th').nth(at).getAttribute('aria-sort'), 'descending');
  const values = (await table.locator(`tbody tr td:nth-child(${at + 1}) b`).allInnerTexts()).map((x) => Number(plain(x)));
  assert.ok(values.length > 5);
  assert.deepEqual(values, [...values].sort((a, b) => b - a));
  assert.equal(await table.locator('tbody tr').first().locator('td.rank').innerText(), '1');
  await table.getByRole('button', { name: new RegExp(`^${name}`) }).click();
  await leader.waitForURL((u) => u.searchParams.get('sort') === key);
  await settled(leader);
  const cell = `td:nth-child(${at + 1})`;
  const line = table.locator('tbody tr').filter({ has: leader.locator(`${cell} a b`) }).last(); // who has nothing has no way to rows
  const unit = (await line.locator('th').innerText()).trim();
  const n = plain(await line.locator(`${cell} b`).first().innerText());
  await line.locator(cell).getByRole('link').first().click();
  await leader.waitForURL((u) => u.pathname === `/figures/${key}/rows` && u.searchParams.has('unit'));
  await leader.locator('[data-agrees="true"]').waitFor();
  assert.equal(plain(await leader.locator('.fig .value b').first().innerText()), n);
  await leader.getByRole('button', { name: `取消筛选：${unit}` }).waitFor();
});

test('time and supervision rank units too; a change opens the rows of the period it is held against', async () => {
  await open(leader, '/figures?period=2022-11');
  const units = leader.locator('.units');
  await units.getByLabel('时限', { exact: true }).check({ force: true });
  await leader.waitForURL(/board=time/);
  await settled(leader);
  const ranking = await call(leader, 'GET', '/ranking?period=2022-11&board=time');
  const key = 'callback.on_time';
  const at = ranking.keys.indexOf(key);
  for (const line of ranking.lines.slice(0, 12)) {
    const f = line.figures[key];
    const row = units.locator('tbody tr').filter({ has: leader.getByRole('rowheader', { name: line.unit.name, exact: true }) });
    assert.equal(await row.locator('td.rank').innerText(), f.rank === null ? '—' : String(f.rank), line.unit.name);
    const beside = row.locator('td').nth(at + 1).locator('.moved');
    const sign = f.change > 0 ? '↑ ' : '↓ ';
    assert.equal(plain(await beside.innerText()).replace('无数据', ''), f.change === null ? '—' : f.change === 0 ? '持平' : plain(`${sign}${Math.abs(f.change).toFixed(2)}`));
  }
  await picture(leader, server, 'ranking-time');
  await sound(leader, 'ranking');
  await units.getByLabel('去年同期', { exact: true }).check({ force: true });
  await leader.waitForURL(/vs=last_year/);
  await settled(leader);
  const { unit, figures: { [key]: figure } } = ranking.lines.find((l) => l.figures[key].last_year !== null && l.figures[key].value !== null);
  await units.locator('tbody tr').filter({ has: leader.getByRole('rowheader', { name: unit.name, exact: true }) }).locator('td').nth(at + 1).locator('a.moved').click();
  await leader.waitForURL((u) => u.pathname === `/figures/${key}/rows` && u.searchParams.get('period') === '2021-11' && u.searchParams.get('unit') === unit.id);
  await settled(leader);
  assert.equal(plain(await leader.locator('.fig .value b').first().innerText()), figure.last_year.toFixed(2));

  await open(leader, '/figures?period=2022-11&board=supervision');
  await settled(leader);
  await units.getByRole('button', { name: /催办次数/ }).waitFor();
  await units.getByRole('button', { name: /^下载/ }).click();
  const [file] = await Promise.all([leader.waitForEvent('download'), units.getByRole('button', { name: /CSV/ }).click()]);
  const [head, ...lines] = (await readFile(await file.path(), 'utf8')).split('\r\n');
  const words = head.split(',');
  const urged = (await call(leader, 'GET', '/ranking?period=2022-11&board=supervision')).lines[0];
  const cells = lines.find((l) => l.startsWith(`${urged.unit.name},`)).split(',');
  const told = (name) => Number(cells[words.indexOf(name)]);
  const f = urged.figures['supervise.urged'];
  assert.deepEqual([told('催办次数 (次)'), told('催办次数 名次'), told('催办次数 上期'), told('催办次数 较上期增减'), told('催办次数 去年同期')], [f.value, f.rank, f.previous, f.change, f.last_year]);
});

test('a figure by unit shows every unit, ranked, and those without a denominator as —', async () => {
  await open(leader, '/figures/supervise.answered_on_time?period=2022&by=unit');
  await settled(leader);
  const parts = await call(leader, 'GET', '/figures/supervise.answered_on_time?period=2022&by=unit');
  const rows = leader.locator('.main-column table').last().locator('tbody tr');
  assert.equal(await rows.count(), parts.length);
  const shown = await rows.evaluateAll((all) => all.map((r) => [r.querySelector('th').innerText.trim(), r.cells[3].innerText.trim()]));
  assert.deepEqual(shown, parts.map((f) => [f.part.name, f.rank === null ? '—' : String(f.rank)]));
  assert.ok(parts.some((f) => f.N === 0 && f.rank === null), 'a unit that had no order');
  await picture(leader, server, 'figure-by-unit');
});

test('the dashboard of one unit counts that unit alone', async () => {
  await open(leader, '/figures?period=2022');
  const box = leader.getByRole('combobox', { name: '按主办单位筛选' });
  await box.fill('住建');
  await leader.locator('[role="listbox"] [role="option"]').first().waitFor();
  await leader.keyboard.press('Enter');
  await leader.waitForURL(/unit=/);
  await settled(leader);
  const unit = search(leader).get('unit');
  const board = await call(leader, 'GET', `/dashboard?period=2022&unit=${unit}`);
  const defs = new Map((await definitions(leader)).map((d) => [d.key, d]));
  for (const f of board.cards) {
    assert.ok(plain(await card(leader, defs.get(f.key).name).locator('.value b').innerText()).startsWith(printed(f, defs.get(f.key))), f.key);
  }
  await card(leader, defs.get('matter.answered').name).click();
  await leader.waitForURL((u) => u.searchParams.get('unit') === unit);
  await leader.locator('[data-agrees="true"]').waitFor();
});

test('units keep their colour under another filter', async () => {
  const colours = async (url) => {
    await open(leader, url);
    await settled(leader);
    const rows = await leader.locator('.units tbody tr').all();
    return new Map(await Promise.all(rows.map(async (r) => [(await r.locator('th').innerText()).trim(), await r.locator('th i').evaluate((e) => getComputedStyle(e).backgroundColor)])));
  };
  const year = await colours('/figures?period=2022');
  const month = await colours('/figures?period=2022-11&sort=matter.overdue');
  for (const [unit, colour] of month) {
    assert.equal(colour, year.get(unit), unit);
  }
});

test('a plot is drawn, reads as a table with links, and downloads as picture and as data', async () => {
  await open(leader, '/figures?period=2022');
  const board = await call(leader, 'GET', '/dashboard?period=2022');
  const plot = leader.locator('figure.plot').filter({ hasText: '按渠道' });
  await plot.locator('[data-drawn="yes"]').waitFor();
  const ink = await plot.locator('canvas').first().evaluate((c) => {
    const d = c.getContext('2d').getImageData(0, 0, c.width, c.height).data;
    const seen = new Set();
    for (let i = 0; i < d.length; i += 4) {
      if (d[i + 3] > 200) {
        seen.add(`${d[i] >> 5},${d[i + 1] >> 5},${d[i + 2] >> 5}`);
      }
    }
    return seen.size;
  });
  assert.ok(ink > 2, `the canvas holds ${ink} colours`);

  const download = async (choice) => {
    await plot.getByRole('button', { name: /^下载/ }).click();
    const [file] = await Promise.all([leader.waitForEvent('download'), plot.getByRole('button', { name: choice }).click()]);
    return { name: file.suggestedFilename(), body: await readFile(await file.path()) };
  };
  const png = await download(/PNG/);
  assert.match(png.name, /\.png$/);
  assert.equal(png.body.subarray(1, 4).toString(), 'PNG');
  assert.ok(png.body.length > 3000, `a picture of ${png.body.length} bytes`);
  const csv = await download(/CSV/);
  assert.match(csv.name, /\.csv$/);
  const text = csv.body.toString('utf8');
  assert.ok(text.startsWith('\uFEFF'));

  await plot.getByRole('button', { name: /看表格/ }).click();
  for (const f of board.by_channel.filter((x) => x.value)) {
    const line = plot.locator('tbody tr').filter({ has: leader.getByRole('rowheader', { name: f.part.name, exact: true }) });
    assert.equal(plain(await line.locator('td').innerText()), String(f.value));
    assert.match(await line.getByRole('link').getAttribute('href'), /channel=/);
    assert.ok(text.includes(`${f.part.name},${f.value}\r\n`), `CSV holds ${f.part.name}`);
  }
});

test('a figure page says what is counted and divides it by each dimension', async () => {
  const def = (await definitions(leader)).find((d) => d.key === 'callback.completion');
  await open(leader, '/figures/callback.completion?period=2022');
  const side = leader.locator('.definition');
  for (const words of [def.definition, def.formula, def.source, def.owner, def.key]) {
    assert.ok((await side.innerText()).includes(words), words);
  }
  await sound(leader, 'figure');
  await picture(leader, server, 'figure');
  const names = { unit: '单位', category: '类别', channel: '渠道', caller_kind: '诉求人', month: '月份' };
  for (const dim of def.dims) {
    const choice = leader.getByRole('radiogroup').getByLabel(names[dim], { exact: true });
    if (!await choice.isChecked()) {
      await choice.check({ force: true });
      await leader.waitForURL(new RegExp(`by=${dim}`));
    }
    await settled(leader);
    const parts = await call(leader, 'GET', `/figures/callback.completion?period=2022&by=${dim}`);
    const table = leader.locator('.main-column table').last();
    await table.waitFor();
    const shown = (await table.locator('tbody td:nth-child(3)').allInnerTexts()).map(plain).filter((x) => x !== '—').sort();
    assert.deepEqual(shown, parts.filter((f) => f.N || dim === 'unit').map((f) => `${f.n}/${f.N}`).sort(), dim);
  }
  assert.equal(search(leader).get('by'), def.dims.at(-1));
});

test('a composite shows its parts, each with rows', async () => {
  await open(leader, '/figures?period=2022');
  await card(leader, (await definitions(leader)).find((d) => d.key === 'callback.composite').name).click();
  await leader.waitForURL(/\/figures\/callback\.composite\?/);
  const [figure] = await call(leader, 'GET', '/figures/callback.composite?period=2022');
  assert.ok(figure.parts.length >= 3);
  for (const p of figure.parts) {
    await leader.locator(`.values a[href*="/figures/${p.key}/rows"]`).first().waitFor();
  }
});

test('as of a past day fewer are known, and the page says so', async () => {
  await open(leader, '/figures/matter.closed/rows?period=2022-06');
  await leader.locator('[data-agrees="true"]').waitFor();
  await leader.getByLabel('截至').fill('2022-06-15');
  await leader.getByLabel('截至').press('Enter');
  await leader.waitForURL(/as_of=2022-06-15/);
  await settled(leader);
  const [figure] = await call(leader, 'GET', '/figures/matter.closed?period=2022-06&as_of=2022-06-15');
  const [live] = await call(leader, 'GET', '/figures/matter.closed?period=2022-06');
  assert.ok(figure.n < live.n, `${figure.n} closed by the 15th, ${live.n} in the month`);
  assert.equal(plain(await leader.locator('.fig .value b').first().innerText()), String(figure.n));
  assert.equal(await leader.locator('[data-agrees]').getAttribute('data-agrees'), 'true');
  await leader.getByRole('button', { name: /取消筛选：截至 2022-06-15/ }).click();
  await leader.waitForURL((u) => !u.search.includes('as_of'));
});

test('where nothing was counted there is a dash and a way out, never 0 % or 100 %', async () => {
  await open(leader, '/figures?period=1999');
  await leader.getByText('这个期间没有可统计的办件').waitFor();
  const shown = await leader.locator('.heroes .value b').allInnerTexts();
  assert.ok(shown.length >= 3);
  for (const v of shown) {
    assert.match(v, /—/);
  }
  await sound(leader, 'empty dashboard');
  await leader.getByRole('button', { name: '清除筛选，回到默认期间' }).click();
  await leader.waitForURL((u) => !u.search.includes('period'));
  await open(leader, '/figures/callback.truthfulness/rows?period=1999');
  await leader.getByText('没有明细').waitFor();
});

test('a period that is none is refused in words, and the page stays usable', async () => {
  await open(leader, '/figures?period=2022-13');
  await leader.getByRole('alert').waitFor();
  leader.problems.length = 0;
  await leader.getByRole('group', { name: '统计期间' }).getByLabel('月', { exact: true }).check({ force: true });
  await leader.locator('.heroes').waitFor();
});

test('all figures are listed and found by a word of their definition', async () => {
  await open(leader, '/figures/all');
  const defs = await definitions(leader);
  assert.equal(await leader.locator('.group li').count(), defs.length);
  await sound(leader, 'all figures');
  await leader.getByLabel('按名称、口径或依据查找').fill('truthfulness');
  await leader.waitForURL(/q=truthfulness/);
  assert.equal(await leader.locator('.group li').count(), defs.filter((d) => JSON.stringify(d).toLowerCase().includes('truthfulness')).length);
  await leader.getByLabel('按名称、口径或依据查找').fill('没有这样的指标');
  await leader.getByRole('button', { name: '显示全部指标' }).click();
  assert.equal(await leader.locator('.group li').count(), defs.length);
});

test('a handler sees the figures of the own unit alone', async () => {
  const handler = await browser.person('zjj1');
  await open(handler, '/figures?period=2022');
  const me = await call(handler, 'GET', '/session');
  assert.equal(await handler.locator('.units tbody tr').count(), 1);
  assert.ok((await handler.locator('.units tbody th').innerText()).includes(me.unit.name));
  assert.equal(await handler.getByLabel('按主办单位筛选').count(), 0);
  const board = await call(handler, 'GET', '/dashboard?period=2022');
  const whole = await call(leader, 'GET', '/dashboard?period=2022');
  assert.ok(board.cards[0].n < whole.cards[0].n);
});

test('the wall screen is dark, big, and its numbers are doors', async () => {
  const wall = await browser.person('leader1', { width: 1920, height: 1080 });
  await open(wall, '/wall?period=2022');
  await wall.locator('[data-drawn="yes"]').waitFor();
  const size = await wall.locator('.big .value').first().evaluate((e) => parseFloat(getComputedStyle(e).fontSize));
  assert.ok(size >= 60, `${size} px`);
  assert.equal(await wall.evaluate(() => document.documentElement.scrollHeight <= innerHeight), true, 'all of it is on one screen');
  await sound(wall, 'wall');
  await picture(wall, server, 'wall');
  await wall.locator('.big a').first().click();
  await wall.waitForURL(/\/rows\?/);
});

test('the pages are whole in English', async () => {
  const page = await browser.person('leader1', { lang: 'en' });
  for (const [what, url] of [['dashboard', '/figures?period=2022'], ['figure', '/figures/callback.satisfaction?period=2022&by=month'], ['rows', '/figures/callback.satisfaction/rows?period=2022&side=N'], ['list', '/figures/all']]) {
    await open(page, url);
    await sound(page, `${what} in English`);
    const chrome = (await page.locator('main :is(h1, h2, button, .segments label, .legend, .as-hero .label, thead th)').allInnerTexts()).join(' ');
    assert.doesNotMatch(chrome, /[\u4e00-\u9fff]{2,}/, what);
    assert.doesNotMatch(await page.locator('main').innerText(), /\b(figures|shared|admin)\.[a-z_]+/, `${what}: a text is missing`);
  }
  await open(page, '/figures?period=2022');
  await picture(page, server, 'dashboard-en');
});

test('the pages hold on a phone', async () => {
  const english = await browser.person('leader1', { width: 360, lang: 'en' });
  for (const url of ['/figures?period=2022', '/figures/matter.returned?period=2022', '/figures/matter.returned/rows?period=2022', '/wall?period=2022']) {
    await open(english, url);
    await sound(english, `${url} on a phone in English`);
  }
  const phone = await browser.person('leader1', { width: 360 });
  for (const [what, url] of [['dashboard', '/figures?period=2022'], ['figure', '/figures/callback.satisfaction?period=2022'], ['rows', '/figures/callback.satisfaction/rows?period=2022'], ['list', '/figures/all'], ['wall', '/wall?period=2022']]) {
    await open(phone, url);
    await sound(phone, `${what} on a phone`);
  }
  await open(phone, '/figures?period=2022');
  await picture(phone, server, 'dashboard-phone');
  assert.equal(await phone.getByLabel('截至').isVisible(), false, 'filters are folded away');
  await phone.getByRole('button', { name: '更多筛选' }).click();
  await phone.getByLabel('截至').waitFor();
  await sound(phone, 'filters on a phone');
});

test('the dashboard prints on A4 without its controls', async () => {
  await open(leader, '/figures?period=2022');
  await settled(leader);
  await leader.emulateMedia({ media: 'print' });
  assert.equal(await leader.locator('.filters').isVisible(), false);
  assert.equal(await leader.getByRole('navigation').first().isVisible(), false);
  assert.ok(await leader.locator('.heroes').isVisible());
  await leader.getByText(/打印于/).waitFor();
  const pdf = await leader.pdf({ format: 'A4' });
  const pages = pdf.toString('latin1').match(/\/Type\s*\/Page[^s]/g)?.length ?? 0;
  assert.ok(pages >= 1 && pages <= 6, `${pages} pages`);
  await leader.emulateMedia({ media: null });
});

test('by keyboard alone: from the dashboard to the rows', async () => {
  await open(leader, '/figures?period=2022');
  await leader.locator('.heroes a').first().focus();
  await leader.locator('.heroes [role="tooltip"]').first().waitFor({ state: 'visible' });
  await leader.keyboard.press('Escape');
  await leader.locator('.heroes [role="tooltip"]').first().waitFor({ state: 'hidden' });
  await leader.keyboard.press('Enter');
  await leader.waitForURL(/\/rows\?/);
  await leader.locator('tbody tr:has(th a)').nth(1).waitFor();
  await leader.keyboard.press('j');
  await leader.keyboard.press('j');
  const number = await leader.locator('tbody th a').nth(1).innerText();
  assert.equal(await leader.evaluate(() => document.activeElement.textContent), number);
  await leader.keyboard.press('Enter');
  await leader.waitForURL(/\/matter\//);
  await leader.getByText(number).first().waitFor();
});
