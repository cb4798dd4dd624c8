// SPDX-License-Identifier: Apache-2.0
// Bad input: every field of every request body, taken from /openapi.json, is refused by name and code in both languages, and
// nothing is half-done; what is merely odd (SQL, HTML) is kept and shown as it was written.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sendBytes } from '../helpers.mjs';
import { act, answered, dispatched, intake, signedIn, world } from '../world.mjs';

/** A body that is accepted, for every route with one; and who may send it. */
async function accepted() {
  const { clerk, sysadmin, secadmin, supervisor, handler, operator } = world.people;
  const m = await dispatched();
  const waiting = await answered();
  const registered = await clerk.post('/matters', intake());
  const unit = (await sysadmin.get('/units')).items.find((u) => u.id === world.units.street);
  const leaf = (await sysadmin.get('/categories')).items.find((c) => c.code === '01-01-02');
  const [party] = (await clerk.get(`/parties?name=${encodeURIComponent('面粉')}`)).items;
  const seq = { seq: m.seq };
  return [
    [clerk, 'POST /matters', intake({ dispatch: { unit: world.units.housing, note: '请办' } })],
    [clerk, `POST /matters/${registered.id}/dispatch`, { seq: registered.seq, unit: world.units.housing, note: '请办理' }],
    [handler, `POST /matters/${m.id}/object`, { ...seq, reason: '不归我们' }],
    [supervisor, `POST /matters/${m.id}/arbitrate`, { ...seq, decision: 'uphold', unit: world.units.market, note: '改派' }],
    [handler, `POST /matters/${m.id}/note`, { ...seq, text: '说明' }],
    [handler, `POST /matters/${m.id}/contact`, { ...seq, day: world.today, how: 'phone', text: '联系' }],
    [handler, `POST /matters/${m.id}/answer`, { ...seq, text: '办好了', result: 'resolved' }],
    [operator, `POST /matters/${waiting.id}/callback`, { seq: waiting.seq, reached: true, true_: 'yes', done: 'yes', solved: 'yes', satisfaction: 'satisfied', words: '好', note: '备注' }],
    [handler, `POST /matters/${m.id}/stage`, { ...seq, day: world.today, told: 'window', text: '已到现场', next: '等配件' }],
    [clerk, `POST /matters/${m.id}/withdraw`, { ...seq, reason: '撤回' }],
    [clerk, `POST /matters/${m.id}/join`, { ...seq, into: registered.id }],
    [clerk, `POST /matters/${m.id}/amend`, { ...seq, title: '标题', category: '01-01-02', urgency: 'urgent', reason: '改' }],
    [clerk, `POST /parties/${party.id}/reveal`, { reason: '核实' }],
    [sysadmin, 'POST /units', { name: '某局', name_en: 'Some', kind: 'department', parent: unit.parent, sort: 3 }],
    [sysadmin, `PUT /units/${unit.id}`, { name: unit.name, name_en: unit.name_en, kind: unit.kind, parent: unit.parent, sort: 3, seq: unit.seq }],
    [sysadmin, 'POST /categories', { code: '08', name: '某类', name_en: 'Some', lead: world.units.market }],
    [sysadmin, 'PUT /categories/01-01-02', { name: leaf.name, name_en: leaf.name_en, lead: leaf.lead, open: true, seq: leaf.seq }],
    [sysadmin, 'POST /accounts', { login: 'odd.one', name: '某人', name_en: 'Some', unit: world.units.market }],
    [sysadmin, `PUT /accounts/${world.accounts.leader}`, { name: '区长', name_en: 'Leader', unit: world.units.office }],
    [secadmin, `POST /accounts/${world.accounts.leader}/roles`, { roles: ['leader'] }],
    [clerk, `POST /matters/${m.id}/papers`, { ...seq, kind: 'dispatch' }],
    [supervisor, 'PUT /papers/urge', { version: 0, text: (await supervisor.get('/papers/urge')).text }],
    [supervisor, 'POST /papers/urge/restore', { version: 0 }],
    [supervisor, 'POST /papers/dispatch/preview', { text: (await supervisor.get('/papers/dispatch')).text, matter: m.id }],
    [supervisor, 'PUT /policy', await supervisor.get('/policy')],
    [await signedIn('leader'), 'POST /session/password', { old_password: 'Quiet-River-7', new_password: 'Loud-River-8!' }],
  ];
}

