// SPDX-License-Identifier: Apache-2.0
// Scope: every route is walked with every role, over a matter of its own unit, of another unit, and one that is nowhere.
// What a role may do is written here a second time, by hand, and held against what the server does.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { all } from '../helpers.mjs';
import { act, allYes, answered, dispatched, intake, world } from '../world.mjs';

const capsOf = {
  clerk: ['supervise.urge', 'matter.intake', 'matter.view', 'matter.dispatch', 'matter.withdraw', 'party.find', 'party.reveal', 'figure.view'],
  handler: ['matter.view', 'matter.handle', 'party.reveal', 'figure.view', 'review.view', 'target.view', 'target.report'],
  head: ['matter.view', 'matter.handle', 'matter.signoff', 'party.reveal', 'figure.view', 'review.view', 'target.view', 'target.report'],
  operator: ['matter.view', 'callback.work', 'party.find', 'party.reveal', 'figure.view'],
  supervisor: ['matter.view', 'matter.dispatch', 'matter.arbitrate', 'matter.withdraw', 'party.reveal', 'figure.view', 'policy.manage', 'supervise.urge', 'supervise.orders', 'review.view', 'review.manage', 'review.ask', 'target.view', 'target.manage'],
  leader: ['matter.view', 'figure.view', 'review.view', 'review.ask', 'target.view', 'target.open'],
  sysadmin: ['account.view', 'account.manage', 'unit.manage', 'job.manage'],
  secadmin: ['account.view', 'account.secure'],
  auditor: ['log.read'],
};
const roles = Object.keys(capsOf);
const nowhere = '0123456789ABC';

test('scope: each role has the capabilities that it should, and no other', () => {
  for (const role of roles) {
    assert.deepEqual([...world.people[role].session.caps].sort(), [...capsOf[role]].sort(), role);
  }
});

/** The route's address with a thing in it. */
const fill = (template, ids) => template.replace('/api/v1', '').replace(/\{(\w+)\}/g, (_, name) => ids[name] ?? nowhere);

/** The thing that a route's address names. */
function thing(template, matter) {
  if (template.includes('/matters/{id}')) {
    return { id: matter.id, n: '1' };
  }
  if (template.includes('/parties/{id}')) {
    return { id: matter.caller.party };
  }
  return { key: 'matter.closed', year: '2023', code: '01-01-01', kind: 'dispatch', version: '1', n: '1' };
}

test('scope: every route × every role: who lacks the capability is refused, before anything is looked at', async () => {
  const m = await dispatched();
  let walked = 0;
  for (const [template, methods] of Object.entries(world.contract.doc.paths).filter(([p]) => p.startsWith('/api/'))) {
    for (const [method, operation] of Object.entries(methods)) {
      const cap = operation['x-capability'];
      if (!cap) {
        continue;
      }
      for (const role of roles) {
        const url = fill(template, thing(template, m));
        // An empty body: whoever may act is told what is missing in it, who may not is not.
        const answer = await world.people[role].send(method.toUpperCase(), url, method === 'get' ? undefined : {});
        const may = capsOf[role].includes(cap);
        const refused = answer.status === 403 && answer.body.code === 'forbidden';
        if (may && template.endsWith('/disable') | template.endsWith('/enable') | template.endsWith('/unlock') | template.endsWith('/reset-password')) {
          assert.equal(answer.status, 404, `${role} ${method} ${url}: nobody is at that address`);
        }
        assert.equal(refused, !may, `${role} ${method} ${url} (${cap}): ${answer.status} ${answer.text.slice(0, 200)}`);
        walked += 1;
      }
      await world.visitor.refused('not_signed_in', method.toUpperCase(), fill(template, thing(template, m)), method === 'get' ? undefined : {});
    }
  }
  assert.ok(walked > 300, `${walked} walked`);
});

