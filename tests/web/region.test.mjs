// SPDX-License-Identifier: Apache-2.0
// A city's leader in the browser: districts ranked by a figure, their sum, one district opened onto its numbers.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { call, open, picture, sound, startBrowser, startYikou } from './support.mjs';

let server;
let browser;
let city;
before(async () => {
  server = await startYikou('demo', ['--districts', '3', '--requests', '120']);
  browser = await startBrowser(server);
  city = await browser.person('city1');
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

test('districts stand beside each other, sorted by what is chosen, and one opens onto its numbers', async () => {
  await open(city, '/figures?period=2022');
  await city.getByRole('link', { name: '各区县' }).click();
  await city.waitForURL(/\/figures\/region/);
  await open(city, '/figures/region?period=2022');
  const seen = await call(city, 'GET', '/region?period=2022');
  await city.locator('tbody tr').nth(2).waitFor();
  for (const line of seen.lines) {
    const cell = city.locator(`tr[data-district="${line.district.code}"] td[data-key="matter.dispatched"]`);
    assert.equal(await cell.locator('b').innerText(), String(line.figures['matter.dispatched'].value));
    assert.match(await cell.innerText(), new RegExp(`第${line.figures['matter.dispatched'].rank}位`));
  }
  const order = async () => city.locator('tbody tr').evaluateAll((rows) => rows.map((r) => Number(r.dataset.district)));
  const ranked = (key) => [...seen.lines].sort((a, b) => a.figures[key].rank - b.figures[key].rank).map((l) => l.district.code);
  assert.deepEqual(await order(), ranked('matter.dispatched'));
  await city.locator('thead').getByRole('button', { name: /办理真实率/ }).click();
  await city.waitForURL(/sort=callback\.truthfulness/);
  assert.deepEqual((await order()).length, 3);
  assert.equal(await city.locator('tfoot td[data-total="matter.dispatched"] b').innerText(), String(seen.total['matter.dispatched'].value));
  // The cards are the sums; one chosen is what districts are ranked by and what the months show.
  for (const [key, total] of Object.entries(seen.total)) {
    const text = await city.locator(`[data-card="${key}"] .value b`).innerText();
    assert.equal(text === '—' ? null : Number(text.replaceAll(',', '')), total.value, key);
  }
  await city.locator('[data-card="matter.answered"]').click();
  await city.waitForURL(/sort=matter\.answered/);
  assert.equal(await city.locator('[data-card="matter.answered"]').getAttribute('aria-pressed'), 'true');
  const plot = city.locator('.months');
  await plot.getByRole('button', { name: /看表格/ }).click();
  assert.equal(await plot.locator('tbody tr').count(), seen.trend['matter.answered'].length);
  await sound(city, 'region');
  await city.getByRole('button', { name: '潘集区' }).click();
  const detail = city.getByRole('region', { name: '潘集区' });
  await detail.waitFor();
  assert.ok((await detail.locator('dt').count()) >= 8);
  assert.match(await detail.innerText(), /明细属于该区县/);
  await picture(city, server, 'region');
});

test('a district\'s leader is not shown the way there', async () => {
  const leader = await browser.person('leader1');
  await open(leader, '/figures');
  await leader.getByRole('link', { name: '全部指标' }).first().waitFor();
  assert.equal(await leader.getByRole('link', { name: '各区县' }).count(), 0);
});