const split = (route) => route.split(' ');

/** All leaves of a body's schema: path in the body, its schema, whether it must be there. */
function* leaves(schema, at = []) {
  const own = schema.anyOf?.find((s) => s.type === 'object') ?? schema;
  for (const [name, field] of Object.entries(own.properties ?? {})) {
    const inner = field.anyOf?.find((s) => s.type === 'object') ?? field;
    if (inner.properties) {
      yield* leaves(inner, [...at, name]);
    } else {
      yield { path: [...at, name], field: inner, required: own.required?.includes(name) ?? false };
    }
  }
}

function withValue(body, [first, ...rest], value) {
  return { ...body, [first]: rest.length ? withValue(body[first] ?? {}, rest, value) : value };
}

const types = (field) => [field.type ?? []].flat();

/** Wrong values for a field by its schema, and the code each is refused with. */
function* wrong(field, required) {
  const type = types(field).find((t) => t !== 'null');
  yield [type === 'string' ? 7 : 'seven', /^(wrong_type|unknown_value|impossible_day)$/];
  yield [{ a: 1 }, /^wrong_type$/];
  if (type !== 'array') {
    yield [[1], /^wrong_type$/];
  }
  if (required) {
    yield [undefined, /^required$/];
    yield [null, /^(required|wrong_type)$/];
  }
  if (field.enum) {
    yield ['no-such-word', /^unknown_value$/];
  } else if (field.format === 'date') {
    for (const day of ['2022-02-30', '2022-13-01', '22-01-01', '2022-1-1', '', 'yesterday', '2022-01-01T00:00:00Z']) {
      yield [day, /^(impossible_day|wrong_type|required)$/];
    }
  } else if (field.pattern) {
    yield ['not an id', /^wrong_type$/];
    yield ['ZZZZZZZZZZZZZ', /^wrong_type$/];
  } else if (field.maxLength) {
    yield ['长'.repeat(field.maxLength + 1), /^too_long$/];
  }
  if (type === 'integer') {
    yield [1.5, /^wrong_type$/];
    if (field.maximum !== undefined) {
      yield [field.maximum + 1, /^out_of_range$/];
      yield [field.minimum - 1, /^out_of_range$/];
    }
  }
}

test('bad input: each field of each body is refused by its name and code', async () => {
  let tried = 0;
  const misses = [];
  for (const [person, route, body] of await accepted()) {
    const [method, url] = split(route);
    const { operation } = world.contract.find(method, `/api/v1${url}`);
    const { schema } = operation.requestBody.content['application/json'];
    for (const { path, field, required } of leaves(schema)) {
      for (const [value, code] of wrong(field, required)) {
        const answer = await person.send(method, url, withValue(body, path, value));
        tried += 1;
        const name = path.join('.');
        const error = answer.body?.errors?.find((e) => e.field === name || e.field.startsWith(`${name}[`));
        if (answer.status !== 422 || !error || !code.test(error.code) || !error.message) {
          misses.push(`${method} ${url} ${name}=${JSON.stringify(value)?.slice(0, 40)}: ${answer.status} ${answer.text.slice(0, 200)}, ${code} was due`);
        }
      }
    }
    const answer = await person.send(method, url, { ...body, no_such_field: 1 });
    if (!answer.body?.errors?.some((e) => e.field === 'no_such_field' && e.code === 'unknown_field')) {
      misses.push(`${method} ${url}: an unknown field: ${answer.status} ${answer.text.slice(0, 200)}`);
    }
  }
  assert.deepEqual(misses, []);
  assert.ok(tried > 300, `${tried} tried`);
});

test('bad input: all wrong fields are named at once, in the language asked for', async () => {
  const body = { channel: 'pigeon', day: '2022-02-30', caller: { kind: 'ghost' }, title: '', category: 7, extra: true };
  for (const [lang, pattern] of [['zh-CN', /[\u4e00-\u9fff]/], ['en-GB,en;q=0.9', /^[\x20-\x7e]+$/]]) {
    const clerk = await signedIn('clerk', { lang });
    const problem = await clerk.refused('invalid_fields', 'POST', '/matters', body);
    assert.match(problem.title, pattern);
    const byField = Object.fromEntries(problem.errors.map((e) => [e.field, e]));
    for (const field of ['channel', 'day', 'caller.kind', 'title', 'text', 'category', 'urgency', 'extra']) {
      assert.ok(byField[field], `${field} is named`);
      assert.match(byField[field].message, pattern);
    }
    assert.match(byField.channel.accepted, /counter/);
  }
});

