// SPDX-License-Identifier: Apache-2.0
// Ways around a rule, each of which somebody once found open: the same refusal stands on every way.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { test } from 'node:test';
import { all, until } from '../helpers.mjs';
import { act, dispatched, intake, world } from '../world.mjs';

test('ways around: a department\'s work comes to a township neither by arbitration nor by another category', async () => {
  const { handler, supervisor, clerk, town_handler: town } = world.people;
  const objected = await act(handler, await dispatched(world.units.housing), 'object', { reason: '请改派镇里办理。' });
  await supervisor.refused('pushed_down', 'POST', `/matters/${objected.id}/arbitrate`, { seq: objected.seq, decision: 'uphold', unit: world.units.town, note: '改派。' });
  const own = await clerk.post('/matters', intake({ category: '03-01-01', dispatch: { unit: world.units.town } }));
  await clerk.refused('pushed_down', 'POST', `/matters/${own.id}/amend`, { seq: own.seq, category: '01-01-01', reason: '更正类别' });
  assert.equal((await town.get(`/matters/${own.id}`)).category.code, '03-01-01');
  const amended = await act(clerk, own, 'amend', { urgency: 'urgent', reason: '加急' });
  assert.equal(amended.category.code, '03-01-01');
});

test('ways around: a repeat is not dispatched besides, and a day of another century is a mistake', async () => {
  const { clerk, handler } = world.people;
  const first = await dispatched();
  await clerk.refusedField('dispatch', 'unknown_field', 'POST', '/matters', intake({ join: first.id, dispatch: { unit: world.units.housing } }));
  const repeat = await clerk.post('/matters', intake({ join: first.id }));
  assert.equal(repeat.state, 'joined');
  const signed = await act(handler, await handler.get(`/matters/${first.id}`), 'sign');
  for (const day of ['1950-06-01', '1989-12-31']) {
    await clerk.refusedField('day', 'out_of_range', 'POST', '/matters', intake({ day }));
    await handler.refusedField('day', 'out_of_range', 'POST', `/matters/${first.id}/contact`, { seq: signed.seq, day, how: 'phone', text: '联系' });
  }
  assert.equal((await clerk.post('/matters', intake({ day: '1990-01-01' }))).day, '1990-01-01');
});

test('ways around: two who share a telephone are two, and are found and chosen apart', async () => {
  const { clerk } = world.people;
  const phone = '13655540001';
  const mother = await clerk.post('/matters', intake({ caller: { kind: 'person', name: '孙秀英', phone } }));
  const son = await clerk.post('/matters', intake({ caller: { kind: 'person', name: '周小军', phone } }));
  assert.notEqual(son.caller.party, mother.caller.party);
  assert.notEqual(son.caller.name, mother.caller.name);
  const again = await clerk.post('/matters', intake({ caller: { kind: 'person', name: '孙秀英', phone } }));
  assert.equal(again.caller.party, mother.caller.party);
  const hits = (await clerk.get(`/parties?phone=${phone}`)).items;
  assert.deepEqual(new Map(hits.map((h) => [h.id, h.matters])), new Map([[son.caller.party, 1], [mother.caller.party, 2]]));
  const chosen = await clerk.post('/matters', intake({ caller: { kind: 'person', party: son.caller.party } }));
  assert.equal(chosen.caller.party, son.caller.party);
  assert.equal((await clerk.get(`/parties/${son.caller.party}/matters`)).items.length, 2);
});

test('ways around: names that are shown again are on record again', async () => {
  const { clerk, auditor } = world.people;
  const m = await clerk.post('/matters', intake({ caller: { kind: 'person', name: '吴再看', phone: '13655540002' } }));
  const reveals = async () => (await all(auditor, `/log?ledger=party&actor=${clerk.session.account.id}`)).filter((e) => e.action === 'revealed').length;
  const before = await reveals();
  const key = randomUUID();
  const reason = { reason: '回电核实地址' };
  const shown = await clerk.post(`/parties/${m.caller.party}/reveal`, reason, { key });
  assert.equal(await reveals(), before + 1);
  assert.deepEqual(await clerk.post(`/parties/${m.caller.party}/reveal`, reason, { key }), shown);
  assert.equal(await reveals(), before + 2);
});

test('ways around: a unit is not closed while a withdrawn matter may still come back to it', async () => {
  const { sysadmin, clerk, operator } = world.people;
  const [top] = (await sysadmin.get('/units')).items;
  const unit = await sysadmin.post('/units', { name: '区临时工作组', name_en: 'A group for a time', kind: 'department', parent: top.id });
  const m = await act(clerk, await dispatched(unit.id), 'withdraw', { reason: '来电人要求撤回。' });
  await sysadmin.refused('unit_in_use', 'POST', `/units/${unit.id}/close`, { seq: unit.seq });
  await act(operator, m, 'callback', { reached: true, true_: 'yes' });
  await sysadmin.post(`/units/${unit.id}/close`, { seq: unit.seq });
});

test('ways around: what others have does not hide one\'s own from a search', async () => {
  const { clerk, town_handler: town, leader } = world.people;
  const mine = await clerk.post('/matters', intake({ category: '03-01-01', title: '村口涵洞积水', text: '雨后积水没膝。', dispatch: { unit: world.units.town } }));
  // A search reads five hundred texts, newest first; these are more, and later.
  for (let i = 0; i < 11; i += 1) {
    await Promise.all(Array.from({ length: 50 }, () => clerk.post('/matters', intake({ title: '路面积水待排' }))));
  }
  const find = (person) => person.get(`/matters?q=${encodeURIComponent('积水')}&limit=200`);
  await until('the index has read them', async () => (await find(leader)).items.length === 200);
  await until('the unit finds its own', async () => (await find(town)).items.some((r) => r.id === mine.id));
  assert.deepEqual((await find(town)).items.map((r) => r.id), [mine.id]);
});