test('scope: a unit lists what it leads, finds what it assists in, and may open what it once led, assisted in or answered; of the rest there is no hint', async () => {
  const { clerk, handler, head, other_handler: other, town_handler: town, supervisor, operator, leader } = world.people;
  const ours = await dispatched(world.units.housing);
  const theirs = await dispatched(world.units.market);
  const unsent = await clerk.post('/matters', intake());
  const moved = await act(supervisor, await act(handler, await dispatched(), 'object', { reason: '属于市监局。' }), 'arbitrate', { decision: 'uphold', unit: world.units.market, note: '改派。' });
  const helped = await act(clerk, await dispatched(world.units.housing), 'assist', { unit: world.units.market, text: '请核对执照。' });
  const wished = await act(handler, await dispatched(world.units.housing), 'assist', { unit: world.units.market, text: '请核对执照。' });
  const none = { ours: '', theirs: '', unsent: '', moved: '', helped: '', wished: '' };
  const led = { ours: 'list page', helped: 'list page', wished: 'list page' };
  const whole = { ...led, theirs: 'list page', unsent: 'list page', moved: 'list page' };
  const sees = [
    [handler, { ...none, ...led, moved: 'page' }], [head, { ...none, ...led, moved: 'page' }],
    [other, { ...none, theirs: 'list page', moved: 'list page', helped: 'found page' }], [town, none], // as lead, as one who left, as one who assists: three ways
    ...[clerk, supervisor, operator, leader].map((p) => [p, whole]),
  ];
  const matters = { ours, theirs, unsent, moved, helped, wished };
  for (const [person, expected] of sees) {
    const who = person.session.account.login;
    const listed = new Set((await all(person, '/matters')).map((m) => m.id));
    const { n } = await person.get('/matters/count');
    assert.equal(n, listed.size, who);
    for (const [name, how] of Object.entries(expected)) {
      const answer = await person.send('GET', `/matters/${matters[name].id}`);
      assert.equal(answer.status, how.includes('page') ? 200 : 404, `${who} opens ${name}`);
      assert.equal(listed.has(matters[name].id), how.includes('list'), `${who} lists ${name}`);
      const found = await person.get(`/matters?q=${matters[name].number}`);
      assert.equal(found.items.length, how.includes('list') || how.includes('found') ? 1 : 0, `${who} looks for the number of ${name}`);
      const assisting = await all(person, `/matters?assist=${world.units.market}`);
      assert.equal((await person.get(`/matters/count?assist=${world.units.market}`)).n, assisting.length);
      assert.equal(assisting.some((x) => x.id === matters[name].id), name === 'helped' && how !== '', `${who} filters by who assists in ${name}`);
    }
    const [known, unknown] = await Promise.all([person.send('GET', `/matters/${hiddenOne(expected, matters)}`), person.send('GET', `/matters/${nowhere}`)]);
    assert.deepEqual({ ...known.body, request_id: '' }, { ...unknown.body, request_id: '' }, `${who}: hidden and missing look the same`);
  }
});

/** A matter that is there and may not be seen, or else one that is nowhere. */
function hiddenOne(expected, matters) {
  const hidden = Object.keys(expected).find((name) => expected[name] === '');
  return hidden ? matters[hidden].id : nowhere;
}

test('scope: who assists acts on its own part alone', async () => {
  const { clerk, handler, other_handler: other, other_head: otherHead, town_handler: town } = world.people;
  let m = await act(clerk, await act(handler, await dispatched(), 'sign'), 'assist', { unit: world.units.market, text: '请核对执照。' });
  for (const person of [other, otherHead]) {
    for (const [verb, body] of Object.entries({
      note: { text: '我来说说' }, contact: { day: world.today, how: 'phone', text: '联系了' }, answer: { text: '办好了', result: 'resolved' }, extend: { days: 1, reason: '等材料' },
      assist: { unit: world.units.town, text: '再找一家' }, assist_urge: { n: 1, text: '请尽快' },
    })) {
      await person.refused('not_your_unit', 'POST', `/matters/${m.id}/${verb}`, { seq: m.seq, ...body });
    }
    assert.deepEqual((await person.get(`/matters/${m.id}`)).actions, ['assist_sign', 'assist_object']);
  }
  await town.refused('not_found', 'POST', `/matters/${m.id}/assist_sign`, { seq: m.seq });
  await handler.refused('not_your_unit', 'POST', `/matters/${m.id}/assist_sign`, { seq: m.seq });
  m = await act(other, m, 'assist_sign');
  assert.ok((await all(other, '/assists')).every((r) => r.assist.unit.id === world.units.market));
  assert.equal((await all(town, '/assists')).some((r) => r.id === m.id), false);
});