test('bad input: a day to come is refused', async () => {
  const tomorrow = new Date(Date.parse(world.today) + 86_400_000).toISOString().slice(0, 10);
  const { clerk, handler } = world.people;
  await clerk.refusedField('day', 'future_day', 'POST', '/matters', intake({ day: tomorrow }));
  await clerk.refusedField('day', 'future_day', 'POST', '/matters', intake({ day: `${Number(world.today.slice(0, 4)) + 1}-01-01` }));
  const m = await act(handler, await dispatched(), 'sign');
  await handler.refusedField('day', 'future_day', 'POST', `/matters/${m.id}/contact`, { seq: m.seq, day: tomorrow, how: 'phone', text: '明天联系' });
});

test('bad input: half a telephone number, and a caller who is and is not there', async () => {
  const { clerk } = world.people;
  for (const phone of ['123', '1990022', 'call me', '19900110001x', '199001100019900110001']) {
    await clerk.refusedField('caller.phone', 'bad_phone', 'POST', '/matters', intake({ caller: { kind: 'person', name: '王芳', phone } }));
  }
  await clerk.refused('invalid_fields', 'POST', '/matters', intake({ caller: { kind: 'person', party: '0123456789ABC' } }));
  await clerk.refused('invalid_fields', 'POST', '/matters', intake({ caller: { kind: 'enterprise' } }));
});

const odd = [
  "'; DROP TABLE event; --", '" OR 1=1 --', "Robert'); DELETE FROM matter_fact;--", '<script>alert(1)</script>', '<img src=x onerror=alert(1)>', '%s%n%d',
  '\\u0000 \\n', '${7*7}{{7*7}}', '🏭🔥 厂房', '\u202e反向\u202c', 'ﷺ'.repeat(10), "it's 100%_ok",
];

test('bad input: SQL and HTML in every text are shown as they were written', async () => {
  const { clerk, handler, operator, supervisor } = world.people;
  for (const words of odd) {
    let m = await clerk.post('/matters', intake({ title: words.slice(0, 60), text: words, dispatch: { unit: world.units.housing, note: words } }));
    m = await act(handler, m, 'object', { reason: words });
    m = await act(supervisor, m, 'arbitrate', { decision: 'reject', note: words });
    m = await act(handler, m, 'sign');
    m = await act(handler, m, 'note', { text: words });
    m = await act(handler, m, 'contact', { day: world.today, how: 'visit', text: words });
    m = await act(handler, m, 'answer', { text: words, result: 'explained' });
    m = await act(operator, m, 'callback', { reached: false, note: words });
    m = await act(operator, m, 'callback', { reached: true, true_: 'no', done: 'no', words });
    m = await act(clerk, m, 'amend', { title: `${words.slice(0, 58)}改`, reason: words });
    m = await act(clerk, m, 'withdraw', { reason: words });
    assert.equal(m.title, `${words.slice(0, 58)}改`);
    assert.equal(m.text, words);
    const texts = m.events.flatMap((e) => Object.values(e.texts));
    assert.ok(texts.filter((t) => t === words).length >= 9, `${words}: ${JSON.stringify(texts)}`);
    const found = await clerk.send('GET', `/matters?q=${encodeURIComponent(words)}`);
    assert.equal(found.status, 200, found.text);
  }
});

