// SPDX-License-Identifier: Apache-2.0
// Signing in, and what the three administrators may do with accounts, each only their own part.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Person } from '../helpers.mjs';
import { hire, password, signedIn, world } from '../world.mjs';

test('accounts: until the first password is changed, nothing else is answered', async () => {
  const { sysadmin, secadmin } = world.people;
  const account = await sysadmin.post('/accounts', { login: 'new.clerk', name: '新来的', name_en: 'Newcomer', unit: world.units.window });
  assert.equal(account.must_change_password, true);
  await secadmin.post(`/accounts/${account.id}/roles`, { roles: ['clerk'] });
  const first = account.initial_password;
  const person = await new Person(world.server, world.contract).signIn('new.clerk', first);
  assert.equal(person.session.must_change_password, true);
  await person.refused('password_change_required', 'GET', '/matters');
  await person.refused('password_change_required', 'GET', '/work');
  await person.refusedField('old_password', 'bad_credentials', 'POST', '/session/password', { old_password: 'not this one', new_password: password });
  await person.refusedField('new_password', 'same_password', 'POST', '/session/password', { old_password: first, new_password: first });
  await person.refusedField('new_password', 'weak_password', 'POST', '/session/password', { old_password: first, new_password: 'aaaaaaaaaaaa' });
  await person.post('/session/password', { old_password: first, new_password: password });
  const again = await signedIn('new.clerk');
  assert.equal(again.session.must_change_password, false);
  await again.get('/matters');
  await world.visitor.refused('bad_credentials', 'POST', '/session', { login: 'new.clerk', password: first });
});

test('accounts: the fifth wrong password locks, for the right one too, until it is unlocked', async () => {
  const { sysadmin, secadmin } = world.people;
  const someone = await hire('locked.out', '锁住的', world.units.window, ['clerk']);
  const id = world.accounts['locked.out'];
  for (let i = 0; i < 4; i += 1) {
    await world.visitor.refused('bad_credentials', 'POST', '/session', { login: 'locked.out', password: `wrong-${i}` });
  }
  const problem = await world.visitor.refused('locked', 'POST', '/session', { login: 'locked.out', password: 'wrong-4' });
  assert.equal(problem.status, 423);
  assert.match(problem.detail, /\d{2}:\d{2}/, 'says until when');
  await world.visitor.refused('locked', 'POST', '/session', { login: 'locked.out', password });
  assert.equal((await sysadmin.get(`/accounts/${id}`)).state, 'locked');
  await sysadmin.refused('forbidden', 'POST', `/accounts/${id}/unlock`, {});
  await secadmin.post(`/accounts/${id}/unlock`);
  await signedIn('locked.out');
  assert.ok(someone.cookie);
});

test('accounts: nobody learns from a refusal whether a login exists', async () => {
  const a = await world.visitor.refused('bad_credentials', 'POST', '/session', { login: 'nobody.at.all', password: 'whatever-1' });
  const b = await world.visitor.refused('bad_credentials', 'POST', '/session', { login: 'leader', password: 'whatever-1' });
  assert.deepEqual({ ...a, request_id: '' }, { ...b, request_id: '' });
  await signedIn('leader');
});

test('accounts: sessions are listed and ended, by their owner and by the security administrator', async () => {
  const { secadmin, sysadmin } = world.people;
  const id = world.accounts.leader;
  const desk = await signedIn('leader');
  const phone = await signedIn('leader');
  const list = (await desk.get('/sessions')).items;
  assert.ok(list.length >= 2);
  assert.equal(list.filter((s) => s.current).length, 1);
  const mine = (await phone.get('/sessions')).items.find((s) => s.current);
  await desk.ok('DELETE', `/sessions/${mine.id}`);
  await phone.refused('not_signed_in', 'GET', '/work');
  const current = (await desk.get('/sessions')).items.find((s) => s.current);
  await sysadmin.refused('forbidden', 'GET', `/accounts/${id}/sessions`);
  assert.ok((await secadmin.get(`/accounts/${id}/sessions`)).items.some((s) => s.id === current.id));
  await secadmin.ok('DELETE', `/accounts/${id}/sessions/${current.id}`);
  await desk.refused('not_signed_in', 'GET', '/session');
  const last = await signedIn('leader');
  await last.ok('DELETE', '/session');
  await last.refused('not_signed_in', 'GET', '/session');
  world.people.leader = await signedIn('leader');
});

