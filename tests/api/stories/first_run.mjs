// SPDX-License-Identifier: Apache-2.0
// First run: the token on the console makes three administrators, once; they make units, categories and people.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { password, settle, signedIn, world } from '../world.mjs';

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
  const { units, people, logins } = await settle(world.people);
  Object.assign(world.units, units);
  Object.assign(world.people, people);
  Object.assign(world.logins, logins);
  assert.equal((await sysadmin.get('/units')).items.length, 8);
  assert.equal(world.people.handler.session.scope, 'unit');
  assert.equal(world.people.clerk.session.scope, 'district');
});
