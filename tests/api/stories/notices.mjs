// SPDX-License-Identifier: Apache-2.0
// Notices: each act tells those concerned, once, with what to do and where; by each one's choice; words follow what may be seen.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { act, answered, dispatched, signedIn, until, world } from '../world.mjs';

const told = async (person, kind, matter) => (await person.get('/my/notices?limit=100')).items.filter((n) => n.kind === kind && (!matter || n.object === matter.id));
const once = (person, kind, matter) => until(async () => {
  const rows = await told(person, kind, matter);
  assert.ok(rows.length <= 1, `${kind} told ${rows.length} times`);
  return rows[0];
});

test('notices: a dispatch tells those who handle and lead in the unit, and nobody else', async () => {
  const { handler, head, other_handler: other, clerk } = world.people;
  const matter = await dispatched();
  const notice = await once(handler, 'matter.dispatched', matter);
  assert.equal(notice.text, `派来新事项 ${matter.number}《${matter.title}》，${dueText(matter)}`);
  assert.equal(notice.todo, '去签收');
  assert.equal(notice.path, `/matter/${matter.id}`);
  assert.equal(notice.read_at, null);
  await once(head, 'matter.dispatched', matter);
  assert.deepEqual(await told(other, 'matter.dispatched', matter), []);
  assert.deepEqual(await told(clerk, 'matter.dispatched', matter), [], 'who did it is not told');
  const english = await (await signedIn('handler', { lang: 'en' })).get('/my/notices?limit=100');
  assert.match(english.items.find((n) => n.id === notice.id).text, new RegExp(`^New matter ${matter.number} “.+”, due in \\d+ days$`));
});

/** As the server says it: natural days from today. */
function dueText(matter) {
  const days = Math.round((Date.parse(matter.answer_clock?.due_day ?? matter.due_day) - Date.parse(world.today)) / 86_400_000);
  return days === 0 ? '今天到期' : days === 1 ? '明天到期' : `${days} 天后到期`;
}

test('notices: an objection tells whoever decides; the decision tells the unit, which then reads only the number', async () => {
  const { handler, supervisor } = world.people;
  const matter = await act(handler, await dispatched(), 'object', { reason: '属于市监局。' });
  await once(supervisor, 'matter.objected', matter);
  await act(supervisor, matter, 'arbitrate', { decision: 'uphold', unit: world.units.market, note: '改派。' });
  const notice = await once(handler, 'matter.objection_upheld', matter);
  assert.match(notice.text, /异议成立/);
  await once(world.people.other_handler, 'matter.dispatched', matter);
});

test('notices: marked as read one by one and all up to one; another\'s cannot be', async () => {
  const { handler, other_handler: other } = world.people;
  const matter = await answered(); // its sign-off tells nobody new
  await once(handler, 'matter.dispatched', matter);
  const { items, unread } = await handler.get('/my/notices?list=unread&limit=100');
  assert.ok(items.length >= 2 && unread >= items.length, `${items.length}, ${unread}`);
  assert.equal((await handler.get('/my/notices/count')).unread, unread);
  const [latest, second] = items;
  assert.equal((await handler.post(`/my/notices/${second.id}/read`, undefined)).unread, unread - 1);
  assert.equal((await handler.post(`/my/notices/${second.id}/read`, undefined)).unread, unread - 1);
  await other.refused('not_found', 'POST', `/my/notices/${latest.id}/read`);
  await handler.refusedField('upto', 'required', 'POST', '/my/notices/read', {});
  assert.equal((await handler.post('/my/notices/read', { upto: latest.id })).unread, 0);
  assert.deepEqual((await handler.get('/my/notices?list=unread')).items, []);
  const paged = [];
  for (let cursor = ''; cursor !== null;) {
    const page = await handler.get(`/my/notices?limit=7${cursor && `&cursor=${cursor}`}`);
    paged.push(...page.items.map((n) => n.id));
    cursor = paged.length < 70 ? page.next_cursor : null;
  }
  const whole = (await handler.get('/my/notices?limit=100')).items.map((n) => n.id);
  assert.deepEqual(paged, whole.slice(0, paged.length));
});

test('notices: by choice a kind comes to the digest instead of the bell; wrong settings are refused by field', async () => {
  const { handler } = world.people;
  const settings = await handler.get('/my/notice-settings');
  assert.equal(settings.digest, true);
  assert.equal(settings.email, null);
  assert.ok(settings.kinds.some((k) => k.kind === 'matter.dispatched' && k.bell && !k.mail));
  assert.ok(!settings.kinds.some((k) => k.kind === 'matter.objected'), 'only kinds that concern me');
  const { email, mail_ready, kinds, ...rest } = settings;
  const change = { ...rest, kinds: [{ kind: 'matter.dispatched', bell: false, digest: true, mail: false }] };
  await handler.refusedField('lang', 'unknown_value', 'PUT', '/my/notice-settings', { ...change, lang: 'fr' });
  await handler.refusedField('digest_min', 'out_of_range', 'PUT', '/my/notice-settings', { ...change, digest_min: 1440 });
  await handler.refusedField('kinds.0.kind', 'unknown_value', 'PUT', '/my/notice-settings', { ...change, kinds: [{ kind: 'no.such', bell: true, digest: true, mail: true }] });
  await handler.refusedField('kinds.0.kind', 'unknown_value', 'PUT', '/my/notice-settings', { ...change, kinds: [{ kind: 'matter.objected', bell: true, digest: true, mail: true }] });
  const changed = await handler.send('PUT', '/my/notice-settings', change);
  assert.equal(changed.status, 200, changed.text);
  assert.ok(changed.body.kinds.some((k) => k.kind === 'matter.dispatched' && !k.bell && k.digest));
  const before = (await handler.get('/my/digest')).kinds.find((k) => k.kind === 'matter.dispatched')?.n ?? 0;
  const matter = await dispatched();
  await once(world.people.head, 'matter.dispatched', matter);
  const digest = await until(async () => {
    const d = await handler.get('/my/digest');
    return (d.kinds.find((k) => k.kind === 'matter.dispatched')?.n ?? 0) > before ? d : null;
  });
  assert.deepEqual(await told(handler, 'matter.dispatched', matter), []);
  // Each number of the digest is that of the list it opens.
  for (const line of digest.lines.filter((l) => l.path.startsWith('/ledger?'))) {
    const { n } = await handler.get(`/matters/count?${line.path.slice('/ledger?'.length).replace(/&?sort=\w+/, '')}`);
    assert.equal(n, line.n, line.path);
  }
  assert.equal((await handler.send('PUT', '/my/notice-settings', { ...rest, kinds: [] })).status, 200);
});
