// SPDX-License-Identifier: Apache-2.0
// The loop as people walk it in the browser: sign in, register by keyboard, dispatch, sign, object and arbitrate, answer and
// sign off, call back, close. One district, in the order of the story; each test leaves what the next one takes up.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { call, demoPassword, open, picture, sound, startBrowser, startYikou } from './support.mjs';

let server;
let browser;
let clerk;
let handler;
let head;
let supervisor;
let operator;

before(async () => {
  server = await startYikou();
  browser = await startBrowser(server);
  [clerk, handler, head, supervisor, operator] = await Promise.all(['clerk1', 'zjj1', 'zjj-head', 'supervisor1', 'operator1'].map((login) => browser.person(login)));
  // This story is told in a district where the head of the unit signs answers off.
  const policy = await call(supervisor, 'GET', '/policy');
  if (!policy.head_signs_off) {
    const { version, ...rest } = policy;
    await call(supervisor, 'PUT', '/policy', { ...rest, head_signs_off: true });
  }
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

/** The matter that the story is about. */
const story = { id: '', number: '' };
const stateOf = async (page, id) => (await call(page, 'GET', `/matters/${id}`)).state;
const unitId = async (name) => (await call(clerk, 'GET', '/units')).items.find((u) => u.name === name).id;

/** Registers a matter by the API, for stories that begin later. */
async function registered(title, more = {}) {
  const day = (await call(clerk, 'GET', '/session')).today;
  return call(clerk, 'POST', '/matters', {
    channel: 'phone', day, caller: { kind: 'person', name: '测试来电人', phone: `199${String(Math.floor(Math.random() * 1e8)).padStart(8, '0')}` },
    title, text: `${title}，请尽快协调处理。`, category: '01-02-03', urgency: 'normal', ...more,
  });
}
/** Brings a matter to the state in which it waits for its call. */
async function answered(title) {
  const unit = await unitId('区住建局');
  let m = await registered(title, { dispatch: { unit } });
  m = await call(handler, 'POST', `/matters/${m.id}/sign`, { seq: m.seq });
  m = await call(handler, 'POST', `/matters/${m.id}/answer`, { text: '已于当日上门维修，渗漏处已封堵。', result: 'resolved', seq: m.seq });
  m = await call(head, 'POST', `/matters/${m.id}/signoff`, { decision: 'approve', seq: m.seq });
  assert.equal(m.state, 'answered');
  return m;
}

test('a wrong password is refused in words, and the form keeps the account', async () => {
  const page = await browser.visitor();
  await open(page, '/sign-in');
  await sound(page, 'sign-in');
  await picture(page, server, 'sign-in');
  await page.getByLabel('账号').fill('clerk1');
  await page.getByLabel('密码', { exact: true }).fill('bad');
  await page.keyboard.press('Enter');
  await page.getByRole('alert').waitFor();
  assert.equal(await page.getByLabel('账号').inputValue(), 'clerk1');
  assert.equal(new URL(page.url()).pathname, '/sign-in');
  await sound(page, 'sign-in refused');
  await page.context().close();
});

test('the first sign-in forces a new password, and only then opens the work', async () => {
  const admin = await browser.person('sysadmin');
  const security = await browser.person('secadmin');
  const login = 'newclerk';
  const made = await call(admin, 'POST', '/accounts', { login, name: '新来的收办员', name_en: 'New clerk', unit: await unitId('一口收办窗口') });
  await call(security, 'POST', `/accounts/${made.id}/roles`, { roles: ['clerk'] });

  const page = await browser.visitor();
  await open(page, '/ledger?state=closed');
  assert.equal(new URL(page.url()).pathname, '/sign-in');
  await page.getByLabel('账号').fill(login);
  await page.getByLabel('密码', { exact: true }).fill(made.initial_password);
  await page.keyboard.press('Enter');
  await page.waitForURL('**/password');
  await page.getByText('首次登录').waitFor();
  await page.goto('/work');
  await page.waitForURL('**/password');
  await sound(page, 'forced password');

  await page.getByLabel('当前密码').fill(made.initial_password);
  await page.getByLabel('新密码', { exact: true }).fill('Jiawu-Lantern-83');
  await page.getByLabel('再输一次新密码').fill('Jiawu-Lantern-38');
  await page.getByText('两次输入的新密码不一样').waitFor();
  assert.ok(await page.getByRole('button', { name: '保存新密码' }).isDisabled());
  await page.getByLabel('再输一次新密码').fill('Jiawu-Lantern-83');
  await page.keyboard.press('Enter');
  await page.waitForURL('**/work');

  await page.getByRole('button', { name: /账号菜单/ }).click();
  await page.getByRole('link', { name: '我的登录' }).click();
  await page.getByText('当前', { exact: true }).waitFor();
  await sound(page, 'my sessions');
  await page.getByRole('button', { name: /账号菜单/ }).click();
  await page.getByRole('button', { name: '退出登录' }).click();
  await page.waitForURL('**/sign-in');
  await Promise.all([admin, security, page].map((p) => p.context().close()));
});

test('a request is registered and dispatched by keyboard alone', async () => {
  await open(clerk, '/work');
  await clerk.keyboard.press('n');
  await clerk.waitForURL('**/intake');
  const keys = clerk.keyboard;
  await clerk.locator('#in-phone:focus').waitFor();
  await keys.type('19900071234');
  await keys.press('Tab');
  await keys.type('潘集区清泉豆制品有限公司');
  await keys.press('Tab'); // to the secrecy box, past a hit list that a new caller has not
  await clerk.getByText('以前没有登记过').waitFor();
  await keys.press('Tab');
  await keys.type('我公司厂房屋面多处渗漏。雨天车间积水，影响生产，请协调维修。');
  await keys.press('Tab');
  assert.equal(await clerk.locator('#in-title').inputValue(), '我公司厂房屋面多处渗漏');
  await keys.press('Tab');
  await keys.type('渗漏');
  await keys.press('Enter');
  assert.match(await clerk.locator('#in-category').inputValue(), /厂房维修渗漏$/);
  assert.notEqual(await clerk.locator('#in-unit').inputValue(), '', 'the catalogue suggests a lead unit');
  await keys.press('Tab'); // what kind of request, proposed by the category
  await keys.press('Tab'); // urgency
  await keys.press('Tab'); // unit
  await keys.press('ControlOrMeta+a');
  await keys.type('区住建局');
  await keys.press('Enter');
  await clerk.getByRole('button', { name: '登记并派单给区住建局' }).waitFor();
  await sound(clerk, 'intake');
  await picture(clerk, server, 'intake');
  await keys.press('Control+Enter');
  const made = clerk.locator('#made');
  await made.waitFor();
  story.number = (await made.locator('.big').innerText()).trim();
  assert.match(story.number, /\d/);
  await made.getByText('已派给区住建局').waitFor();
  await sound(clerk, 'registered');
  await made.getByRole('link', { name: '打开这件' }).click();
  await clerk.waitForURL('**/matter/*');
  story.id = new URL(clerk.url()).pathname.split('/').pop();
  await clerk.getByRole('heading', { level: 1, name: '我公司厂房屋面多处渗漏' }).waitFor();
  assert.equal(await stateOf(clerk, story.id), 'dispatched');
});

test('what is wrong in the form is said at its field; the draft survives leaving', async () => {
  await open(clerk, '/intake');
  await clerk.locator('#in-text').fill('没有分类的一件');
  await clerk.keyboard.press('Control+Enter');
  await clerk.locator('#in-category[aria-invalid="true"]').waitFor();
  assert.notEqual(await clerk.locator('#in-category').evaluate((e) => e.closest('.field').querySelector('.wrong')?.textContent ?? ''), '');
  await sound(clerk, 'intake refused');
  await open(clerk, '/work');
  await open(clerk, '/intake');
  assert.equal(await clerk.locator('#in-text').inputValue(), '没有分类的一件');
  await clerk.getByRole('button', { name: '清空重填' }).click();
  assert.equal(await clerk.locator('#in-text').inputValue(), '');
});

test('a caller is found by the whole number, with the earlier matters beside', async () => {
  await open(clerk, '/intake');
  await clerk.locator('#in-phone').fill('19900071234');
  await clerk.locator('.hits button').first().waitFor();
  await clerk.keyboard.press('ArrowDown');
  await clerk.keyboard.press('Enter');
  await clerk.locator('.party').waitFor();
  await clerk.getByRole('complementary').getByText(story.number).first().waitFor();
  await clerk.getByText('是不是同一件事又来反映？').waitFor();
  await clerk.getByRole('button', { name: '清空重填' }).click();
});

test('the unit finds it in its work and signs for it', async () => {
  await open(handler, '/work');
  await sound(handler, 'work of a handler');
  await open(handler, `/matter/${story.id}`);
  await handler.keyboard.press('a');
  const panel = handler.getByRole('dialog');
  await panel.getByText('会发生什么').waitFor();
  await sound(handler, 'panel to sign');
  await handler.keyboard.press('Escape');
  await panel.waitFor({ state: 'detached' });
  await handler.getByRole('button', { name: '签收' }).click();
  await panel.getByRole('button', { name: '签收' }).click();
  await panel.waitFor({ state: 'detached' });
  await handler.locator('.said').getByText('已签收').waitFor();
  assert.ok(['signed', 'handling'].includes(await stateOf(handler, story.id)));
});

test('another unit objects; the supervision office decides against it, and it may not object again', async () => {
  const m = await registered('路灯不亮请求维修', { dispatch: { unit: await unitId('区住建局') } });
  await open(handler, `/matter/${m.id}`);
  await handler.getByRole('button', { name: '提出异议' }).click();
  const reason = handler.getByLabel('为什么不该由本单位主办');
  await reason.fill('该路段路灯由城管部门管养，不属于本单位职责。');
  await sound(handler, 'panel to object');
  await handler.keyboard.press('Control+Enter');
  await handler.getByRole('dialog').waitFor({ state: 'detached' });
  assert.equal(await stateOf(supervisor, m.id), 'objected');

  await open(supervisor, `/matter/${m.id}`);
  await supervisor.getByRole('button', { name: '裁定异议' }).click();
  const panel = supervisor.getByRole('dialog');
  await panel.getByText('该路段路灯由城管部门管养').first().waitFor();
  await panel.getByText('异议不成立').click();
  await panel.getByLabel('裁定理由').fill('管养移交尚未完成，仍由住建局办理。');
  await sound(supervisor, 'panel to arbitrate');
  await panel.getByRole('button', { name: '裁定不成立，由原单位办理' }).click();
  await panel.waitFor({ state: 'detached' });

  const now = await call(handler, 'GET', `/matters/${m.id}`);
  assert.ok(!now.actions.includes('object'), 'the unit may not object after arbitration');
  await open(handler, `/matter/${m.id}`);
  assert.equal(await handler.getByRole('button', { name: '提出异议' }).count(), 0);
});

test('two people act at once: one wins, the other sees what changed and keeps the text', async () => {
  const m = await registered('两个人同时派单', {});
  await open(clerk, `/matter/${m.id}`);
  await clerk.getByRole('button', { name: '派单' }).click();
  const panel = clerk.getByRole('dialog');
  await panel.getByLabel('派单说明').fill('请先联系来电人');
  await call(supervisor, 'POST', `/matters/${m.id}/dispatch`, { unit: await unitId('区城管局'), seq: m.seq });
  await panel.locator('button.primary').click();
  await panel.getByRole('alert').getByText('有人先您一步').waitFor();
  assert.match(await panel.getByRole('alert').innerText(), /派单/);
  await sound(clerk, 'conflict');
  await panel.getByRole('button', { name: /读取最新情况/ }).click();
  assert.equal(await panel.getByLabel('派单说明').inputValue(), '请先联系来电人');
  await clerk.keyboard.press('Escape');
});

test('the unit answers, its head signs off', async () => {
  await open(handler, `/matter/${story.id}`);
  await handler.getByRole('button', { name: '写办理记录' }).click();
  await handler.getByLabel('办了什么、下一步做什么').fill('已到现场查看，屋面防水层老化。');
  await handler.keyboard.press('Control+Enter');
  await handler.getByRole('dialog').waitFor({ state: 'detached' });
  await handler.getByText('屋面防水层老化').waitFor();

  await handler.getByRole('button', { name: '答复', exact: false }).first().click();
  const panel = handler.getByRole('dialog');
  await panel.getByLabel('办了什么（会念给来电人核实）').fill('施工队已更换防水层 320 平方米，雨天复查无渗漏。');
  await handler.keyboard.press('Escape');
  await handler.getByRole('button', { name: '答复', exact: false }).first().click();
  await panel.getByText('已恢复上次没有提交的内容').waitFor();
  assert.match(await panel.getByLabel('办了什么（会念给来电人核实）').inputValue(), /320 平方米/);
  await sound(handler, 'panel to answer');
  assert.ok(await panel.getByRole('button', { name: '提交答复' }).isDisabled(), 'an answer goes out without its result chosen');
  await panel.getByText('已解决', { exact: true }).click();
  await panel.getByRole('button', { name: '提交答复' }).click();
  await panel.waitFor({ state: 'detached' });

  await open(head, `/matter/${story.id}`);
  await head.getByRole('button', { name: '审签' }).click();
  await head.getByRole('dialog').getByText('320 平方米').waitFor();
  await sound(head, 'panel to sign off');
  await picture(head, server, 'signoff');
  await head.getByRole('button', { name: '审签通过，转回访' }).click();
  await head.getByRole('dialog').waitFor({ state: 'detached' });
  assert.equal(await stateOf(head, story.id), 'answered');
});

test('not reached: the next try is shown, and the next call opens by itself', async () => {
  const m = await answered('没接通的一件');
  await open(operator, '/callback?due=all');
  await sound(operator, 'call-back queue');
  await picture(operator, server, 'callback-queue');
  await open(operator, `/callback/${m.id}?due=all`);
  await operator.keyboard.press('2');
  await operator.getByText('为什么没接通？').waitFor();
  await operator.keyboard.press('1');
  await sound(operator, 'call not reached');
  await operator.keyboard.press('Control+Enter');
  await operator.locator('.said').getByText(/没接通，.*再打/).waitFor();
  await operator.waitForURL((url) => !url.pathname.endsWith(m.id));
  const after = await call(operator, 'GET', `/matters/${m.id}`);
  assert.equal(after.state, 'answered');
  assert.equal(after.rounds.at(-1).tries.length, 1);
  assert.ok(after.rounds.at(-1).next_try_day);
});

test('not true: it goes back to the unit with the person\'s words', async () => {
  const m = await answered('没有修好却说修好了');
  await open(operator, `/callback/${m.id}?due=all`);
  await operator.keyboard.press('1');
  await operator.keyboard.press('3');
  await operator.getByText('按现在的回答：退回区住建局重办').waitFor();
  await operator.keyboard.press('3');
  await operator.keyboard.press('3');
  await operator.keyboard.press('3');
  await operator.locator('#words:focus').waitFor();
  await operator.keyboard.type('根本没有人来过。');
  await operator.keyboard.press('Control+Enter');
  await operator.locator('.said').getByText('退回').waitFor();
  const after = await call(handler, 'GET', `/matters/${m.id}`);
  assert.ok(!['answered', 'closed'].includes(after.state));
  await open(handler, `/matter/${m.id}`);
  await handler.getByText('根本没有人来过。').first().waitFor();
});

test('all well: four answers by keys close the matter', async () => {
  await open(operator, `/callback/${story.id}?due=all`);
  for (const key of ['1', '1', '1', '1']) {
    await operator.keyboard.press(key);
  }
  await sound(operator, 'call');
  await picture(operator, server, 'callback');
  await operator.keyboard.press('1');
  await operator.locator('#words:focus').waitFor();
  await operator.keyboard.type('修好了，谢谢。');
  await operator.getByText('按现在的回答：办结').waitFor();
  await operator.keyboard.press('Control+Enter');
  await operator.locator('.said').getByText('办结').waitFor();
  assert.equal(await stateOf(clerk, story.id), 'closed');
  await open(clerk, `/matter/${story.id}`);
  await clerk.getByText('修好了，谢谢。').first().waitFor();
  await sound(clerk, 'closed matter');
  await picture(clerk, server, 'matter');
});

test('a clerk mends the title, and the catalogue proposes the unit to dispatch to', async () => {
  const m = await registered('标题写错的一件');
  await open(clerk, `/matter/${m.id}`);
  await clerk.getByRole('button', { name: '更正信息' }).click();
  const panel = clerk.getByRole('dialog');
  await panel.getByLabel('标题').fill('厂房屋面渗漏请求维修');
  await panel.getByLabel('为什么更正').fill('登记时听错了。');
  await sound(clerk, 'panel to amend');
  await clerk.keyboard.press('Control+Enter');
  await panel.waitFor({ state: 'detached' });
  await clerk.getByRole('heading', { level: 1, name: '厂房屋面渗漏请求维修' }).waitFor();
  await clerk.getByText('登记时听错了。').waitFor();

  await clerk.keyboard.press('a');
  const unit = await panel.getByRole('combobox').inputValue();
  assert.notEqual(unit, '');
  await panel.getByRole('button', { name: `派单给${unit}` }).click();
  await panel.waitFor({ state: 'detached' });
  await clerk.locator('.said').getByText(`已派给${unit}`).waitFor();
  assert.equal(await stateOf(clerk, m.id), 'dispatched');
});

test('a department\'s work is not pushed down to a township, and the refusal says so', async () => {
  const m = await registered('部门的事派给乡镇', { category: '01-01-02' });
  await open(clerk, `/matter/${m.id}`);
  await clerk.keyboard.press('a');
  const panel = clerk.getByRole('dialog');
  await panel.getByRole('combobox').fill('架河镇');
  await clerk.keyboard.press('Enter');
  await panel.getByRole('button', { name: '派单给架河镇' }).click();
  await panel.getByRole('alert').getByText('部门职责不得下推').waitFor();
  await sound(clerk, 'refused dispatch');
  await clerk.keyboard.press('Escape');
  assert.equal(await stateOf(clerk, m.id), 'registered');
});

test('a repeat is joined to the matter in hand', async () => {
  const phone = '19900075678';
  const first = await registered('路面塌陷请求抢修', { caller: { kind: 'person', name: '测试重复来电', phone } });
  await open(clerk, '/intake');
  await clerk.locator('#in-phone').fill(phone);
  await clerk.locator('.hits button').first().click();
  await clerk.getByRole('radio', { name: new RegExp(first.number) }).check();
  await clerk.locator('#in-text').fill('路面塌陷的事还没有人来看。');
  await clerk.locator('#in-title').fill('路面塌陷再次反映');
  await clerk.locator('#in-category').fill('厂房维修渗漏');
  await clerk.keyboard.press('Enter');
  await clerk.getByRole('button', { name: '登记并入已有办件' }).click();
  await clerk.getByText('已登记并并入已有办件').waitFor();
  await sound(clerk, 'joined');
  await clerk.getByRole('link', { name: '打开这件' }).click();
  await clerk.getByRole('link', { name: '打开主件' }).click();
  await clerk.getByRole('heading', { level: 1, name: '路面塌陷请求抢修' }).waitFor();
  await clerk.getByText('并入本件的重复诉求').waitFor();
});

test('a withdrawal is called about; not of one\'s own will, and the matter is taken up again', async () => {
  const m = await registered('撤回的一件', { dispatch: { unit: await unitId('区住建局') } });
  await open(clerk, `/matter/${m.id}`);
  await clerk.getByRole('button', { name: '撤回' }).click();
  await clerk.getByLabel('来电人为什么撤回').fill('单位说已与来电人谈妥。');
  await clerk.keyboard.press('Control+Enter');
  await clerk.getByRole('dialog').waitFor({ state: 'detached' });
  assert.equal(await stateOf(clerk, m.id), 'withdrawn');

  await open(operator, `/callback/${m.id}?due=all`);
  await operator.getByRole('heading', { level: 1, name: '撤单质检回访' }).waitFor();
  await operator.keyboard.press('1');
  await operator.getByText('是您自愿撤回的吗？').waitFor();
  await operator.keyboard.press('3');
  await operator.getByText('按现在的回答：恢复办理。').waitFor();
  await sound(operator, 'call about a withdrawal');
  await operator.keyboard.press('Control+Enter');
  await operator.waitForURL((url) => !url.pathname.endsWith(m.id));
  assert.ok(['registered', 'dispatched', 'signed', 'handling'].includes(await stateOf(clerk, m.id)));
});

test('a caller\'s number is shown only for a reason', async () => {
  await open(clerk, `/matter/${story.id}`);
  assert.equal(await clerk.getByText('19900071234').count(), 0);
  await clerk.getByRole('button', { name: '显示完整信息' }).click();
  const why = clerk.getByLabel('为什么需要查看？');
  await why.fill('回拨核实地址');
  await why.press('Enter');
  await clerk.getByRole('link', { name: '19900071234' }).waitFor();
  await sound(clerk, 'revealed');
});

test('a session that has ended brings back to where one was', async () => {
  const page = await browser.person('clerk2');
  await open(page, '/ledger?state=closed');
  await call(page, 'DELETE', '/session');
  await page.getByRole('link', { name: '待回访' }).click();
  await page.waitForURL(/\/sign-in\?/);
  await page.getByLabel('账号').fill('clerk2');
  await page.getByLabel('密码', { exact: true }).fill(demoPassword);
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/ledger\?/);
  await page.context().close();
});