test('scope: acts on a matter of another unit are refused, whatever the act', async () => {
  const { other_handler: other, other_head: otherHead, town_handler: town, handler } = world.people;
  const m = await dispatched(world.units.housing);
  for (const person of [other, otherHead, town]) {
    for (const [verb, body] of Object.entries({
      sign: {}, object: { reason: '不归我们' }, note: { text: '我来说说' }, contact: { day: world.today, how: 'phone', text: '联系了' }, answer: { text: '办好了', result: 'resolved' },
    })) {
      await person.refused('not_found', 'POST', `/matters/${m.id}/${verb}`, { seq: m.seq, ...body });
    }
  }
  const moved = await act(world.people.supervisor, await act(handler, m, 'object', { reason: '属于市监局。' }), 'arbitrate', { decision: 'uphold', unit: world.units.market, note: '改派。' });
  for (const verb of ['sign', 'answer']) {
    const problem = await handler.send('POST', `/matters/${moved.id}/${verb}`, { seq: moved.seq, ...(verb === 'answer' ? { text: '办好了', result: 'resolved' } : {}) });
    assert.equal(problem.body.code, 'not_your_unit', `it may be seen, not handled: ${problem.text.slice(0, 200)}`);
  }
  assert.deepEqual((await handler.get(`/matters/${moved.id}`)).actions.filter((a) => ['sign', 'answer', 'object', 'contact'].includes(a)), []);
});

test('scope: what is offered as an action is accepted, what is not offered is refused', async () => {
  const { handler, head, operator, clerk, supervisor, leader, other_handler: other } = world.people;
  const later = new Date(Date.parse(world.today) + 10 * 86_400_000).toISOString().slice(0, 10);
  const worked = (await clerk.get('/time-rules/trial')).clocks.find((c) => c.clock === 'answer').due_day; // a working day
  const parked = { class: 'funds', review_day: later, reason: '等资金' };
  const bodies = {
    dispatch: { unit: world.units.housing }, sign: {}, object: { reason: '不归我们' }, arbitrate: { decision: 'reject', note: '驳回' }, note: { text: '说明' },
    contact: { day: world.today, how: 'phone', text: '联系' }, answer: { text: '办好', result: 'resolved' }, signoff: { decision: 'approve' },
    callback: allYes, withdraw: { reason: '撤回' }, amend: { title: '新的标题', reason: '更正' },
    extend: { days: 1, reason: '等材料' }, extension: { decision: 'approve', note: '同意' },
    assist: { unit: world.units.street, text: '请配合' }, assist_decide: { n: 1, decision: 'withdraw', note: '不需要了' }, assist_sign: {}, assist_object: { reason: '不归我们' }, assist_answer: { text: '已配合' },
    assist_urge: { n: 1, text: '请尽快答复' },
    park: { class: 'funds', review_day: later, reason: '等资金' }, parking: { decision: 'approve', note: '同意' }, unpark: { note: '可以办了' },
    stage: { day: worked, told: 'window', text: '已在办理', next: '下周完成' }, countersign: { decision: 'approve', note: '同意' },
  };
  const helped = async () => act(clerk, await act(handler, await dispatched(), 'sign'), 'assist', { unit: world.units.market, text: '请核对执照' });
  const makers = [
    helped, async () => act(other, await helped(), 'assist_sign'),
    async () => act(handler, await act(handler, await dispatched(), 'sign'), 'park', parked), async () => act(supervisor, await act(handler, await act(handler, await dispatched(), 'sign'), 'park', parked), 'parking', { decision: 'approve', note: '同意' }),
    () => clerk.post('/matters', intake()), () => dispatched(), async () => act(handler, await dispatched(), 'sign'),
    async () => act(handler, await dispatched(), 'object', { reason: '不归我们' }), () => answered(), async () => act(handler, await act(handler, await dispatched(), 'sign'), 'extend', { days: 1, reason: '等材料' }),
    async () => act(operator, await answered(), 'callback', allYes),
  ];
  for (const make of makers) {
    for (const person of [clerk, handler, head, operator, supervisor, leader, other]) {
      let m = null;
      for (const [verb, body] of Object.entries(bodies)) {
        m ??= await make();
        const mine = await person.send('GET', `/matters/${m.id}`);
        const offered = mine.status === 200 && mine.body.actions.includes(verb);
        const answer = await person.send('POST', `/matters/${m.id}/${verb}`, { seq: m.seq, ...body });
        assert.equal(answer.status === 200, offered, `${person.session.account.login} ${verb} on ${m.state}, ${offered ? '' : 'not '}offered: ${answer.status} ${answer.text.slice(0, 200)}`);
        m = answer.status === 200 ? null : m; // what was refused is as it was
      }
    }
  }
});

