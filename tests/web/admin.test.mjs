// SPDX-License-Identifier: Apache-2.0
// Administration in the browser: three administrators who cannot do each other's work make an account, give it a role, end
// its session and read the log; a supervisor changes the rules; and the first run of an empty district.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { call, open, picture, sound, startBrowser, startYikou } from './support.mjs';

let server;
let browser;
let sysadmin;
let secadmin;
let auditor;
let supervisor;
before(async () => {
  server = await startYikou();
  browser = await startBrowser(server);
  [sysadmin, secadmin, auditor, supervisor] = await Promise.all(['sysadmin', 'secadmin', 'auditor', 'supervisor1'].map((l) => browser.person(l)));
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

const login = `li.na${Math.floor(Math.random() * 1e6)}`;
const made = { id: '', password: '' };
const panel = (page) => page.getByRole('dialog');
/** Chooses a unit by typing part of its name. */
async function chooseUnit(page, within, label, words) {
  const box = within.getByRole('combobox', { name: label });
  await box.fill(words);
  await page.locator('[role="listbox"] [role="option"]').first().waitFor();
  await page.keyboard.press('Enter');
}
const refusal = (within, label) => within.locator('.field').filter({ has: within.page().getByText(label, { exact: true }) }).getByRole('alert');

test('an administrator starts at the accounts, and sees no matters', async () => {
  await open(sysadmin, '/');
  assert.equal(new URL(sysadmin.url()).pathname, '/admin/accounts');
  assert.equal(await sysadmin.getByRole('link', { name: '待办' }).count(), 0);
  await sound(sysadmin, 'accounts');
  await picture(sysadmin, server, 'accounts');
});

test('a new account: refusals stand at their fields, the initial password is shown once', async () => {
  await open(sysadmin, '/admin/accounts');
  await sysadmin.getByRole('button', { name: '新建账号' }).click();
  const form = panel(sysadmin);
  await form.getByLabel('账号', { exact: false }).first().fill('Li Na!');
  await form.getByRole('button', { name: /^新建账号/ }).click();
  await refusal(form, '姓名').waitFor();
  await refusal(form, '单位').waitFor();
  await sound(sysadmin, 'refused account');
  await form.getByLabel('姓名').fill('李娜');
  await form.getByLabel('英文名称').fill('Li Na');
  await chooseUnit(sysadmin, form, '单位', '住');
  await form.getByRole('button', { name: /^新建账号/ }).click();
  await refusal(form, '账号').waitFor();
  assert.equal(await form.getByLabel('账号').first().getAttribute('aria-invalid'), 'true');
  await form.getByLabel('账号').first().fill(login);
  await form.getByRole('button', { name: `新建账号 ${login}` }).click();
  await form.locator('[data-secret]').waitFor();
  made.password = (await form.locator('[data-secret]').innerText()).trim();
  assert.ok(made.password.length >= 10);
  await sound(sysadmin, 'initial password');
  await form.getByRole('link', { name: `查看 ${login}` }).click();
  await sysadmin.waitForURL(/\/admin\/accounts\/\w+$/);
  made.id = new URL(sysadmin.url()).pathname.split('/').pop();
  await sysadmin.getByText('初始密码，首次登录须修改').waitFor();
  assert.ok(!(await sysadmin.locator('body').innerText()).includes(made.password), 'shown once only');
  assert.equal(await sysadmin.getByRole('checkbox').count(), 0, 'roles are not for the system administrator to give');
  await sysadmin.reload();
  await sysadmin.getByRole('heading', { name: '李娜' }).waitFor();
  await sound(sysadmin, 'account');
});

test('the list is filtered by name, unit, role and state, in the address', async () => {
  await open(sysadmin, '/admin/accounts');
  await sysadmin.getByLabel('姓名或账号').fill(login);
  await sysadmin.keyboard.press('Enter');
  await sysadmin.waitForURL(/q=/);
  await sysadmin.getByRole('link', { name: login }).waitFor();
  assert.equal(await sysadmin.locator('tbody tr').count(), 1);
  await sysadmin.getByLabel('按状态筛选').selectOption('disabled');
  await sysadmin.waitForURL(/state=disabled/);
  await sysadmin.getByText('没有符合条件的账号').waitFor();
  await sysadmin.getByRole('button', { name: '清除筛选' }).click();
  await sysadmin.waitForURL((u) => !u.search);
  await sysadmin.getByLabel('按角色筛选').selectOption('operator');
  await sysadmin.waitForURL(/role=operator/);
  await sysadmin.getByRole('link', { name: 'operator1' }).waitFor();
  const page = await call(sysadmin, 'GET', '/accounts?role=operator');
  assert.equal(await sysadmin.locator('tbody tr').count(), Math.min(page.items.length, page.count.n));
});

test('the security administrator gives roles; administrators stand alone', async () => {
  await open(secadmin, `/admin/accounts/${made.id}`);
  assert.equal(await secadmin.getByRole('button', { name: '停用账号' }).count(), 0, 'opening and closing accounts is not theirs');
  const save = secadmin.getByRole('button', { name: '保存李娜的角色' });
  await secadmin.getByRole('checkbox', { name: /^承办人/ }).check();
  await secadmin.getByRole('checkbox', { name: /^审计员/ }).check();
  await save.click();
  await secadmin.getByRole('alert').first().waitFor();
  await sound(secadmin, 'refused roles');
  secadmin.problems.length = 0;
  await secadmin.getByRole('checkbox', { name: /^审计员/ }).uncheck();
  await save.click();
  await secadmin.getByText('角色已更新').waitFor();
  assert.deepEqual((await call(secadmin, 'GET', `/accounts/${made.id}`)).roles, ['handler']);
  await sound(secadmin, 'account of the security administrator');
  await picture(secadmin, server, 'account-roles');
});

test('the new person signs in with the initial password and must change it', async () => {
  const page = await browser.visitor();
  await open(page, '/sign-in');
  await page.getByLabel('账号').fill(login);
  await page.getByLabel('密码', { exact: true }).fill(made.password);
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/password/);
});

test('sessions are listed, and ending one signs that device out', async () => {
  const device = await browser.person('operator3');
  await open(device, '/');
  const account = (await call(secadmin, 'GET', '/accounts?q=operator3')).items[0];
  await open(secadmin, `/admin/accounts/${account.id}`);
  const rows = secadmin.locator('.sessions tbody tr');
  await rows.first().waitFor();
  const n = await rows.count();
  await rows.first().getByRole('button', { name: /^结束/ }).click();
  await secadmin.getByText(/的登录已结束/).waitFor();
  await assert.doesNotReject(secadmin.waitForFunction((k) => document.querySelectorAll('.sessions tbody tr').length === k - 1, n));
  if (n === 1) {
    await device.reload();
    await device.waitForURL(/\/sign-in/);
  }
});

test('an account is disabled and enabled, each said before it is done', async () => {
  await open(sysadmin, `/admin/accounts/${made.id}`);
  const act = async (page, button, words, go) => {
    await page.getByRole('button', { name: button, exact: true }).click();
    await panel(page).getByText(words).waitFor();
    await panel(page).getByRole('button', { name: go }).click();
    await panel(page).waitFor({ state: 'detached' });
  };
  assert.equal(await sysadmin.getByRole('button', { name: '重置密码' }).count(), 0, 'passwords are not theirs');
  await act(sysadmin, '停用账号', /立即退出所有设备/, /^停用李娜/);
  await sysadmin.getByText('账号已停用。').waitFor();
  const refused = await sysadmin.request.post('/api/v1/session', { data: { login, password: made.password }, headers: { 'Idempotency-Key': randomUUID() } });
  assert.ok(refused.status() >= 400, 'a disabled account cannot sign in');
  await act(sysadmin, '恢复使用', /原来的密码/, /^恢复李娜/);
  await sysadmin.getByText('账号已恢复使用。').waitFor();

  await open(secadmin, `/admin/accounts/${made.id}`);
  await act(secadmin, '重置密码', /原密码立即失效/, /^重置李娜/);
  await secadmin.locator('[data-secret]').waitFor();
  assert.notEqual((await secadmin.locator('[data-secret]').innerText()).trim(), made.password);
});

test('five wrong passwords lock an account, and the security administrator unlocks it', async () => {
  const visitor = await browser.visitor();
  for (let i = 0; i < 5; i += 1) {
    await visitor.request.post('/api/v1/session', { data: { login, password: `wrong-${i}-wrong` }, headers: { 'Idempotency-Key': randomUUID() } });
  }
  await open(secadmin, `/admin/accounts/${made.id}`);
  await secadmin.getByText('已锁定').first().waitFor();
  await secadmin.getByRole('button', { name: '解除锁定', exact: true }).click();
  await panel(secadmin).getByRole('button', { name: /^解除李娜/ }).click();
  await secadmin.getByText('锁定已解除。').waitFor();
  assert.equal((await call(secadmin, 'GET', `/accounts/${made.id}`)).state, 'active');
});

test('Escape leaves a panel and gives the focus back', async () => {
  await open(sysadmin, `/admin/accounts/${made.id}`);
  const opener = sysadmin.getByRole('button', { name: '停用账号', exact: true });
  await opener.focus();
  await sysadmin.keyboard.press('Enter');
  await panel(sysadmin).waitFor();
  await sysadmin.keyboard.press('Escape');
  await panel(sysadmin).waitFor({ state: 'detached' });
  assert.equal(await sysadmin.evaluate(() => document.activeElement.textContent.trim()), '停用账号');
});

test('units: a tree in which one is made, changed and closed', async () => {
  await open(sysadmin, '/admin/units');
  await sound(sysadmin, 'units');
  const all = (await call(sysadmin, 'GET', '/units')).items.filter((u) => u.open);
  assert.equal(await sysadmin.locator('tbody tr').count(), all.length);
  await sysadmin.getByRole('button', { name: '新建单位' }).click();
  const form = panel(sysadmin);
  await form.getByRole('button', { name: /^新建/ }).click();
  await refusal(form, '名称').waitFor();
  await form.getByLabel('名称', { exact: false }).first().fill('区数据资源管理局');
  await form.getByLabel('英文名称').fill('Data Resources Bureau');
  await form.getByLabel('类型').selectOption('department');
  await chooseUnit(sysadmin, form, '上级单位', '政府');
  await form.getByRole('button', { name: '新建区数据资源管理局' }).click();
  await sysadmin.getByText('已新建区数据资源管理局。').waitFor();

  await sysadmin.getByRole('button', { name: '修改区数据资源管理局' }).click();
  await panel(sysadmin).getByLabel('英文名称').fill('Data Bureau');
  await panel(sysadmin).getByRole('button', { name: '保存单位' }).click();
  await sysadmin.getByText('已保存区数据资源管理局。').waitFor();
  const saved = (await call(sysadmin, 'GET', '/units')).items.find((u) => u.name === '区数据资源管理局');
  assert.equal(saved.name_en, 'Data Bureau');

  await sysadmin.getByRole('button', { name: '撤销区数据资源管理局' }).click();
  await panel(sysadmin).getByRole('button', { name: '撤销区数据资源管理局' }).click();
  await sysadmin.getByText('已撤销区数据资源管理局。').waitFor();
  assert.equal((await call(sysadmin, 'GET', '/units')).items.find((u) => u.id === saved.id).open, false);
  await sysadmin.getByLabel(/显示已撤销的/).check();
  await sysadmin.waitForURL(/closed=1/);
  await sysadmin.getByRole('row', { name: /区数据资源管理局/ }).getByText('已撤销').waitFor();
});

test('two people change one unit: the second is told, and nothing is lost', async () => {
  await open(sysadmin, '/admin/units');
  const unit = (await call(sysadmin, 'GET', '/units')).items.find((u) => u.kind === 'township');
  await sysadmin.getByRole('button', { name: `修改${unit.name}`, exact: true }).click();
  await call(sysadmin, 'PUT', `/units/${unit.id}`, { name: unit.name, name_en: `${unit.name_en} A`, kind: unit.kind, parent: unit.parent, sort: unit.sort, seq: unit.seq });
  await panel(sysadmin).getByLabel('英文名称').fill(`${unit.name_en} B`);
  await panel(sysadmin).getByRole('button', { name: '保存单位' }).click();
  await panel(sysadmin).getByRole('alert').waitFor();
  await panel(sysadmin).getByRole('button', { name: /读取最新情况/ }).click();
  assert.equal(await panel(sysadmin).getByLabel('英文名称').inputValue(), `${unit.name_en} B`, 'what was typed is kept');
  await panel(sysadmin).getByRole('button', { name: '保存单位' }).click();
  await sysadmin.getByText(`已保存${unit.name}。`).waitFor();
});

test('categories: the tree, and the lead that is suggested', async () => {
  await open(sysadmin, '/admin/categories');
  await sound(sysadmin, 'categories');
  const leaf = (await call(sysadmin, 'GET', '/categories')).items.find((c) => c.level === 3 && c.open);
  await sysadmin.getByLabel('类别名称或编码').fill(leaf.code);
  await sysadmin.waitForURL(/q=/);
  await sysadmin.getByRole('button', { name: `修改${leaf.name}` }).first().click();
  await chooseUnit(sysadmin, panel(sysadmin), '建议主办单位', '财政');
  await panel(sysadmin).getByRole('button', { name: '保存类别' }).click();
  await sysadmin.getByText(`已保存${leaf.name}。`).waitFor();
  const lead = (await call(sysadmin, 'GET', '/categories')).items.find((c) => c.code === leaf.code).lead;
  assert.match((await call(sysadmin, 'GET', '/units')).items.find((u) => u.id === lead).name, /财政/);
});

test('the rules: a wrong sum is refused at its field, a right one makes a new version', async () => {
  await open(supervisor, '/admin/policy');
  await sound(supervisor, 'rules');
  const old = await call(supervisor, 'GET', '/policy');
  await supervisor.getByLabel('满意', { exact: true }).fill('0.9');
  const save = supervisor.getByRole('button', { name: `保存为第 ${old.version + 1} 版` });
  await save.click();
  await supervisor.locator('fieldset').filter({ hasText: '综合得分的权重' }).getByRole('alert').waitFor();
  assert.equal((await call(supervisor, 'GET', '/policy')).version, old.version);
  await supervisor.getByLabel('满意', { exact: true }).fill(String(old.composite[2]));
  await supervisor.getByLabel('“基本满意”计为').fill('0.9');
  await save.click();
  await supervisor.getByText(`第 ${old.version + 1} 版规则已生效。`).waitFor();
  const now = await call(supervisor, 'GET', '/policy');
  assert.equal(now.basically_weight, 0.9);
  assert.equal(now.version, old.version + 1);
});

test('the calendar of a year: days off, weekend days worked, and a year not known yet', async () => {
  await open(supervisor, '/admin/calendar?year=2023');
  const day = (d) => supervisor.locator(`.day[title^="${d}"]`);
  assert.match(await day('2023-01-23').getAttribute('class'), /\boff\b/);
  assert.match(await day('2023-01-28').getAttribute('class'), /\bworked\b/);
  assert.match(await day('2023-02-11').getAttribute('class'), /\bweekend\b/);
  assert.match(await day('2023-02-13').getAttribute('class'), /\bwork\b/);
  const year = await call(supervisor, 'GET', '/calendar/2023');
  assert.equal(await supervisor.locator('.month .day.off').count(), year.days_off.length);
  await sound(supervisor, 'calendar');
  await picture(supervisor, server, 'calendar');
  await open(supervisor, '/admin/calendar?year=2040');
  await supervisor.getByText(/2040年的放假安排尚未录入/).waitFor();
});

test('the auditor reads the log and its blocks, and nothing else', async () => {
  await open(auditor, '/');
  assert.equal(new URL(auditor.url()).pathname, '/admin/log');
  await auditor.locator('table.list tbody tr').first().waitFor();
  const head = await call(auditor, 'GET', '/log/head');
  assert.ok((await auditor.locator('.head code').innerText()).length >= 32);
  assert.ok(head.height >= 1);
  await auditor.getByLabel('按动作筛选').selectOption('answered');
  await auditor.waitForURL(/action=answered/);
  // The rows of before stay until those of the filter are there.
  await auditor.locator('table.list tbody tr').filter({ hasNotText: '答复' }).first().waitFor({ state: 'detached' });
  await auditor.locator('table.list tbody tr').first().waitFor();
  for (const row of await auditor.locator('table.list tbody tr').all()) {
    assert.match(await row.innerText(), /答复/);
  }
  await auditor.getByRole('button', { name: /^内容/ }).first().click();
  JSON.parse(await auditor.locator('pre').first().innerText());
  await sound(auditor, 'log');
  await auditor.getByRole('link', { name: '封存区块' }).first().click();
  await auditor.waitForURL(/\/admin\/blocks/);
  await auditor.locator('table.list tbody tr').first().waitFor();
  const blocks = await call(auditor, 'GET', '/log/blocks');
  assert.equal(await auditor.locator('table.list tbody tr').count(), blocks.items.length);
  assert.ok((await auditor.locator('table.list tbody tr').first().innerText()).includes(blocks.items[0].hash));
  await sound(auditor, 'blocks');
});

test('each act of administration is in the log, with who did it', async () => {
  await open(auditor, '/admin/log?ledger=admin&action=account_created');
  await auditor.locator('table.list tbody tr').first().waitFor();
  const me = await call(sysadmin, 'GET', '/session');
  assert.ok((await auditor.locator('table.list tbody tr').first().innerText()).includes(me.account.name));
  const text = await auditor.locator('main').innerText();
  assert.ok(!text.includes(made.password), 'no password in the log');
});

test('no page of administration opens to who may not', async () => {
  const handler = await browser.person('zjj1');
  for (const [page, paths] of [[handler, ['accounts', 'units', 'categories', 'log', 'policy']], [auditor, ['accounts', 'units', 'policy']], [secadmin, ['units', 'log']], [sysadmin, ['log', 'policy']]]) {
    for (const p of paths) {
      await page.goto(`/admin/${p}`);
      await page.getByText('没有这个页面').waitFor();
    }
  }
});

test('the pages of administration are whole in English and hold on a phone', async () => {
  for (const [who, paths] of [['sysadmin', ['accounts', `accounts/${made.id}`, 'units', 'categories', 'calendar']], ['secadmin', [`accounts/${made.id}`]], ['auditor', ['log', 'blocks']], ['supervisor1', ['policy']]]) {
    for (const options of [{ lang: 'en' }, { width: 360 }]) {
      const page = await browser.person(who, options);
      for (const p of paths) {
        await open(page, `/admin/${p}`);
        await page.waitForLoadState('networkidle');
        await sound(page, `${p} ${JSON.stringify(options)}`);
        const text = await page.locator('main').innerText();
        assert.doesNotMatch(text, /\b(admin|shared|auth)\.[a-z_]+\.?[a-z_]*\b(?!@)/, `${p}: a text is missing`);
        if (options.lang === 'en') {
          const chrome = (await page.locator('main :is(h2, label, legend, thead th, .btn.primary)').allInnerTexts()).join(' ');
          assert.doesNotMatch(chrome.replace(/李娜|区\S+局/g, ''), /[\u4e00-\u9fff]{2,}/, p);
        }
        if (options.width && paths.length > 1) {
          await page.getByRole('navigation', { name: '管理页面' }).waitFor();
        }
      }
    }
  }
});

test('the first run: refusals at their fields, three administrators, and then never again', async () => {
  const empty = await startYikou('serve');
  const window = await startBrowser(empty);
  try {
    const token = /enter this token, once: (\S+)/.exec(empty.said())?.[1];
    assert.ok(token, empty.said());
    const page = await window.visitor();
    await page.goto('/');
    await page.waitForURL(/\/setup/);
    await page.getByLabel('一次性令牌').waitFor();
    await sound(page, 'first run');
    await picture(page, server, 'setup');
    const people = { 系统管理员: ['sysadmin', '周平'], 安全管理员: ['secadmin', '吴静'], 审计员: ['auditor', '郑岩'] };
    await page.getByLabel('一次性令牌').fill('AAAA-BBBB-CCCC-DDDD-EEEE');
    await page.getByLabel('行政区划代码').fill('340406');
    await page.getByLabel('名称', { exact: true }).or(page.getByLabel(/^名称/)).first().fill('淮南市潘集区');
    await page.getByLabel('英文名称').fill('Panji District, Huainan');
    for (const [role, [, name]] of Object.entries(people)) {
      const group = page.getByRole('group', { name: new RegExp(`^${role}`) });
      await group.getByLabel('账号').fill('sysadmin');
      await group.getByLabel('姓名').fill(name);
      await group.getByLabel('密码').fill('short');
    }
    const send = page.getByRole('button', { name: '建立淮南市潘集区' });
    await send.click();
    await page.locator('.field').filter({ hasText: '一次性令牌' }).getByRole('alert').waitFor();
    await page.getByLabel('一次性令牌').fill(token);
    await send.click();
    await page.getByRole('group', { name: /^安全管理员/ }).getByRole('alert').first().waitFor();
    assert.ok(await page.getByRole('group', { name: /^审计员/ }).getByRole('alert').count() >= 2, 'login and password are both refused');
    await sound(page, 'first run refused');
    for (const [role, [name]] of Object.entries(people)) {
      const group = page.getByRole('group', { name: new RegExp(`^${role}`) });
      await group.getByLabel('账号').fill(name);
      await group.getByLabel('密码').fill(`Qiao-${name}-7431`.replace(name, 'Huai'));
    }
    await send.click();
    await page.getByRole('heading', { name: '设置完成' }).waitFor();
    await sound(page, 'first run done');
    await page.getByRole('link', { name: '去登录' }).click();
    await page.getByLabel('账号').fill('sysadmin');
    await page.getByLabel('密码', { exact: true }).fill('Qiao-Huai-7431');
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/admin\/accounts|\/password/);
    const late = await window.visitor({ lang: 'en', width: 360 });
    await open(late, '/setup');
    await late.getByText('It is set up already').waitFor();
    await sound(late, 'first run over');
  } finally {
    await window.close();
    await empty.stop();
  }
});
