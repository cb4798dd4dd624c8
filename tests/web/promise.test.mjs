// SPDX-License-Identifier: Apache-2.0
// A stage reply as people click it: written with its promise, signed off by the head, seen as a clock; then what is owed in My work and on the ledger page,
// and many requests for more time at once.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { call, open, picture, sound, startBrowser, startYikou } from './support.mjs';

let server;
let browser;
let clerk;
let handler;
let head;

before(async () => {
  server = await startYikou();
  browser = await startBrowser(server);
  [clerk, handler, head] = await Promise.all(['clerk1', 'zjj1', 'zjj-head'].map((login) => browser.person(login)));
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

let calls = 0;
async function signed(title) {
  calls += 1;
  const day = (await call(clerk, 'GET', '/session')).today;
  const unit = (await call(clerk, 'GET', '/units')).items.find((u) => u.name === '区住建局').id;
  const m = await call(clerk, 'POST', '/matters', {
    channel: 'phone', day, caller: { kind: 'person', name: '测试来电人', phone: `1990000${String(calls).padStart(4, '0')}` },
    title, text: `${title}，请尽快协调处理。`, category: '01-02-03', urgency: 'normal', dispatch: { unit },
  });
  return call(handler, 'POST', `/matters/${m.id}/sign`, { seq: m.seq });
}

test('a stage reply is written with its promise, signed off, and runs as a clock of its own', async () => {
  const m = await signed('路灯电缆被挖断');
  await open(handler, `/matter/${m.id}`);
  await handler.getByRole('button', { name: '阶段性答复' }).click();
  const panel = handler.getByRole('dialog');
  await panel.getByText('会发生什么').waitFor();
  const submit = panel.getByRole('button', { name: '提交审签' });
  assert.ok(await submit.isDisabled(), 'nothing is promised by itself');
  await panel.getByLabel('到目前为止做了什么').fill('已到现场查看，电缆配件已下单。');
  await panel.getByLabel('下一步做什么').fill('到货后两天内恢复照明。');
  await panel.getByLabel('承诺日期').fill('2023-12-29');
  await panel.getByLabel('承诺日期').press('Tab');
  await panel.getByText('本单位电话告知').click();
  await submit.click();
  await panel.locator('.wrong').filter({ hasText: '2023-03' }).waitFor(); // says which days are accepted
  await panel.getByLabel('承诺日期').fill('2023-03-08');
  await panel.getByLabel('承诺日期').press('Tab');
  await sound(handler, 'panel of a stage reply');
  await picture(handler, server, 'stage-panel');
  await submit.click();
  await panel.waitFor({ state: 'detached' });
  await handler.getByText('阶段性答复待单位负责人审签').first().waitFor();

  await open(head, '/work');
  await head.getByRole('region', { name: '阶段性答复待审签' }).getByText('路灯电缆被挖断').click();
  await head.waitForURL(`**/matter/${m.id}`);
  await head.getByRole('button', { name: '审签阶段性答复' }).click();
  const decide = head.getByRole('dialog');
  await decide.getByText('已到现场查看，电缆配件已下单。').waitFor();
  await sound(head, 'panel to sign a stage reply off');
  await decide.getByRole('button', { name: '审签通过' }).click();
  await decide.waitFor({ state: 'detached' });
  const side = head.getByRole('complementary');
  await side.getByText('承诺时限').waitFor();
  await side.getByText('承诺日 2023-03-08').waitFor();
  await head.getByText('承诺 2023-03-08 答复').waitFor();
  await sound(head, 'matter with a promise');
  await picture(head, server, 'promise-zh-1440');
  const narrow = await browser.person('zjj1', { lang: 'en', width: 390 });
  await open(narrow, `/matter/${m.id}`);
  await narrow.getByText('promised by 2023-03-08').waitFor();
  await sound(narrow, 'matter with a promise narrow, in English');
  await picture(narrow, server, 'promise-en-390');
  await narrow.context().close();

  await open(handler, '/work');
  await handler.getByRole('region', { name: '已承诺的日期' }).getByText('路灯电缆被挖断').waitFor();
});

test('promises whose day has passed are a view of the ledger, and say so in each row', async () => {
  const supervisor = await browser.person('supervisor1');
  await open(supervisor, '/ledger');
  await supervisor.getByRole('navigation', { name: '视图' }).getByRole('link', { name: '承诺逾期' }).click();
  await supervisor.waitForURL(/promise=passed/);
  const rows = supervisor.getByRole('row').filter({ hasText: '承诺逾期' });
  await rows.first().waitFor();
  const { count } = await call(supervisor, 'GET', '/matters?promise=passed');
  assert.ok(count.n > 0);
  assert.equal(await rows.count(), count.n);
  await sound(supervisor, 'ledger of promises passed');
  await picture(supervisor, server, 'promise-ledger');
  await rows.first().getByRole('link').first().click();
  await supervisor.waitForURL('**/matter/**');
  await supervisor.getByRole('complementary').getByText('未兑现').first().waitFor();
  const figure = await call(supervisor, 'GET', '/figures/matter.promise_kept?period=2022');
  assert.ok(figure[0].N > figure[0].n && figure[0].n > 0, 'of the demonstration some are kept and some are not');
});

test('many at once: one reason, each matter for itself, what is refused says why and nothing is half-done', async () => {
  const titles = ['批量一号楼漏水', '批量二号楼漏水', '批量三号楼漏水'];
  const made = [];
  for (const title of titles) {
    made.push(await signed(title));
  }
  const row = (person, title) => person.getByRole('row').filter({ hasText: title });
  await open(handler, '/ledger?state=signed&sort=-number');
  for (const title of titles) {
    await row(handler, title).getByRole('checkbox').check();
  }
  await call(handler, 'POST', `/matters/${made[1].id}/note`, { seq: made[1].seq, text: '已到现场查看。' }); // moved on meanwhile
  await handler.getByRole('button', { name: '批量申请延期' }).click();
  const panel = handler.getByRole('dialog');
  await panel.getByText('一件不成不影响其他').waitFor();
  const ask = panel.getByRole('button', { name: '为这 3 件申请延期' });
  assert.ok(await ask.isDisabled(), 'not without a reason');
  await panel.getByLabel('再要几个工作日').fill('2');
  await panel.getByLabel('为什么按期办不完').fill('防水材料统一采购，需两天到货。');
  await sound(handler, 'bulk request for more time');
  await picture(handler, server, 'bulk-extend');
  await ask.click();
  await panel.getByText('办理了 3/3 件，其中 1 件未成功').waitFor();
  assert.equal(await panel.getByRole('listitem').filter({ hasText: '延期待批' }).count(), 2);
  await panel.getByRole('button', { name: '回到台账' }).click();
  const states = await Promise.all(made.map((m) => call(handler, 'GET', `/matters/${m.id}`)));
  assert.deepEqual(states.map((m) => m.pending), ['extension_head', null, 'extension_head']);
  assert.equal(states[1].extensions.length, 0, 'what was refused is as it was');

  await open(head, '/ledger?pending=extension_head&sort=-number');
  for (const i of [0, 2]) {
    await row(head, titles[i]).getByRole('checkbox').check();
  }
  await head.getByRole('button', { name: '批量审批延期' }).click();
  const decide = head.getByRole('dialog');
  await decide.getByLabel('意见（写明理由）').fill('情况属实，同意。');
  await decide.getByRole('button', { name: '同意这 2 件延期' }).click();
  await decide.getByText('办理了 2/2 件，其中 0 件未成功').waitFor();
  await decide.getByRole('button', { name: '回到台账' }).click();
  for (const i of [0, 2]) {
    const m = await call(head, 'GET', `/matters/${made[i].id}`);
    assert.deepEqual([m.pending, m.extensions[0].outcome, m.due_day > made[i].due_day], [null, 'approved', true]);
  }
  // Parked, many at once, in English and on a phone.
  const narrow = await browser.person('zjj1', { lang: 'en', width: 390 });
  await open(narrow, '/ledger?state=signed,handling&sort=-number');
  for (const title of titles) {
    await row(narrow, title).getByRole('checkbox').check();
  }
  await narrow.getByRole('button', { name: 'Ask to park' }).click();
  const park = narrow.getByRole('dialog');
  await park.getByRole('radio', { name: 'Funds' }).check();
  await park.getByLabel('Review day').fill('2023-04-03');
  await park.getByLabel('How things stand').fill('Waits for the second batch of funds.');
  await sound(narrow, 'bulk parking narrow, in English');
  await picture(narrow, server, 'bulk-park-en-390');
  await park.getByRole('button', { name: 'Ask to park these 3' }).click();
  await park.getByText('3 of 3 tried, 0 refused').waitFor();
  await narrow.context().close();
  const supervisor = await browser.person('supervisor1');
  await open(supervisor, '/ledger?pending=parking&sort=-number');
  for (const title of titles) {
    await row(supervisor, title).getByRole('checkbox').check();
  }
  await supervisor.getByRole('button', { name: '批量审批挂账' }).click();
  const office = supervisor.getByRole('dialog');
  await office.getByText('不同意', { exact: true }).click();
  await office.getByLabel('意见（写明理由）').fill('先行维修，不同意挂账。');
  await office.getByRole('button', { name: '不同意这 3 件' }).click();
  await office.getByText('办理了 3/3 件，其中 0 件未成功').waitFor();
  for (const m of made) {
    assert.equal((await call(supervisor, 'GET', `/matters/${m.id}`)).parks[0].outcome, 'refused');
  }
});