test('scope: who asked for secrecy is not found out by the unit, by no way around', async () => {
  const { clerk, handler, supervisor } = world.people;
  const caller = { kind: 'person', name: '钱不欲', phone: '13955510001' };
  const secret = await dispatched(world.units.housing, { caller, secret: true });
  const open = await dispatched(world.units.housing, { caller });
  const { party } = (await clerk.get(`/matters/${secret.id}`)).caller;
  const seen = await handler.send('GET', `/matters/${secret.id}`);
  assert.deepEqual(seen.body.caller, { party: null, name: '', phone: null, kind: 'person' });
  assert.ok(!seen.text.includes(party), 'the story does not name the caller either');
  assert.ok(!seen.body.actions.includes('reveal'));
  const beside = await handler.get(`/matters/${open.id}`);
  assert.ok(beside.actions.includes('reveal'));
  const lists = {
    related: beside.related, party: (await handler.get(`/parties/${party}/matters`)).items, ledger: (await handler.get(`/matters?party=${party}`)).items,
  };
  for (const [name, rows] of Object.entries(lists)) {
    assert.ok(!rows.some((m) => m.id === secret.id), `${name} says whose it is`);
  }
  assert.equal((await handler.get(`/matters/count?party=${party}`)).n, 1);
  assert.ok((await supervisor.get(`/matters/${open.id}`)).related.some((m) => m.id === secret.id), 'the district does know');
});

test('scope: the page opens for exactly the matters behind the rows that somebody may see', async () => {
  const everything = await all(world.people.leader, '/matters');
  const defs = (await world.people.leader.get('/figures')).items;
  const period = `period=${Number(world.today.slice(0, 4)) - 1}-01-01..${world.today}`;
  for (const person of [world.people.handler, world.people.other_head, world.people.town_handler]) {
    const seen = new Set((await all(person, '/matters')).map((m) => m.id));
    for (const def of defs) {
      (await all(person, `/figures/${def.key}/rows?${period}`)).forEach((row) => seen.add(row.id));
    }
    const opened = [];
    for (const m of everything) {
      if ((await person.send('GET', `/matters/${m.id}`)).status === 200) {
        opened.push(m.id);
      }
    }
    const who = person.session.account.login;
    assert.deepEqual(opened.filter((id) => !seen.has(id)), [], `${who} opens what no row shows`);
    assert.deepEqual([...seen].filter((id) => !opened.includes(id)), [], `${who} has rows that do not open`);
  }
});

test('scope: beside other districts, a district stands alone', async () => {
  const { leader } = world.people;
  const seen = await leader.get('/region');
  assert.equal(seen.level, 'district');
  assert.deepEqual(seen.lines.map((l) => l.district.code), [leader.session.district.code]);
});
