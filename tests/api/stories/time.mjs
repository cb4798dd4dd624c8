// SPDX-License-Identifier: Apache-2.0
// Rules of time: versions, who may set them, what they make of a matter, and the clocks that start by them.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { test } from 'node:test';
import { promisify } from 'node:util';
import { program } from '../helpers.mjs';
import { dispatched, intake, world, until } from '../world.mjs';

const bare = ({ clock, kind, category, urgency, rule, source, source_en }) => Object.fromEntries(Object.entries({ clock, kind, category, urgency, rule, source, source_en }).filter(([, v]) => v !== null));

test('time: a district begins with the usual limits', async () => {
  const { clerk } = world.people;
  const rules = await clerk.get('/time-rules');
  assert.equal(rules.current, 1);
  assert.deepEqual(rules.versions[0].rules.map((r) => `${r.clock} ${r.kind ?? '*'} ${r.rule}`), [
    'contact * 1wd', 'sign * 1wd', 'answer * 5wd,warn=1wd', 'answer consultation 2wd,warn=1wd', 'callback * 3wd,warn=1wd', 'stage * 15wd,warn=1wd',
    'assist * 3wd,warn=1wd', 'assist consultation 1wd']);
  const trial = await clerk.get('/time-rules/trial?day=2022-01-28&kind=help');
  assert.equal(trial.clocks.find((c) => c.clock === 'answer').due_day, '2022-02-09'); // over the Spring Festival
  assert.equal((await clerk.get('/time-rules/trial?day=2022-01-28&kind=consultation')).clocks.find((c) => c.clock === 'answer').due_day, '2022-01-30');
  await clerk.refused('bad_query', 'GET', '/time-rules/trial?category=77-01-01');
});

test('time: the supervisor sets a new version, from today or later; nobody else does', async () => {
  const { supervisor, sysadmin, leader } = world.people;
  const { seq, versions: [v1] } = await supervisor.get('/time-rules');
  const rules = v1.rules.map(bare);
  const more = [...rules,
    { clock: 'contact', urgency: 'critical', rule: '2h,warn=50%', source: '应急处置规定', source_en: 'Emergency rules' },
    { clock: 'answer', urgency: 'critical', rule: '24h,warn=4h', source: '应急处置规定' },
    { clock: 'answer', category: '03', rule: '15d,warn=3d', source: '《信访工作条例》第二十三条' }];
  await sysadmin.refused('forbidden', 'PUT', '/time-rules', { seq, from_day: world.today, rules: more });
  await leader.refused('forbidden', 'PUT', '/time-rules', { seq, from_day: world.today, rules: more });
  const put = (body) => ['PUT', '/time-rules', { seq, from_day: world.today, rules: more, ...body }];
  await supervisor.refusedField('from_day', 'out_of_range', ...put({ from_day: '2020-01-01' }));
  await supervisor.refusedField(`rules[${more.length}].clock`, 'time_rule_twice', ...put({ rules: [...more, more[0]] }));
  await supervisor.refusedField('rules[0].rule', 'unknown_value', ...put({ rules: [{ ...more[0], rule: '5 days' }, ...more.slice(1)] }));
  await supervisor.refusedField(`rules[${more.length - 1}].category`, 'unknown_category', ...put({ rules: [...more.slice(0, -1), { ...more.at(-1), category: '88' }] }));
  await supervisor.refusedField('rules', 'time_rule_missing', ...put({ rules: more.filter((r) => r.clock !== 'sign') }));
  const set = await supervisor.put('/time-rules', { seq, from_day: world.today, rules: more });
  assert.equal(set.current, 2);
  assert.equal(set.versions[0].rules.length, more.length);
  assert.deepEqual(set.versions[1], v1);
  await supervisor.refused('conflict', 'PUT', '/time-rules', { seq, from_day: world.today, rules });
});