test('accounts: a session needs its token for every write, and a cookie of somebody else is none', async () => {
  const person = await signedIn('clerk');
  await person.refused('csrf', 'POST', '/session/password', { old_password: password, new_password: 'Other-River-8' }, { csrf: '' });
  await person.refused('csrf', 'POST', '/session/password', { old_password: password, new_password: 'Other-River-8' }, { csrf: '0'.repeat(32) });
  const [district, secret] = person.cookie.split('=')[1].split('.');
  person.cookie = `yikou_session=${district}.${secret.slice(0, -1)}${secret.endsWith('0') ? '1' : '0'}`;
  await person.refused('not_signed_in', 'GET', '/session');
  for (const cookie of ['yikou_session=', 'yikou_session=340406.', 'yikou_session=999999.00', `yikou_session=${'a'.repeat(3000)}`]) {
    person.cookie = cookie;
    await person.refused('not_signed_in', 'GET', '/session');
  }
});

test('accounts: a cookie is for this host and no script, and sign-in says nothing to a cache', async () => {
  const answer = await new Person(world.server, world.contract).send('POST', '/session', { login: 'leader', password });
  assert.match(answer.headers.get('set-cookie'), /; Path=\/; HttpOnly; SameSite=Strict/);
  assert.equal(answer.headers.get('cache-control'), 'no-store');
});

test('accounts: disabled ends at once; enabled comes back', async () => {
  const { sysadmin, secadmin } = world.people;
  const person = await hire('comes.goes', '来去', world.units.market, ['handler']);
  const id = world.accounts['comes.goes'];
  await secadmin.refused('forbidden', 'POST', `/accounts/${id}/disable`, {});
  const off = await sysadmin.post(`/accounts/${id}/disable`);
  assert.equal(off.state, 'disabled');
  await person.refused('not_signed_in', 'GET', '/work');
  await world.visitor.refused('account_disabled', 'POST', '/session', { login: 'comes.goes', password });
  await sysadmin.refused('wrong_state', 'POST', `/accounts/${id}/disable`, {});
  assert.equal((await sysadmin.post(`/accounts/${id}/enable`)).state, 'active');
  await signedIn('comes.goes');
  const moved = await sysadmin.put(`/accounts/${id}`, { name: '来去自如', name_en: 'Come and Go', unit: world.units.housing });
  assert.equal(moved.unit.id, world.units.housing);
  assert.equal(moved.name, '来去自如');
});

test('accounts: a reset password is shown once and must be changed', async () => {
  const { secadmin, sysadmin } = world.people;
  await hire('forgot.it', '忘记', world.units.market, ['handler']);
  const id = world.accounts['forgot.it'];
  await sysadmin.refused('forbidden', 'POST', `/accounts/${id}/reset-password`, {});
  const { initial_password: fresh } = await secadmin.post(`/accounts/${id}/reset-password`);
  await world.visitor.refused('bad_credentials', 'POST', '/session', { login: 'forgot.it', password });
  const person = await new Person(world.server, world.contract).signIn('forgot.it', fresh);
  assert.equal(person.session.must_change_password, true);
});

test('accounts: the three administrators exclude each other, and one of each remains', async () => {
  const { sysadmin, secadmin, auditor } = world.people;
  await hire('some.body', '某人', world.units.market, []);
  const id = world.accounts['some.body'];
  for (const roles of [['sysadmin', 'secadmin'], ['auditor', 'clerk'], ['sysadmin', 'leader'], ['operator', 'handler'], ['supervisor', 'head']]) {
    await secadmin.refused('roles_incompatible', 'POST', `/accounts/${id}/roles`, { roles });
  }
  await secadmin.refused('own_account', 'POST', `/accounts/${secadmin.session.account.id}/roles`, { roles: ['auditor'] });
  await secadmin.refused('last_administrator', 'POST', `/accounts/${auditor.session.account.id}/roles`, { roles: [] });
  await sysadmin.refused('last_administrator', 'POST', `/accounts/${auditor.session.account.id}/disable`, {});
  await sysadmin.refused('own_account', 'POST', `/accounts/${sysadmin.session.account.id}/disable`, {});
  for (const [person, cap] of [[sysadmin, 'account.secure'], [secadmin, 'account.manage'], [auditor, 'account.manage'], [sysadmin, 'log.read'], [secadmin, 'log.read']]) {
    assert.ok(!person.may(cap), cap);
  }
});

test('accounts: the list is filtered, and logins are taken once', async () => {
  const { sysadmin } = world.people;
  const heads = await sysadmin.get('/accounts?role=head');
  assert.deepEqual(heads.items.map((a) => a.login).sort(), ['head', 'other.head']);
  assert.equal(heads.count.n, 2);
  assert.ok((await sysadmin.get(`/accounts?unit=${world.units.town}`)).items.every((a) => a.unit.id === world.units.town));
  assert.deepEqual((await sysadmin.get(`/accounts?q=${encodeURIComponent('区长')}`)).items.map((a) => a.login), ['leader']);
  await sysadmin.refusedField('login', 'already_exists', 'POST', '/accounts', { login: 'leader', name: '又一个', unit: world.units.office });
  await sysadmin.refusedField('login', 'bad_login', 'POST', '/accounts', { login: 'Li Na!', name: '李娜', unit: world.units.office });
});
