// SPDX-License-Identifier: Apache-2.0
// Assisting units as people click them: named by the window, signed for and answered by the unit, seen by the lead. One district, one story after the other.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { call, fits, open, picture, sound, startBrowser, startYikou } from './support.mjs';

let server;
let browser;
let clerk;
let lead;
let helper;

before(async () => {
  server = await startYikou();
  browser = await startBrowser(server);
  [clerk, lead, helper] = await Promise.all(['clerk1', 'zjj1', 'scjg1'].map((login) => browser.person(login)));
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

const unitId = async (name) => (await call(clerk, 'GET', '/units')).items.find((u) => u.name === name).id;
async function registered(title, more = {}) {
  const day = (await call(clerk, 'GET', '/session')).today;
  return call(clerk, 'POST', '/matters', {
    channel: 'phone', day, caller: { kind: 'person', name: '测试来电人', phone: '19800001111' }, title, text: `${title}，请尽快协调处理。`, category: '01-02-03', urgency: 'normal', ...more,
  });
}
async function pick(panel, label, name) {
  const box = panel.getByLabel(label, { exact: true });
  await box.fill(name);
  await panel.page().getByRole('option', { name: new RegExp(name) }).first().click();
}

test('the window names an assisting unit with the dispatch; the unit signs, answers the lead, and the lead reads it', async () => {
  const m = await registered('沿街门店占用盲道');
  await open(clerk, `/matter/${m.id}`);
  await clerk.getByRole('button', { name: /^派单/ }).first().click();
  const panel = clerk.getByRole('dialog');
  await pick(panel, '主办单位', '住建局');
  await panel.getByRole('button', { name: '加一家协办单位' }).click();
  await pick(panel, '第 1 家协办单位', '市场监管局');
  await panel.getByLabel('请它办什么').fill('请核对沿街门店证照。');
  await sound(clerk, 'dispatch with an assisting unit');
  await picture(clerk, server, 'assist-dispatch');
  await panel.getByRole('button', { name: /^派单给/ }).click();
  await panel.waitFor({ state: 'detached' });
  await clerk.getByRole('region', { name: '协办单位' }).getByText('请核对沿街门店证照。').waitFor();

  await open(helper, '/work');
  await helper.getByRole('region', { name: '待协办答复' }).getByText('沿街门店占用盲道').click();
  await helper.waitForURL(`**/matter/${m.id}`);
  await helper.getByRole('button', { name: /^签收协办/ }).click();
  await helper.getByRole('dialog').getByText('请核对沿街门店证照。').waitFor();
  await helper.getByRole('dialog').getByRole('button', { name: '签收协办' }).click();
  await helper.getByRole('button', { name: /^答复主办/ }).click();
  const answer = helper.getByRole('dialog');
  await answer.getByLabel('协办情况和意见（答复主办单位）').fill('三家门店证照齐全，占道属实。');
  await sound(helper, 'panel to answer the lead');
  await answer.getByRole('button', { name: '答复主办单位' }).click();
  await answer.waitFor({ state: 'detached' });

  await open(lead, `/matter/${m.id}`);
  const card = lead.getByRole('region', { name: '协办单位' });
  await card.getByText('三家门店证照齐全，占道属实。').waitFor();
  await card.getByText('已答复主办').waitFor();
  await lead.getByText('协办答复主办').first().waitFor();
  await sound(lead, 'matter with an assisting unit');
  await picture(lead, server, 'assist-matter');
});

test('a lead asks, the window decides; an answer before the assisting one is warned of', async () => {
  let m = await registered('楼道照明与证照一并核查', { dispatch: { unit: await unitId('区住建局') } });
  m = await call(lead, 'POST', `/matters/${m.id}/sign`, { seq: m.seq });
  await open(lead, `/matter/${m.id}`);
  await lead.getByRole('button', { name: '协办', exact: true }).click();
  const panel = lead.getByRole('dialog');
  await pick(panel, '协办单位', '市场监管局');
  await panel.getByLabel('请它办什么').fill('请出具证照核对意见。');
  await panel.getByRole('button', { name: '提出协办' }).click();
  await panel.waitFor({ state: 'detached' });
  await lead.getByRole('region', { name: '协办单位' }).getByText('主办请求中').waitFor();

  await open(clerk, '/work');
  await clerk.getByRole('region', { name: '协办待决定' }).getByRole('link', { name: '全部' }).click();
  await clerk.waitForURL('**/assists?what=to_decide');
  await clerk.getByRole('row', { name: /楼道照明与证照一并核查/ }).getByRole('link').click();
  await clerk.getByRole('button', { name: '决定协办' }).click();
  const decide = clerk.getByRole('dialog');
  await decide.getByText('请出具证照核对意见。').waitFor();
  await decide.getByLabel('同意', { exact: true }).check();
  await decide.getByLabel('意见（写明理由）').fill('同意，请按期协办。');
  await sound(clerk, 'panel to decide on assisting');
  await picture(clerk, server, 'assist-decide');
  await decide.getByRole('button', { name: /^同意，由/ }).click();
  await decide.waitFor({ state: 'detached' });

  await open(lead, `/matter/${m.id}`);
  await lead.getByRole('button', { name: /^答复/ }).first().click();
  await lead.getByRole('dialog').getByText('还有 1 家协办单位没有答复').waitFor();
  const now = await call(helper, 'GET', `/matters/${m.id}`);
  assert.deepEqual(now.actions, ['assist_sign', 'assist_object']);
});

test('an intake that is dispatched at once names assisting units, by the keyboard alone', async () => {
  await open(clerk, '/intake');
  await clerk.locator('#in-phone').fill('19800002222');
  await clerk.locator('#in-name').fill('测试夜市管理公司');
  await clerk.locator('#in-text').fill('夜市摊点占用消防通道，请尽快协调处理。');
  await clerk.locator('#in-title').fill('夜市摊点占用消防通道');
  await clerk.locator('#in-category').fill('01-02-03');
  await clerk.getByRole('option').first().click();
  await clerk.locator('#in-unit').fill('住建局');
  await clerk.getByRole('option', { name: /住建局/ }).first().click();
  const add = clerk.getByRole('button', { name: '加一家协办单位' });
  await add.focus();
  await clerk.keyboard.press('Enter');
  await clerk.keyboard.press('Control+Enter'); // one that says nothing yet is refused at its field
  await clerk.getByLabel('第 1 家协办单位', { exact: true }).and(clerk.locator('[aria-invalid="true"]')).waitFor();
  await clerk.getByLabel('第 1 家协办单位', { exact: true }).fill('市场监管局');
  await clerk.getByRole('option', { name: /市场监管局/ }).first().waitFor();
  await clerk.keyboard.press('Enter');
  await clerk.keyboard.press('Tab');
  await clerk.keyboard.type('请核对摊点登记。');
  await sound(clerk, 'intake with an assisting unit');
  await picture(clerk, server, 'assist-intake');
  await clerk.keyboard.press('Control+Enter');
  await clerk.getByRole('link', { name: '打开这件' }).click();
  await clerk.waitForURL('**/matter/*');
  await clerk.getByRole('region', { name: '协办单位' }).getByText('请核对摊点登记。').waitFor();
});

test('the lead urges an assisting unit by the keyboard; the card counts it, and the unit reads it', async () => {
  const m = await registered('门店油烟扰民', { dispatch: { unit: await unitId('区住建局'), assists: [{ unit: await unitId('区市场监管局'), text: '请核查油烟净化设施。' }] } });
  await open(lead, `/matter/${m.id}`);
  await lead.getByRole('button', { name: '催协办' }).focus();
  await lead.keyboard.press('Enter');
  const panel = lead.getByRole('dialog');
  await panel.getByText('请核查油烟净化设施。').waitFor();
  await panel.getByLabel('催促的话').fill('来电人又来询问，请今天答复。');
  await sound(lead, 'panel to urge an assisting unit');
  await picture(lead, server, 'assist-urge');
  await panel.getByRole('button', { name: /^催促/ }).focus();
  await lead.keyboard.press('Enter');
  await panel.waitFor({ state: 'detached' });
  await lead.getByRole('region', { name: '协办单位' }).getByText(/已催 1 次/).waitFor();
  await lead.getByText('催促协办').first().waitFor();
  await open(helper, `/matter/${m.id}`);
  await helper.getByText('来电人又来询问，请今天答复。').first().waitFor();
});

test('the list of assisting units reads on a phone and in English, and the ledger is filtered by them', async () => {
  await open(clerk, '/assists?what=all');
  await clerk.getByRole('row').nth(5).waitFor();
  await sound(clerk, 'list of assisting units');
  await picture(clerk, server, 'assists-zh-1440');
  const narrow = await browser.person('scjg1', { lang: 'en', width: 390 });
  await open(narrow, '/assists');
  await narrow.getByRole('heading', { name: 'Assisting', exact: true }).waitFor();
  await sound(narrow, 'assisting on a phone, in English');
  await picture(narrow, server, 'assists-en-390');
  await narrow.context().close();
  const unit = await unitId('区市场监管局');
  await open(helper, `/ledger?assist=${unit}`);
  await helper.getByText('沿街门店占用盲道').waitFor();
  await helper.getByText(/协办单位：/).first().waitFor();
});

test('on a phone a long unit name in the button of an intake wraps', async () => {
  const phone = await browser.person('clerk1', { lang: 'en', width: 390 });
  await open(phone, '/intake');
  await phone.getByLabel(/^Lead unit/).fill('Housing');
  await phone.keyboard.press('ArrowDown');
  await phone.keyboard.press('Enter');
  await phone.getByRole('button', { name: /^Register and dispatch to Housing and Urban-Rural/ }).waitFor();
  await fits(phone, 'intake on a phone');
});
