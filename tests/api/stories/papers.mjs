// SPDX-License-Identifier: Apache-2.0
// Papers: an order with its number, a receipt with its code, printed again the same; templates that the district edits. What stands on a page is read with pdftotext.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { act, dispatched, intake, pdf, world } from '../world.mjs';

const issue = (person, m, kind, seq = m.seq) => person.post(`/matters/${m.id}/papers`, { seq, kind });
const paperOf = (papers, kind) => papers.items.findLast((p) => p.kind === kind);
const chineseDay = (day) => `${Number(day.slice(0, 4))}年${Number(day.slice(5, 7))}月${Number(day.slice(8))}日`;

test('papers: an order gets its number once, and is printed again the same', async () => {
  const { clerk, handler, supervisor } = world.people;
  const m = await dispatched(world.units.housing, { title: '路灯{{number}}不亮<b>', text: '灯杆编号 17。'.repeat(300) });
  const before = await clerk.get(`/matters/${m.id}/papers`);
  assert.deepEqual([before.items, before.may_issue], [[], ['dispatch', 'receipt']]);
  await clerk.refused('not_found', 'GET', `/matters/${m.id}/papers/1`);
  await handler.refused('forbidden', 'POST', `/matters/${m.id}/papers`, { seq: m.seq, kind: 'dispatch' });
  const issued = await issue(clerk, m, 'dispatch');
  const order = paperOf(issued, 'dispatch');
  assert.match(order.number, /^交办〔\d{4}〕\d+号$/);
  assert.deepEqual(issued.may_issue, ['receipt']);
  await clerk.refused('already_exists', 'POST', `/matters/${m.id}/papers`, { seq: issued.seq, kind: 'dispatch' });
  const first = await pdf(clerk, 'GET', `/matters/${m.id}/papers/${order.n}`);
  const due = m.clocks.find((c) => c.kind === 'answer').due_day;
  for (const said of [order.number, m.number, '路灯{{number}}不亮<b>', chineseDay(due), '灯杆编号17。', '—1—', '—2—']) {
    assert.ok(first.text.includes(said), `${said} is not on the order: ${first.text.slice(0, 800)}`);
  }
  assert.equal(first.text.split('灯杆编号17。').length - 1, 300);
  assert.ok(first.pages >= 3);
  assert.ok(!first.text.includes('样张'));
  // What happens afterwards is not on it; the unit prints the same.
  await act(clerk, { ...m, seq: issued.seq }, 'amend', { title: '后来的标题', reason: '更正' });
  const again = await pdf(handler, 'GET', `/matters/${m.id}/papers/${order.n}`);
  assert.ok(first.bytes.equals(again.bytes), 'printed again it is the same to the byte');
  const next = await issue(supervisor, await dispatched(), 'dispatch');
  const serial = (number) => Number(/〕(\d+)号/.exec(number)[1]);
  assert.equal(serial(paperOf(next, 'dispatch').number), serial(order.number) + 1, 'numbers have no gaps');
  const story = (await clerk.get(`/matters/${m.id}`)).events.filter((e) => e.action === 'paper_issued');
  assert.equal(story.length, 1);
  assert.equal(story[0].data.serial, serial(order.number));
});

test('papers: what was issued keeps the names that units had then', async () => {
  const { clerk, handler, supervisor, sysadmin } = world.people;
  const m = await dispatched(world.units.housing);
  const issued = await issue(clerk, m, 'dispatch');
  const order = `/matters/${m.id}/papers/${paperOf(issued, 'dispatch').n}`;
  const urge = await clerk.post('/supervisions/urges', { matter: m.id, text: '请抓紧。' });
  const urged = `/supervisions/${urge.id}/papers/1`;
  const before = [await pdf(clerk, 'GET', order), await pdf(supervisor, 'GET', urged)];
  const unit = (await sysadmin.get('/units')).items.find((u) => u.id === world.units.housing);
  const { name, name_en, kind, sort, seq } = unit;
  const parent = unit.parent ?? undefined;
  const renamed = await sysadmin.put(`/units/${unit.id}`, { name: '住建和房产局', name_en, kind, parent, sort, seq });
  const after = [await pdf(handler, 'GET', order), await pdf(supervisor, 'GET', urged)];
  const other = await dispatched(world.units.housing);
  const next = paperOf(await issue(clerk, other, 'dispatch'), 'dispatch');
  const fresh = await pdf(clerk, 'GET', `/matters/${other.id}/papers/${next.n}`);
  await sysadmin.put(`/units/${unit.id}`, { name, name_en, kind, parent, sort, seq: renamed.seq });
  for (const i of [0, 1]) {
    assert.ok(before[i].text.includes(name), before[i].text.slice(0, 300));
    assert.ok(before[i].bytes.equals(after[i].bytes), 'printed again it is the same to the byte');
  }
  assert.ok(fresh.text.includes('住建和房产局'), 'a new order has the new name');
});

