// SPDX-License-Identifier: Apache-2.0
// Supervision as people click it: urged from the ledger page and from the matter's, an order from blue to red with an answer refused and one accepted, a notification signed
// by the head of the unit. One district, one story after the other.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { call, open, picture, sound, startBrowser, startYikou } from './support.mjs';

let server;
let browser;
let clerk;
let handler;
let head;
let supervisor;

before(async () => {
  server = await startYikou();
  browser = await startBrowser(server);
  [clerk, handler, head, supervisor] = await Promise.all(['clerk1', 'zjj1', 'zjj-head', 'supervisor1'].map((login) => browser.person(login)));
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

let calls = 0;
async function dispatched(title) {
  calls += 1;
  const unit = (await call(clerk, 'GET', '/units')).items.find((u) => u.name === '区住建局').id;
  const day = (await call(clerk, 'GET', '/session')).today;
  return call(clerk, 'POST', '/matters', {
    channel: 'phone', day, caller: { kind: 'person', name: '测试来电人', phone: `1970000${String(calls).padStart(4, '0')}` },
    title, text: `${title}，请尽快协调处理。`, category: '01-02-03', urgency: 'normal', dispatch: { unit },
  });
}
/** Opens the panel of an act, fills it and sends it; the panel goes when it is done. */
async function doAct(page, button, fill, send) {
  await page.getByRole('button', { name: button, exact: true }).click();
  const panel = page.getByRole('dialog');
  await panel.getByText('会发生什么').waitFor();
  await fill(panel);
  await panel.getByRole('button', { name: send }).click();
  await panel.waitFor({ state: 'detached' });
}

test('many are urged from the ledger page, and each tells its number', async () => {
  const made = [await dispatched('雨污管网堵塞一'), await dispatched('雨污管网堵塞二')];
  await open(supervisor, '/ledger?state=dispatched');
  for (const m of made) {
    await supervisor.locator('tr', { hasText: m.number }).getByRole('checkbox').check();
  }
  await supervisor.getByRole('button', { name: '批量催办' }).click();
  const panel = supervisor.getByRole('dialog');
  await panel.getByLabel('催办要求').fill('请今日内签收并联系当事人。');
  await sound(supervisor, 'panel to urge many');
  await panel.getByRole('button', { name: '催办这 2 件' }).click();
  await panel.getByText(/办理了 2\/2 件，其中 0 件未成功/).waitFor();
  assert.equal(await panel.getByText(/催〔2023〕\d+号/).count(), 2);
  await panel.getByRole('button', { name: '回到台账' }).click();
  await open(handler, `/matter/${made[0].id}`);
  await handler.getByText('请今日内签收并联系当事人。').or(handler.getByText('催办').first()).first().waitFor();
});

test('an order goes from blue to red: answered, refused, answered again, accepted', async () => {
  const m = await dispatched('电梯停运半月无人维修');
  await open(supervisor, `/matter/${m.id}`);
  await doAct(supervisor, '发督办单', async (panel) => {
    await panel.getByLabel('督办要求').fill('请三日内书面答复维修安排。');
    await sound(supervisor, 'panel to raise an order');
    await picture(supervisor, server, 'supervise-raise-panel');
  }, '向区住建局发督办单');
  await supervisor.getByRole('link', { name: /蓝色督办.*督〔2023〕\d+号/ }).click();
  await supervisor.getByRole('heading', { name: '督办经过' }).waitFor();
  const url = new URL(supervisor.url()).pathname;

  await open(handler, '/work');
  await handler.getByRole('region', { name: '待答复的督办单' }).getByRole('link', { name: /电梯停运/ }).click();
  await doAct(handler, '答复督办', (panel) => panel.getByLabel('答复内容').fill('已联系维保单位。'), '提交答复');
  await handler.getByText('答复待审').first().waitFor();

  await open(supervisor, url);
  await doAct(supervisor, '审核答复', async (panel) => {
    await panel.getByLabel('退回，重新答复').check();
    await panel.getByLabel('审核意见').fill('没有写明恢复运行的日期。');
  }, '记录审核结论');
  await supervisor.getByText('答复被退回 1 次').waitFor();
  await doAct(supervisor, '升级督办', async (panel) => {
    await panel.getByLabel('红色督办').check();
    await panel.getByLabel('督办要求').fill('涉及老人出行，请两日内恢复运行。');
    await panel.getByLabel('理由').fill('涉及安全。');
  }, '升级督办');
  await supervisor.getByText('红色督办').first().waitFor();
  await sound(supervisor, 'page of an order');
  await picture(supervisor, server, 'supervise-order-zh-1440');

  await open(handler, url);
  await doAct(handler, '答复督办', (panel) => panel.getByLabel('答复内容').fill('电梯已于今日恢复运行。'), '提交答复');
  await open(supervisor, url);
  await doAct(supervisor, '审核答复', async () => undefined, '记录审核结论');
  await supervisor.getByText('已销号').first().waitFor();
  await open(supervisor, `/matter/${m.id}`);
  await supervisor.getByRole('heading', { name: '督办终结' }).waitFor();
});

test('units are notified: drawn up, a unit added, issued, signed by its head', async () => {
  const m = await dispatched('物业拒不退还装修押金');
  await open(supervisor, '/supervise?next=notification&open=true');
  await supervisor.getByRole('button', { name: '拟发通报' }).click();
  const panel = supervisor.getByRole('dialog');
  await panel.getByLabel('标题').fill('关于推诿扯皮问题的通报');
  for (const box of await panel.getByRole('checkbox').all()) {
    await box.uncheck();
  }
  await sound(supervisor, 'panel to draw up a notification');
  await panel.getByRole('button', { name: '生成拟稿' }).click();
  await supervisor.getByRole('heading', { name: '关于推诿扯皮问题的通报' }).waitFor();
  const url = new URL(supervisor.url()).pathname;
  await doAct(supervisor, '列入单位', async (p) => {
    await p.getByLabel('事项编号').fill(m.number);
    await p.getByLabel('事由').fill('当事人三次来电反映推诿。');
  }, '列入');
  await supervisor.getByRole('cell', { name: '区住建局' }).waitFor();
  await doAct(supervisor, '发出通报', async () => undefined, '发出通报');
  await supervisor.getByText('未签收').first().waitFor();
  await sound(supervisor, 'page of a notification');
  await open(head, url);
  await doAct(head, '签收通报', async () => undefined, '签收');
  await head.getByText('已签收').first().waitFor();
});

test('the list: filters in the address, a count, both languages, wide and narrow', async () => {
  await open(supervisor, '/supervise');
  await supervisor.getByText(/共 .+ 条/).waitFor();
  await sound(supervisor, 'the list');
  await supervisor.getByRole('button', { name: '颜色' }).click();
  await supervisor.getByRole('checkbox', { name: '红色督办' }).check();
  await supervisor.waitForURL(/colour=red/);
  const rows = await call(supervisor, 'GET', '/supervisions/count?colour=red');
  await supervisor.getByText(`共 ${rows.n} 条`).waitFor();
  const narrow = await browser.person('zjj1', { lang: 'en', width: 390 });
  await open(narrow, '/supervise');
  await sound(narrow, 'the list, narrow, in English');
  await picture(narrow, server, 'supervise-en-390');
  await narrow.context().close();
});
