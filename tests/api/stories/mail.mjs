// SPDX-License-Identifier: Apache-2.0
// Letters through a real mail server: an address is kept by the administrator and never shown whole; a letter says what to do, links
// there and names nobody; the administrator can try whether letters arrive.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { act, dispatched, signedIn, until, world } from '../world.mjs';

/** No quiet hours, so that a test does not depend on the hour it runs at. */
async function alwaysAwake(person, more = {}) {
  const { email, mail_ready, kinds, ...rest } = await person.get('/my/notice-settings');
  const answer = await person.send('PUT', '/my/notice-settings', { ...rest, quiet_from_min: 0, quiet_to_min: 0, kinds: [], ...more });
  assert.equal(answer.status, 200, answer.text);
}
const address = (login, email) => world.people.sysadmin.send('PUT', `/accounts/${world.accounts[login]}/email`, { email });

test('mail: an address is set by the system administrator only, checked, and shown masked', async () => {
  const { sysadmin, secadmin, handler, auditor } = world.people;
  for (const wrong of ['nonsense', 'a@b', 'a b@c.cn', 'a@b.cn, c@d.cn', '李@b.cn']) {
    await sysadmin.refusedField('email', 'wrong_type', 'PUT', `/accounts/${world.accounts.handler}/email`, { email: wrong });
  }
  await secadmin.refused('forbidden', 'PUT', `/accounts/${world.accounts.handler}/email`, { email: 'x@y.cn' });
  const set = await address('handler', 'wangfang@panji.example.cn');
  assert.equal(set.status, 200, set.text);
  assert.equal(set.body.email, 'wa***@panji.example.cn');
  assert.equal((await sysadmin.get(`/accounts/${world.accounts.handler}`)).email, 'wa***@panji.example.cn');
  const mine = await handler.get('/my/notice-settings');
  assert.equal(mine.email, 'wa***@panji.example.cn');
  assert.equal(mine.mail_ready, true);
  const log = await auditor.send('GET', '/log?action=account_email_set');
  assert.equal(log.body.items.length, 1);
  assert.doesNotMatch(log.text, /wangfang/);
});

test('mail: a letter for the kinds that ask for one, without titles or callers, in the language chosen', async () => {
  const { handler, head, supervisor } = world.people;
  const { smtp } = world;
  await address('head', 'zhang.head@panji.example.cn');
  await alwaysAwake(handler);
  await alwaysAwake(head, { lang: 'en' });
  const objected = await act(handler, await dispatched(), 'object', { reason: '不属于我们。' });
  await act(supervisor, objected, 'arbitrate', { decision: 'reject', note: '仍由你单位办理。' });
  const about = () => smtp.letters.filter((l) => l.subject.includes(objected.number));
  const letters = await until(async () => (about().length >= 2 ? about() : null));
  const zh = letters.find((l) => l.to === 'wangfang@panji.example.cn');
  const en = letters.find((l) => l.to === 'zhang.head@panji.example.cn');
  assert.match(zh.subject, /^异议不成立，340406-\d{4}-\d{6} 仍由本单位承办，/);
  assert.match(zh.text, new RegExp(`去办理：https://yikou\\.panji\\.example\\.cn/matter/${objected.id}\n`));
  assert.match(en.subject, /^The objection was rejected: /);
  assert.equal(zh.from, 'yikou@panji.example.cn');
  assert.match(zh.head, /^Auto-Submitted: auto-generated/m);
  for (const l of letters) {
    for (const secret of [objected.title, objected.caller.name, objected.caller.phone, '19900', '面粉']) {
      assert.ok(!secret || !`${l.subject}${l.text}`.includes(secret), `${secret} in ${l.subject}\n${l.text}`);
    }
  }
  const page = await until(async () => {
    const p = await world.people.sysadmin.get('/mails');
    return p.items.filter((m) => m.state === 'sent').length >= 2 ? p : null;
  });
  assert.equal(page.health.ready, true);
  assert.equal(page.health.failed, 0);
  assert.doesNotMatch(JSON.stringify(page), /wangfang|@panji/);
  assert.equal(new Set(smtp.letters.map((l) => l.id)).size, smtp.letters.length, 'each letter once');
  await world.people.supervisor.refused('forbidden', 'GET', '/mails');
});

test('mail: the administrator tries it, and hears what the mail server answers', async () => {
  const { sysadmin } = world.people;
  const me = sysadmin.session.account.id;
  await sysadmin.refused('wrong_state', 'POST', '/mails/test'); // no address yet
  await sysadmin.put(`/accounts/${me}/email`, { email: 'cheng@panji.example.cn' });
  assert.deepEqual(await sysadmin.post('/mails/test', undefined), { sent: true, to: 'ch***@panji.example.cn', error: null });
  assert.ok(world.smtp.letters.some((l) => l.to === 'cheng@panji.example.cn' && /测试邮件/.test(l.subject)));
  await sysadmin.put(`/accounts/${me}/email`, { email: 'nobody@panji.example.cn' });
  const refused = await sysadmin.post('/mails/test', undefined);
  assert.equal(refused.sent, false);
  assert.match(refused.error, /550/);
  const gone = await sysadmin.put(`/accounts/${me}/email`, { email: null });
  assert.equal(gone.email, null);
  assert.ok((await signedIn('handler')).session);
});