test('papers: sent again after an objection, a matter gets another order; the first stays as it was', async () => {
  const { clerk, handler, supervisor } = world.people;
  let m = await dispatched();
  const first = await issue(clerk, m, 'dispatch');
  m = await act(handler, { ...m, seq: first.seq }, 'object', { reason: '属于证照问题。' });
  assert.deepEqual((await clerk.get(`/matters/${m.id}/papers`)).may_issue, ['receipt'], 'a disputed dispatch is not ordered');
  await clerk.refused('wrong_state', 'POST', `/matters/${m.id}/papers`, { seq: m.seq, kind: 'dispatch' });
  m = await act(supervisor, m, 'arbitrate', { decision: 'uphold', unit: world.units.market, note: '确属市监局。' });
  const second = await issue(clerk, m, 'dispatch');
  assert.equal(second.items.length, 2);
  const [one, two] = await Promise.all(second.items.map((p) => pdf(clerk, 'GET', `/matters/${m.id}/papers/${p.n}`)));
  const name = async (id) => (await clerk.get('/units')).items.find((u) => u.id === id).name;
  assert.ok(one.text.includes(`${await name(world.units.housing)}：`) && !one.text.includes(`${await name(world.units.market)}：`), one.text.slice(0, 400));
  assert.ok(two.text.includes(`${await name(world.units.market)}：`), two.text.slice(0, 400));
});