test('bad input: SQL in every query parameter is a value like any other, or refused', async () => {
  for (const [template, methods] of Object.entries(world.contract.doc.paths).filter(([p]) => p.startsWith('/api/'))) {
    for (const parameter of methods.get?.parameters?.filter((p) => p.in === 'query') ?? []) {
      const person = [world.people.leader, world.people.clerk, world.people.operator, world.people.auditor, world.people.sysadmin, world.people.supervisor].find((p) => {
        const cap = methods.get['x-capability'];
        return !cap || p.may(cap);
      });
      const url = template.replace('/api/v1', '').replace('{key}', 'matter.closed').replace('{id}', world.accounts.leader);
      for (const value of ["' OR '1'='1", '1; SELECT 1', '%00', '\u{1F600}', '-1', 'x'.repeat(5000), '']) {
        const answer = await person.send('GET', `${url}?${parameter.name}=${encodeURIComponent(value)}`);
        assert.ok([200, 400, 404, 422].includes(answer.status), `${url} ${parameter.name}=${value.slice(0, 20)}: ${answer.status} ${answer.text.slice(0, 200)}`);
      }
      await person.send('GET', `${url}?${parameter.name}=%FF%FE`).then((a) => assert.ok(a.status < 500, a.text));
    }
    if (methods.get && !template.includes('{')) {
      const person = [world.people.leader, world.people.clerk, world.people.operator, world.people.auditor, world.people.sysadmin, world.people.supervisor].find((p) => !methods.get['x-capability'] || p.may(methods.get['x-capability']));
      await person.refusedField('no_such', 'unknown_field', 'GET', `${template.replace('/api/v1', '')}?no_such=1`);
    }
  }
});

test('bad input: bodies that are not JSON, not whole, too deep, too large, or not said to be JSON', async () => {
  const { clerk } = world.people;
  const before = (await clerk.get('/matters/count')).n;
  const good = JSON.stringify(intake());
  for (const raw of ['', '{', good.slice(0, -1), good + good, `${good},`, "{'channel':'phone'}", 'null', '[]', '"text"', '42', '\ufeff' + good, '{"a":NaN}', good.replace('"phone"', '"\\ud800"')]) {
    const answer = await clerk.send('POST', '/matters', undefined, { raw });
    assert.ok(answer.status === 400 || answer.status === 422, `${raw.slice(0, 30)}: ${answer.status} ${answer.text}`);
  }
  await clerk.refused('bad_json', 'POST', '/matters', undefined, { raw: '['.repeat(1000) + ']'.repeat(1000) });
  await clerk.refused('bad_json', 'POST', '/matters', undefined, { raw: '{"a":'.repeat(1000) + '1' + '}'.repeat(1000) });
  const twice = await clerk.send('POST', '/matters', undefined, { raw: good.replace('{', '{"channel":"letter",') });
  assert.ok([400, 422].includes(twice.status), 'a name given twice');
  for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', 'application/jsonx']) {
    await clerk.refused('unsupported_type', 'POST', '/matters', undefined, { raw: good, headers: { 'content-type': type } });
  }
  assert.equal((await clerk.get('/matters/count')).n, before, 'nothing half-done');
});

test('bad input: broken UTF-8 is refused where it stands', async () => {
  const { clerk } = world.people;
  const before = (await clerk.get('/matters/count')).n;
  for (const bytes of [[0xff], [0xc0, 0xaf], [0xed, 0xa0, 0x80], [0xf4, 0x90, 0x80, 0x80], [0xe4, 0xb8]]) {
    const [head, tail] = JSON.stringify(intake({ text: 'AB@CD' })).split('@');
    const raw = Buffer.concat([Buffer.from(head), Buffer.from(bytes), Buffer.from(tail)]);
    const answer = await clerk.send('POST', '/matters', undefined, { raw });
    assert.ok(['bad_text', 'bad_json'].includes(answer.body.code) || answer.body.errors?.some((e) => e.code === 'bad_text'), answer.text);
  }
  const zero = await clerk.send('POST', '/matters', undefined, { raw: JSON.stringify(intake({ text: 'a\u0000b' })) });
  assert.ok(zero.status === 400 || zero.status === 422, zero.text);
  assert.equal((await clerk.get('/matters/count')).n, before);
});