test('time: clocks start by the most specific rule, and say by which', async () => {
  const { clerk } = world.people;
  const unit = world.units.market;
  const urgent = await clerk.post('/matters', intake({ urgency: 'critical', dispatch: { unit } }));
  const clock = (m, kind) => m.clocks.find((c) => c.kind === kind);
  assert.equal(clock(urgent, 'answer').rule, '24h');
  assert.equal(clock(urgent, 'answer').warning, '4h');
  assert.ok(clock(urgent, 'answer').due_at > urgent.registered_at);
  assert.equal(clock(urgent, 'contact').rule, '2h');
  assert.equal(clock(urgent, 'contact').source, '应急处置规定');
  assert.equal(clock(urgent, 'contact').version, 2);
  const asked = await clerk.post('/matters', intake({ kind: 'consultation', dispatch: { unit } }));
  assert.equal(asked.kind, 'consultation');
  assert.equal(clock(asked, 'answer').rule, '2wd');
  // What a matter is may be corrected; its clocks keep the rule by which they began.
  const amended = await clerk.post(`/matters/${asked.id}/amend`, { kind: 'complaint', reason: '登记有误', seq: asked.seq });
  assert.equal(amended.kind, 'complaint');
  assert.deepEqual(clock(amended, 'answer'), clock(asked, 'answer'));
  const found = await clerk.get(`/matters?kind=complaint&limit=200`);
  assert.ok(found.items.every((m) => m.kind === 'complaint') && found.items.some((m) => m.id === asked.id));
});

test('time: the first contact is waited for from the dispatch until somebody has spoken to the caller', async () => {
  const { handler } = world.people;
  let m = await dispatched(world.units.housing);
  m = await handler.post(`/matters/${m.id}/sign`, { seq: m.seq });
  const queue = async () => (await handler.get('/work')).queues.find((q) => q.key === 'to_contact');
  const before = await queue();
  assert.ok(before.count.n >= 1);
  const listed = await handler.get(`/matters?${before.query}&limit=200`);
  assert.equal(listed.count.n, before.count.n);
  assert.ok(listed.items.some((x) => x.id === m.id));
  assert.equal(m.clocks.find((c) => c.kind === 'contact').stopped_day, null);
  m = await handler.post(`/matters/${m.id}/contact`, { day: world.today, how: 'phone', text: '已与来电人通话', seq: m.seq });
  const contact = m.clocks.find((c) => c.kind === 'contact');
  assert.equal(contact.stopped_day, world.today);
  assert.equal(contact.light, 'blue');
  assert.equal((await queue()).count.n, before.count.n - 1);
});

