// SPDX-License-Identifier: Apache-2.0
// First run: the token on the console makes three administrators, once; they make units, categories and people.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hire, password, signedIn, world } from '../world.mjs';

const administrator = (login, name) => ({ login, name, password });
const body = (more) => ({
  token: world.server.token(),
  district: { code: 340406, name: '潘集区', name_en: 'Panji' },
  sysadmin: administrator('sysadmin', '程系统'),
  secadmin: administrator('secadmin', '安全生'),
  auditor: administrator('auditor', '申计'),
  ...more,
});

test('first run: before it, nobody can do anything else', async () => {
  const { visitor } = world;
  assert.deepEqual(await visitor.get('/setup'), { needed: true });
  await visitor.refused('not_signed_in', 'GET', '/matters');
  await visitor.refused('bad_credentials', 'POST', '/session', { login: 'sysadmin', password });
});

test('first run: a wrong token and weak passwords are refused', async () => {
  const { visitor } = world;
  await visitor.refused('bad_token', 'POST', '/setup', body({ token: 'AAAA-BBBB-CCCC-DDDD-EEEE' }));
  await visitor.refusedField('auditor.password', 'weak_password', 'POST', '/setup', body({ auditor: { login: 'auditor', name: '申计', password: '1234567890' } }));
  await visitor.refusedField('secadmin.password', 'too_short', 'POST', '/setup', body({ secadmin: { login: 'secadmin', name: '安全生', password: 'Ab1-' } }));
  assert.deepEqual(await visitor.get('/setup'), { needed: true });
});

test('first run: three administrators are made, once', async () => {
  const { visitor } = world;
  const answer = await visitor.send('POST', '/setup', body());
  assert.equal(answer.status, 204, answer.text);
  assert.deepEqual(await visitor.get('/setup'), { needed: false });
  await visitor.refused('bad_token', 'POST', '/setup', body());
  for (const role of ['sysadmin', 'secadmin', 'auditor']) {
    world.people[role] = await signedIn(role);
    assert.deepEqual(world.people[role].session.roles, [role]);
  }
  world.today = world.people.sysadmin.session.today;
});

test('first run: units, a catalogue of three levels, and a person in every role', async () => {
  const { sysadmin } = world.people;
  const [top] = (await sysadmin.get('/units')).items;
  const unit = async (key, name, kind) => {
    const made = await sysadmin.post('/units', { name, name_en: `${key} unit`, kind, parent: top.id });
    world.units[key] = made.id;
  };
  await unit('window', '区一口收办窗口', 'window');
  await unit('callback', '区回访中心', 'callback');
  await unit('office', '区政府督查室', 'office');
  await unit('housing', '区住房和城乡建设局', 'department');
  await unit('market', '区市场监督管理局', 'department');
  await unit('town', '架河镇', 'township');
  await unit('street', '田集街道', 'street');
  for (const [code, name, lead] of [
    ['01', '城市管理', null], ['01-01', '市政设施', null], ['01-01-01', '路灯照明', world.units.housing], ['01-01-02', '供水排水', world.units.housing],
    ['02', '市场监管', null], ['02-01', '证照办理', null], ['02-01-01', '营业执照', world.units.market],
    ['03', '乡镇事务', null], ['03-01', '村级道路', null], ['03-01-01', '道路养护', world.units.town],
  ]) {
    await sysadmin.post('/categories', { code, name, name_en: `category ${code}`, ...(lead ? { lead } : {}) });
  }
  const people = {
    clerk: ['收办员', 'window', 'clerk'], operator: ['回访员', 'callback', 'operator'], supervisor: ['督查员', 'office', 'supervisor'],
    leader: ['区长', 'office', 'leader'], handler: ['住建经办', 'housing', 'handler'], head: ['住建局长', 'housing', 'head'],
    other_handler: ['市监经办', 'market', 'handler'], other_head: ['市监局长', 'market', 'head'], town_handler: ['架河经办', 'town', 'handler'],
  };
  for (const [key, [name, where, role]] of Object.entries(people)) {
    const login = key.replace('_', '.');
    world.people[key] = await hire(login, name, world.units[where], [role]);
    world.logins[key] = login;
  }
  assert.equal((await sysadmin.get('/units')).items.length, 8);
  assert.equal(world.people.handler.session.scope, 'unit');
  assert.equal(world.people.clerk.session.scope, 'district');
});