test('bad input: a body too large is refused before it is read; one cut off changes nothing', async () => {
  const { clerk } = world.people;
  const before = (await clerk.get('/matters/count')).n;
  const head = (length, more = '') => [
    'POST /api/v1/matters HTTP/1.1', 'Host: yikou', 'Content-Type: application/json', `Content-Length: ${length}`, `Cookie: ${clerk.cookie}`,
    `X-CSRF-Token: ${clerk.csrf}`, 'Idempotency-Key: cut-off', more, '',
  ].filter((line, i) => line || i > 7).join('\r\n') + '\r\n';
  const large = await sendBytes(world.server.address, `${head(100_000_000)}{"a":"`);
  assert.match(large, /^HTTP\/1\.1 413 /);
  assert.match(large, /body_too_large/);
  const body = JSON.stringify(intake());
  assert.doesNotMatch(await sendBytes(world.server.address, head(Buffer.byteLength(body)) + body.slice(0, 100), { half: true, wait_ms: 1000 }), /^HTTP\/1\.1 2/);
  assert.doesNotMatch(await sendBytes(world.server.address, head('twelve') + body, { wait_ms: 1000 }), /^HTTP\/1\.1 2/);
  await clerk.refused('body_too_large', 'POST', '/matters', intake({ text: '长'.repeat(100_000) }));
  assert.equal((await clerk.get('/matters/count')).n, before);
  await clerk.get('/session');
});

test('bad input: addresses and methods that are not there', async () => {
  const { clerk, visitor } = { ...world.people, visitor: world.visitor };
  const off = { offContract: true };
  for (const url of ['/nothing', '/matters/not-an-id', '/matters/0123456789ABC/explode', '/../etc/passwd', '/matters/0123456789ABC/', '/figures/a/b/c']) {
    await clerk.refused('no_route', 'GET', url, undefined, off).catch(async (e) => {
      if (!/not_found|is in the contract/.test(e.message)) {
        throw e;
      }
    });
  }
  await clerk.refused('method_not_allowed', 'PATCH', '/matters', {}, off);
  await clerk.refused('method_not_allowed', 'DELETE', '/policy', undefined, off);
  await clerk.refused('not_found', 'GET', '/matters/0123456789ABC');
  await clerk.refused('unknown_figure', 'GET', '/figures/no.such');
  await visitor.refused('not_signed_in', 'GET', '/figures/no.such');
  const head = await fetch(`${world.server.address}/api/v1/matters`, { method: 'HEAD', headers: { cookie: clerk.cookie } });
  assert.equal(head.status, 200);
  assert.equal(await head.text(), '');
  const options = await fetch(`${world.server.address}/api/v1/matters`, { method: 'OPTIONS' });
  assert.match(options.headers.get('allow'), /GET.*POST|POST.*GET/);
  for (const url of ['/healthz', '/readyz', '/metrics', '/openapi.json']) {
    assert.equal((await visitor.send('GET', url, undefined, { base: '' })).status, 200, url);
  }
  for (const [url, status] of [['/', 200], ['/no-such-page', 200], ['/assets/none.js', 404]]) {
    const answer = await fetch(world.server.address + url);
    await answer.text();
    assert.equal(answer.status, status, url);
  }
});

test('bad input: what is not HTTP does not hurt', async () => {
  for (const bytes of ['\0\0\0\0', 'GET', 'GET / HTTP/9.9\r\n\r\n', `GET /${'a'.repeat(100_000)} HTTP/1.1\r\n\r\n`, 'POST /api/v1/matters HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nZZ\r\n', '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03']) {
    await sendBytes(world.server.address, bytes, { half: true, wait_ms: 500 });
  }
  const health = await fetch(`${world.server.address}/healthz`);
  assert.equal(health.status, 200);
});


test('bad input: a parameter that only the handler can refuse is refused as part of the query', async () => {
  const { leader } = world.people;
  for (const [query, field, code] of [
    ['period=2022-13', 'period', 'bad_period'], ['period=2023..2022', 'period', 'bad_period'], ['category=98', 'category', 'unknown_category'],
    [`unit=0123456789ABC`, 'unit', 'unknown_unit'],
  ]) {
    await leader.refusedField(field, code, 'GET', `/figures/matter.closed?${query}`);
    await leader.refusedField(field, code, 'GET', `/figures/matter.closed/rows?${query}`);
  }
  await leader.refusedField('side', 'unknown_value', 'GET', '/figures/matter.closed/rows?side=x');
  await leader.refusedField('cursor', 'wrong_type', 'GET', '/figures/matter.closed/rows?cursor=x');
  await world.people.auditor.refusedField('ledger', 'unknown_value', 'GET', '/log?ledger=nothing');
  await world.people.auditor.refusedField('cursor', 'wrong_type', 'GET', '/log/blocks?cursor=!');
  await world.people.clerk.refusedField('phone', 'required', 'GET', '/parties');
});