test('time: a year\'s table is tried before it is set, moves the matters in hand once each, and is refused line by line', async () => {
  const { clerk, supervisor, leader } = world.people;
  const { seq, last_year: last, calendar } = await supervisor.get('/calendars');
  const year = last + 1;
  // Due beyond the years that are known: provisional.
  const rules = await supervisor.get('/time-rules');
  const far = [...rules.versions[0].rules.map(bare), { clock: 'answer', kind: 'suggestion', rule: '60wd', source: '建议办理规定' }];
  await supervisor.put('/time-rules', { seq: rules.seq, from_day: world.today, rules: far });
  const made = await clerk.post('/matters', intake({ kind: 'suggestion', dispatch: { unit: world.units.market } }));
  for (let i = 0; i < 3; i += 1) {
    await clerk.post('/matters', intake({ kind: 'suggestion', dispatch: { unit: world.units.market } }));
  }
  const answer = (m) => m.clocks.find((c) => c.kind === 'answer');
  assert.equal(answer(made).provisional, true);
  assert.equal(answer(made).calendar, calendar);
  // Line by line.
  const text = `day,what,name\n${year}-01-01,off,New Year\n${year}-13-01,off\n${year}-01-04,maybe\n`;
  await supervisor.refusedField('line 3', 'impossible_day', 'POST', '/calendars/preview', { year, text });
  await supervisor.refusedField('line 4', 'unknown_value', 'POST', '/calendars/preview', { year, text });
  await supervisor.refusedField('year', 'out_of_range', 'POST', '/calendars/preview', { year: year + 1, text: `${year + 1}-01-01,off` });
  await leader.refused('forbidden', 'POST', '/calendars/preview', { year, text });
  // Two working weeks off in January: what was due after them moves.
  const weekdays = Array.from({ length: 14 }, (_, i) => new Date(Date.UTC(year, 0, 4 + i))).filter((d) => ![0, 6].includes(d.getUTCDay())).map((d) => d.toISOString().slice(0, 10));
  const table = ['BEGIN:VCALENDAR', ...weekdays.flatMap((d) => ['BEGIN:VEVENT', `DTSTART;VALUE=DATE:${d.replaceAll('-', '')}`, 'SUMMARY:放假', 'END:VEVENT']), 'END:VCALENDAR'].join('\r\n');
  const effect = await supervisor.post('/calendars/preview', { year, text: table });
  assert.equal(effect.days.length, weekdays.length);
  const mine = effect.moves.items.find((x) => x.id === made.id);
  assert.equal(mine.was_due, made.due_day);
  assert.ok(mine.due_day > mine.was_due);
  assert.ok(effect.moves.certain >= 1);
  assert.deepEqual(answer(await clerk.get(`/matters/${made.id}`)), answer(made), 'trying changes nothing');
  const days = effect.days.map(({ day, kind }) => ({ day, kind }));
  await leader.refused('forbidden', 'PUT', '/calendars', { seq, year, days });
  const set = await supervisor.put('/calendars', { seq, year, days });
  assert.equal(set.last_year, year);
  await supervisor.refused('conflict', 'PUT', '/calendars', { seq, year, days });
  let m;
  for (let i = 0; i < 100 && (await supervisor.get('/calendars/moves')).moves.moved; i += 1) {
    await new Promise((done) => { setTimeout(done, 200); });
  }
  m = await clerk.get(`/matters/${made.id}`);
  const moved = m.events.filter((e) => e.action === 'due_moved');
  assert.equal(moved.length, 1);
  assert.equal(moved[0].data.calendar, set.calendar);
  assert.equal(m.due_day, mine.due_day);
  assert.equal(answer(m).provisional, false);
  assert.equal(answer(m).calendar, set.calendar);
  // Four matters of one unit moved: each of its people is told once, with how many, and where they are.
  const { other_handler: other, other_head: boss, handler } = world.people;
  const told = async (person) => (await person.get('/my/notices?limit=100')).items.filter((n) => n.kind === 'matter.due_moved');
  const theirs = effect.moves.items.filter((x) => x.unit?.id === world.units.market && x.clock !== 'callback').length;
  assert.ok(theirs >= 4);
  for (const person of [other, boss]) {
    const notices = await until(async () => { const all = await told(person); return all.length && all; });
    assert.equal(notices.length, 1, 'one for the whole act');
    assert.ok(notices[0].text.includes(`${theirs} 件`), notices[0].text);
    assert.match(notices[0].path, /^\/ledger\?.*sort=due_day/);
    assert.ok((await person.get(`/matters?${notices[0].path.split('?')[1]}`)).items.some((x) => x.id === made.id), 'it leads to the list that has them');
  }
  assert.ok((await told(handler)).length <= 1);
  // A day of the district's own is laid over it, and a matter dispatched now is reckoned by it at once.
  // The command line knows it, and says whose it is; without a store it says that it does not.
  const due = async (...place) => (await promisify(execFile)(program, ['calendar', 'due', '--from', `${year}-01-01`, '--add', '5wd', '--lang', 'zh', ...place])).stdout.split('\n');
  const district = await due(...world.store.flags.slice(0, 2));
  const shipped = await due();
  assert.ok(district[0] > shipped[0], `${district[0]} by the district's calendar, ${shipped[0]} by the shipped one`);
  assert.ok(district[1].includes(`日历 ${set.calendar}（`) && !district[1].includes('程序自带'), district[1]);
  assert.ok(shipped[1].includes('（程序自带）'), shipped[1]);
  const own = await supervisor.put('/calendars', { seq: set.seq, year, own: true, days: [{ day: `${year}-01-19`, kind: 'off', name: '区庆日' }] });
  assert.equal(own.tables[0].own, true);
  assert.ok((await clerk.get(`/calendar/${year}`)).days_off.includes(`${year}-01-19`) === (new Date(`${year}-01-19`).getUTCDay() % 6 !== 0));
});
