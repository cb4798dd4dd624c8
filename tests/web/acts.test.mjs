// SPDX-License-Identifier: Apache-2.0
// The acts beside the straight way, as people click them: more time asked and granted. One district, one story after the other.
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

const unitId = async (name) => (await call(clerk, 'GET', '/units')).items.find((u) => u.name === name).id;
let calls = 0;
async function dispatched(title, unit = '区住建局', more = {}) {
  calls += 1;
  const day = (await call(clerk, 'GET', '/session')).today;
  return call(clerk, 'POST', '/matters', {
    channel: 'phone', day, caller: { kind: 'person', name: '测试来电人', phone: `1980000${String(calls).padStart(4, '0')}` },
    title, text: `${title}，请尽快协调处理。`, category: '01-02-03', urgency: 'normal', ...(unit ? { dispatch: { unit: await unitId(unit) } } : {}), ...more,
  });
}
async function signed(title) {
  const m = await dispatched(title);
  return call(handler, 'POST', `/matters/${m.id}/sign`, { seq: m.seq });
}
/** Both widths and both languages of what stands on the page. */
async function looked(person, name, url) {
  await picture(person, server, `${name}-zh-1440`);
  const narrow = await browser.person('zjj1', { lang: 'en', width: 390 });
  await open(narrow, url);
  await sound(narrow, `${name} narrow, in English`);
  await picture(narrow, server, `${name}-en-390`);
  await narrow.context().close();
}

test('more time is asked with its reason, and granted by the head of the unit', async () => {
  const m = await signed('屋面维修需等配件');
  await open(handler, `/matter/${m.id}`);
  await handler.getByRole('button', { name: '申请延期' }).click();
  const panel = handler.getByRole('dialog');
  await panel.getByText('会发生什么').waitFor();
  assert.ok(await panel.getByRole('button', { name: '提交延期申请' }).isDisabled());
  await panel.getByLabel('再要几个工作日').fill('3');
  await panel.getByLabel('为什么按期办不完').fill('厂家发货需三天。');
  await sound(handler, 'panel to ask for more time');
  await picture(handler, server, 'extend-panel');
  await panel.getByRole('button', { name: '提交延期申请' }).click();
  await panel.waitFor({ state: 'detached' });
  await handler.getByText('延期待本单位负责人审批').first().waitFor();

  await open(head, '/work');
  await head.getByRole('region', { name: '延期待审批' }).getByText('屋面维修需等配件').click();
  await head.waitForURL(`**/matter/${m.id}`);
  await head.getByRole('button', { name: '审批延期' }).click();
  const decide = head.getByRole('dialog');
  await decide.getByText('厂家发货需三天。').waitFor();
  await decide.getByText('请告知来电人').waitFor();
  await decide.getByLabel('意见（写明理由）').fill('同意延期。');
  await sound(head, 'panel to decide on more time');
  await decide.getByRole('button', { name: /^批准延至/ }).click();
  await decide.waitFor({ state: 'detached' });
  await head.getByText('已批准延期 3 天').waitFor();
  const now = await call(handler, 'GET', `/matters/${m.id}`);
  assert.ok(now.due_day > m.due_day);
  await sound(head, 'matter with more time');
  await looked(head, 'extended', `/matter/${m.id}`);
});

test('a request beyond the limit waits in the ledger for the supervision office', async () => {
  const m = await signed('管网改造须专家论证');
  await call(handler, 'POST', `/matters/${m.id}/extend`, { seq: m.seq, days: 12, reason: '须请专家论证。' });
  await open(supervisor, '/ledger?pending=extension_office&sort=due_day');
  await supervisor.getByRole('link', { name: m.number }).waitFor();
  await sound(supervisor, 'ledger of requests for more time');
});

test('what cannot be done for now is parked, stands still in grey, and is taken up again', async () => {
  const m = await signed('老旧管网须列入改造计划');
  await open(handler, `/matter/${m.id}`);
  await handler.getByRole('button', { name: '申请挂账' }).click();
  const panel = handler.getByRole('dialog');
  await panel.getByText('资金所限').click();
  await panel.getByLabel('复查日（到这一天自动恢复办理）').fill(new Date(Date.parse(m.due_day) + 20 * 86_400_000).toISOString().slice(0, 10));
  await panel.getByLabel('具体情况和已采取的措施').fill('改造资金列入下一批预算，已先行加固。');
  await sound(handler, 'panel to ask for parking');
  await panel.getByRole('button', { name: '提交挂账申请' }).click();
  await panel.waitFor({ state: 'detached' });

  await open(supervisor, '/work');
  await supervisor.getByRole('region', { name: '挂账待审批' }).waitFor();
  await open(supervisor, `/matter/${m.id}`);
  await supervisor.getByRole('button', { name: '审批挂账' }).click();
  const decide = supervisor.getByRole('dialog');
  await decide.getByText('已先行加固').waitFor();
  await decide.getByLabel('意见（写明理由）').fill('同意挂账。');
  await sound(supervisor, 'panel to decide on parking');
  await picture(supervisor, server, 'parking-panel');
  await decide.getByRole('button', { name: /^批准挂账至/ }).click();
  await decide.waitFor({ state: 'detached' });
  await supervisor.getByText('挂账期间停表').waitFor();
  await sound(supervisor, 'parked matter');
  await looked(supervisor, 'parked', `/matter/${m.id}`);

  await open(handler, '/ledger?state=parked');
  await handler.getByRole('link', { name: m.number }).waitFor();
  await open(handler, `/matter/${m.id}`);
  await handler.getByRole('button', { name: '恢复办理' }).click();
  await handler.getByLabel('什么条件已经具备').fill('资金已下达。');
  await handler.getByRole('dialog').getByRole('button', { name: '恢复办理' }).click();
  await handler.getByRole('dialog').waitFor({ state: 'detached' });
  assert.equal((await call(handler, 'GET', `/matters/${m.id}`)).state, 'signed');
});
