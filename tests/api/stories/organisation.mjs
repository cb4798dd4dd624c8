// SPDX-License-Identifier: Apache-2.0
// Units, categories and the rules of the district: who may change them, and what refuses.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { dispatched, hire, intake, world } from '../world.mjs';

test('organisation: a unit is made, renamed, moved and closed', async () => {
  const { sysadmin } = world.people;
  const [top] = (await sysadmin.get('/units')).items;
  const parent = await sysadmin.post('/units', { name: '区商务局', name_en: 'Commerce', kind: 'department', parent: top.id, sort: 5 });
  let child = await sysadmin.post('/units', { name: '外贸科', name_en: 'Trade', kind: 'office', parent: parent.id });
  child = await sysadmin.put(`/units/${child.id}`, { name: '外贸外资科', name_en: 'Foreign trade', kind: 'office', parent: parent.id, sort: 2, seq: child.seq });
  assert.equal(child.name, '外贸外资科');
  await sysadmin.refusedField('parent', 'unit_circle', 'PUT', `/units/${parent.id}`, { name: '区商务局', kind: 'department', parent: child.id, seq: parent.seq });
  await sysadmin.refused('conflict', 'PUT', `/units/${child.id}`, { name: '外贸科', kind: 'office', parent: parent.id, seq: child.seq - 1 });
  await sysadmin.refused('unit_in_use', 'POST', `/units/${parent.id}/close`, { seq: parent.seq });
  const closed = await sysadmin.post(`/units/${child.id}/close`, { seq: child.seq });
  assert.equal(closed.open, false);
  const list = (await sysadmin.get('/units')).items;
  list.forEach((u, i) => assert.ok(u.parent === null || list.findIndex((p) => p.id === u.parent) < i, 'parents come first'));
});

test('organisation: a unit with people or matters is not closed', async () => {
  const { sysadmin } = world.people;
  const [top] = (await sysadmin.get('/units')).items;
  const unit = await sysadmin.post('/units', { name: '区文旅局', kind: 'department', parent: top.id });
  await dispatched(unit.id);
  await sysadmin.refused('unit_in_use', 'POST', `/units/${unit.id}/close`, { seq: unit.seq });
  const other = await sysadmin.post('/units', { name: '区体育局', kind: 'department', parent: top.id });
  await hire('sports.one', '体育员', other.id, ['handler']);
  await sysadmin.refused('unit_in_use', 'POST', `/units/${other.id}/close`, { seq: other.seq });
});

test('organisation: a category needs its parent, and a closed one takes no intake', async () => {
  const { sysadmin, clerk } = world.people;
  await sysadmin.refusedField('code', 'unknown_category', 'POST', '/categories', { code: '09-01', name: '无上级' });
  await sysadmin.refusedField('code', 'already_exists', 'POST', '/categories', { code: '01', name: '又一个' });
  await sysadmin.refusedField('code', 'unknown_value', 'POST', '/categories', { code: 'abc', name: '乱写' });
  await sysadmin.refusedField('lead', 'unknown_unit', 'POST', '/categories', { code: '09', name: '牵头不存在', lead: '0123456789ABC' });
  await sysadmin.post('/categories', { code: '09', name: '临时', name_en: 'Temporary' });
  await sysadmin.post('/categories', { code: '09-01', name: '临时一', name_en: 'Temporary one' });
  const leaf = await sysadmin.post('/categories', { code: '09-01-01', name: '临时一甲', name_en: 'Temporary one A', lead: world.units.market });
  const made = await sysadmin.put('/categories/09-01-01', { name: '临时一乙', name_en: 'B', lead: world.units.housing, open: false, seq: leaf.seq });
  assert.equal(made.open, false);
  await clerk.refusedField('category', 'unknown_category', 'POST', '/matters', intake({ category: '09-01-01' }));
  await clerk.refusedField('category', 'unknown_category', 'POST', '/matters', intake({ category: '09-01' }));
  await clerk.refusedField('category', 'unknown_category', 'POST', '/matters', intake({ category: '77-01-01' }));
});

test('organisation: the rules are changed by the supervisor only, within bounds, each a new version', async () => {
  const { supervisor, leader, sysadmin } = world.people;
  const policy = await leader.get('/policy');
  await leader.refused('forbidden', 'PUT', '/policy', policy);
  await sysadmin.refused('forbidden', 'PUT', '/policy', policy);
  const changed = await supervisor.put('/policy', { ...policy, basically_weight: 0.9 });
  assert.equal(changed.version, policy.version + 1);
  assert.equal(changed.basically_weight, 0.9);
  await supervisor.refused('conflict', 'PUT', '/policy', policy);
  for (const [field, value] of [['call_tries', 0], ['call_tries', 1000], ['call_tries', -1], ['partly_weight', 1.5], ['composite', [0.5, 0.5, 0.5]]]) {
    await supervisor.refusedField(field, 'out_of_range', 'PUT', '/policy', { ...changed, [field]: value });
  }
  await supervisor.put('/policy', { ...changed, basically_weight: 1 });
});

test('organisation: the calendar of a year that is not known says so', async () => {
  const { clerk } = world.people;
  const known = await clerk.get('/calendar/2023');
  assert.equal(known.known, true);
  assert.ok(known.days_off.includes('2023-10-02') && known.days_worked.includes('2023-10-07'));
  assert.equal((await clerk.get('/calendar/2090')).known, false);
});