test('papers: a receipt is the caller\'s: name in clear for who issued it, a code for who holds it', async () => {
  const { clerk, handler, operator, supervisor } = world.people;
  const m = await clerk.post('/matters', intake({ day: world.today, caller: { kind: 'person', name: '钱多多', phone: '13955598765' }, secret: true }));
  const papers = await issue(clerk, m, 'receipt');
  const receipt = paperOf(papers, 'receipt');
  assert.match(receipt.code, /^[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{5}-[0-9A-HJKMNP-TV-Z]{5}$/);
  assert.equal(receipt.number, null);
  const mine = await pdf(clerk, 'GET', `/matters/${m.id}/papers/${receipt.n}`);
  for (const said of ['钱多多', receipt.code, m.number, '139****8765']) {
    assert.ok(mine.text.includes(said), `${said}: ${mine.text}`);
  }
  assert.ok(!mine.text.includes('13955598765'));
  for (const person of [operator, supervisor]) { // who may see the matter, and takes none in
    assert.deepEqual((await person.get(`/matters/${m.id}/papers`)).items, []);
    await person.refused('not_found', 'GET', `/matters/${m.id}/papers/${receipt.n}`);
    await person.refused('forbidden', 'POST', `/matters/${m.id}/papers`, { seq: papers.seq, kind: 'receipt' });
  }
  await handler.refused('not_found', 'GET', `/matters/${m.id}/papers`); // not theirs
  const sent = await act(clerk, { ...m, seq: papers.seq }, 'dispatch', { unit: world.units.housing });
  const order = paperOf(await issue(clerk, sent, 'dispatch'), 'dispatch');
  const page = await pdf(handler, 'GET', `/matters/${m.id}/papers/${order.n}`);
  assert.ok(page.text.includes('要求保密') && !page.text.includes('钱') && !page.text.includes('139'), 'secrecy holds on paper');
  assert.ok(!(await handler.get(`/matters/${m.id}/papers`)).items.some((p) => p.code), 'a unit learns no code');
  const story = JSON.stringify((await handler.get(`/matters/${m.id}`)).events);
  assert.ok(!story.includes(receipt.code) && !story.includes('钱多多'));
});

test('papers: bad input and other units\' matters', async () => {
  const { clerk, other_handler: other, leader, auditor } = world.people;
  const m = await dispatched();
  const issued = await issue(clerk, m, 'dispatch');
  for (const url of [`/matters/${m.id}/papers`, `/matters/${m.id}/papers/1`]) {
    await other.refused('not_found', 'GET', url);
    await auditor.refused('forbidden', 'GET', url);
  }
  await other.refused('not_found', 'POST', `/matters/${m.id}/papers`, { seq: m.seq, kind: 'receipt' });
  await clerk.refused('conflict', 'POST', `/matters/${m.id}/papers`, { seq: m.seq, kind: 'receipt' });
  await clerk.refusedField('kind', 'unknown_value', 'POST', `/matters/${m.id}/papers`, { seq: issued.seq, kind: 'minutes' });
  await leader.refused('forbidden', 'POST', `/matters/${m.id}/papers`, { seq: issued.seq, kind: 'receipt' });
  for (const n of ['0', '2', '999999999999']) {
    await clerk.refused('not_found', 'GET', `/matters/${m.id}/papers/${n}`);
  }
});

test('papers: a template is edited, previewed, and restored; what was issued before stays', async () => {
  const { clerk, supervisor, sysadmin, leader } = world.people;
  const list = (await supervisor.get('/papers')).items;
  assert.deepEqual(list.map((t) => t.kind), ['dispatch', 'urge', 'supervision', 'receipt', 'minutes', 'notification']);
  for (const person of [clerk, leader, sysadmin]) {
    await person.refused('forbidden', 'GET', '/papers');
    await person.refused('forbidden', 'PUT', '/papers/dispatch', { version: 0, text: 'x' });
  }
  const shipped = await supervisor.get('/papers/dispatch');
  assert.deepEqual([shipped.version, shipped.shipped, shipped.text], [0, true, shipped.shipped_text]);
  const m = await dispatched();
  const old = paperOf(await issue(clerk, m, 'dispatch'), 'dispatch');
  const text = shipped.text.replace('请于', '【本区】请于').trim();
  for (const [wrong, code, place] of [
    ['{{nummer}}', 'unknown_placeholder', '1:1 {{nummer}}'], ['一\n二三{{unit', 'bad_template', '2:3 {{unit'], ['表格：', 'bad_template', '1:1 表格：'],
  ]) {
    for (const [method, url] of [['PUT', '/papers/dispatch'], ['POST', '/papers/dispatch/preview']]) {
      const problem = await supervisor.refusedField('text', code, method, url, { ...(method === 'PUT' ? { version: 0 } : {}), text: `${wrong}\n${text}` });
      assert.ok(problem.errors.some((e) => e.accepted === place), JSON.stringify(problem.errors));
    }
  }
  const lacking = await supervisor.refusedField('text', 'lacks_placeholder', 'PUT', '/papers/dispatch', { version: 0, text: '空空如也' });
  assert.deepEqual(lacking.errors.map((e) => e.accepted).sort(), ['{{due_day}}', '{{issued_day}}', '{{number}}', '{{unit}}']);
  await supervisor.refusedField('text', 'too_long', 'PUT', '/papers/dispatch', { version: 0, text: text + '长'.repeat(8000) });
  await supervisor.refused('not_found', 'GET', '/papers/nothing');
  await supervisor.refused('not_found', 'PUT', '/papers/nothing', { version: 0, text });
  const seen = await pdf(supervisor, 'POST', '/papers/dispatch/preview', { text, matter: m.id });
  assert.ok(seen.text.includes('【本区】请于') && seen.text.includes(m.number) && seen.text.includes('样'));
  const changed = await supervisor.put('/papers/dispatch', { version: 0, text });
  assert.deepEqual([changed.version, changed.shipped, changed.text], [1, false, text]);
  await supervisor.refused('conflict', 'PUT', '/papers/dispatch', { version: 0, text });
  const fresh = await dispatched();
  const issued = paperOf(await issue(clerk, fresh, 'dispatch'), 'dispatch');
  assert.ok((await pdf(clerk, 'GET', `/matters/${fresh.id}/papers/${issued.n}`)).text.includes('【本区】'));
  assert.ok(!(await pdf(clerk, 'GET', `/matters/${m.id}/papers/${old.n}`)).text.includes('【本区】'), 'printed by the template of its day');
  const restored = await supervisor.post('/papers/dispatch/restore', { version: 1 });
  assert.deepEqual([restored.version, restored.shipped, restored.text], [2, true, shipped.text]);
  assert.deepEqual(restored.versions.map((v) => [v.version, v.shipped]), [[2, true], [1, false]]);
  assert.equal((await supervisor.get('/papers/dispatch/versions/1')).text, text);
  assert.equal((await supervisor.get('/papers/dispatch/versions/2')).text, shipped.text);
  await supervisor.refused('not_found', 'GET', '/papers/dispatch/versions/3');
  assert.ok((await pdf(clerk, 'GET', `/matters/${fresh.id}/papers/${issued.n}`)).text.includes('【本区】'));
});

test('papers: every kind has a preview', async () => {
  const { supervisor } = world.people;
  for (const { kind, name } of (await supervisor.get('/papers')).items) {
    const { text } = await supervisor.get(`/papers/${kind}`);
    const page = await pdf(supervisor, 'POST', `/papers/${kind}/preview`, { text });
    assert.ok(page.text.includes('样') && !page.text.includes('{{'), `${name}: ${page.text.slice(0, 300)}`);
  }
});

test('papers: urges, orders of each colour and notifications are printed; a unit\'s copy has its own lines', async () => {
  const { supervisor, clerk, handler, head, other_handler: other, other_head: otherHead } = world.people;
  const on = (s, verb, body = {}) => supervisor.post(`/supervisions/${s.id}/${verb}`, { seq: s.seq, ...body });
  const m = await dispatched();
  const urge = await clerk.post('/supervisions/urges', { matter: m.id, text: '请抓紧办理，并于今日回电。' });
  const notice = await pdf(handler, 'GET', `/supervisions/${urge.id}/papers/1`);
  for (const said of [urge.number, m.number, m.title, '请抓紧办理，并于今日回电。', '催办通知书']) {
    assert.ok(notice.text.includes(said), `${said}: ${notice.text}`);
  }
  assert.ok(notice.bytes.equals((await pdf(clerk, 'GET', `/supervisions/${urge.id}/papers/1`)).bytes));
  let order = await supervisor.post('/supervisions/orders', { matter: m.id, colour: 'blue', text: '请于限期内书面答复{{unit}}。' });
  order = await on(order, 'escalate', { text: '限期办结。', reason: '第一次答复避实就虚。' });
  order = await on(order, 'escalate', { text: '今日办结。', reason: '涉及安全。' });
  for (const [i, colour] of ['蓝色', '橙色', '红色'].entries()) {
    const page = await pdf(handler, 'GET', `/supervisions/${order.id}/papers/${i + 1}`);
    assert.ok(page.text.includes(`${colour}督办`) && page.text.includes(order.steps[i].number) && page.text.includes(chineseDay(order.steps[i].limit_day)), page.text);
  }
  assert.ok((await pdf(handler, 'GET', `/supervisions/${order.id}/papers/1`)).text.includes('请于限期内书面答复{{unit}}。'));
  for (const n of [0, 4, 99]) {
    await handler.refused('not_found', 'GET', `/supervisions/${order.id}/papers/${n}`);
  }
  await other.refused('not_found', 'GET', `/supervisions/${order.id}/papers/1`);
  const theirs = await dispatched(world.units.market);
  let note = await supervisor.post('/supervisions/notifications', { title: '关于逾期事项', text: '现将有关情况通报如下。', orders: [order.id] });
  note = await on(note, 'list', { matter: theirs.id, cause: '当事人反映推诿。' });
  await supervisor.refused('not_found', 'GET', `/supervisions/${note.id}/papers/1`); // not issued
  note = await on(note, 'issue');
  const whole = await pdf(supervisor, 'GET', `/supervisions/${note.id}/papers/1`);
  for (const said of [note.number, '现将有关情况通报如下。', m.number, theirs.number, '当事人反映推诿。', '签收人', '签收时间']) {
    assert.ok(whole.text.includes(said), `${said}: ${whole.text}`);
  }
  const ours = await pdf(head, 'GET', `/supervisions/${note.id}/papers/1`);
  assert.ok(ours.text.includes(m.number) && !ours.text.includes(theirs.number) && !ours.text.includes('推诿'), ours.text);
  const their = await pdf(otherHead, 'GET', `/supervisions/${note.id}/papers/1`);
  assert.ok(their.text.includes(theirs.number) && !their.text.includes(m.number));
});
