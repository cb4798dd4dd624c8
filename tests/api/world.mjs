// SPDX-License-Identifier: Apache-2.0
// The district that the stories play in: made from an empty store over the API alone, with a person in every role.
// Stories share it and leave it standing; each makes matters of its own.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { Contract, Person, makeStore, startServer, untilMorning } from './helpers.mjs';

export const password = 'Quiet-River-7';

export const world = { units: {}, people: {}, accounts: {}, logins: {} };

/** Serves an empty store; the first story sets it up. There it is morning, so that no day ends while the stories run. `args`: the program's. */
export async function openWorld({ args = [] } = {}) {
  world.store = await makeStore();
  world.server = await startServer(world.store, { clock: untilMorning(), args });
  world.contract = await Contract.load(world.server.address);
  world.visitor = new Person(world.server, world.contract);
}

/** Someone signed in afresh. */
export async function signedIn(login, { lang, secret = password } = {}) {
  return new Person(world.server, world.contract, lang).signIn(login, secret);
}

/** Makes an account with these roles, changes its first password, and signs it in. */
export async function hire(login, name, unit, roles, { sysadmin, secadmin } = world.people) {
  const account = await sysadmin.post('/accounts', { login, name, name_en: `${login} in English`, unit });
  await secadmin.post(`/accounts/${account.id}/roles`, { roles });
  const person = await new Person(world.server, world.contract).signIn(login, account.initial_password);
  await person.post('/session/password', { old_password: account.initial_password, new_password: password });
  world.accounts[login] = account.id;
  return signedIn(login);
}

/** Units, a catalogue of three levels and a person in every role, made by a district's administrators; logins end with `suffix`. */
export async function settle(admins, suffix = '') {
  const { sysadmin } = admins;
  const made = { units: {}, people: {}, accounts: {}, logins: {} };
  const [top] = (await sysadmin.get('/units')).items;
  for (const [key, name, kind] of [
    ['window', '区一口收办窗口', 'window'], ['callback', '区回访中心', 'callback'], ['office', '区政府督查室', 'office'], ['housing', '区住房和城乡建设局', 'department'],
    ['market', '区市场监督管理局', 'department'], ['town', '架河镇', 'township'], ['street', '田集街道', 'street'],
  ]) {
    made.units[key] = (await sysadmin.post('/units', { name, name_en: `${key} unit`, kind, parent: top.id })).id;
  }
  for (const [code, name, lead] of [
    ['01', '城市管理', null], ['01-01', '市政设施', null], ['01-01-01', '路灯照明', made.units.housing], ['01-01-02', '供水排水', made.units.housing],
    ['02', '市场监管', null], ['02-01', '证照办理', null], ['02-01-01', '营业执照', made.units.market],
    ['03', '乡镇事务', null], ['03-01', '村级道路', null], ['03-01-01', '道路养护', made.units.town],
  ]) {
    await sysadmin.post('/categories', { code, name, name_en: `category ${code}`, ...(lead ? { lead } : {}) });
  }
  const people = {
    clerk: ['收办员', 'window', 'clerk'], operator: ['回访员', 'callback', 'operator'], supervisor: ['督查员', 'office', 'supervisor'],
    leader: ['区长', 'office', 'leader'], handler: ['住建经办', 'housing', 'handler'], head: ['住建局长', 'housing', 'head'],
    other_handler: ['市监经办', 'market', 'handler'], other_head: ['市监局长', 'market', 'head'], town_handler: ['架河经办', 'town', 'handler'],
  };
  for (const [key, [name, where, role]] of Object.entries(people)) {
    const login = `${key.replace('_', '.')}${suffix}`;
    made.people[key] = await hire(login, name, made.units[where], [role], admins);
    made.logins[key] = login;
    made.accounts[login] = world.accounts[login];
  }
  return made;
}

let calls = 0;

/** An intake that is accepted as it stands; override what the story is about. */
export function intake(more = {}) {
  calls += 1;
  return {
    channel: 'phone',
    day: world.today,
    caller: { kind: 'enterprise', name: `淮南第${calls}面粉有限公司`, phone: `1990011${String(calls).padStart(4, '0')}` },
    title: `厂门口路灯不亮（${calls}）`,
    text: '厂区北门外的三盏路灯已有一周不亮，夜班职工出入不便，请尽快维修。',
    category: '01-01-01',
    urgency: 'normal',
    ...more,
  };
}

/** Registers a matter and sends it to a unit. */
export async function dispatched(unit = world.units.housing, more = {}) {
  return world.people.clerk.post('/matters', intake({ dispatch: { unit }, ...more }));
}

/** A command on a matter, with the seq of the matter as given. */
export function act(person, matter, verb, body = {}, options) {
  return person.post(`/matters/${matter.id}/${verb}`, { seq: matter.seq, ...body }, options);
}

/** A matter that waits for its call-back. */
export async function answered(more = {}) {
  const { handler } = world.people;
  let matter = await dispatched(world.units.housing, more);
  matter = await act(handler, matter, 'sign');
  return act(handler, matter, 'answer', { text: '已更换三盏路灯，现场验收通电正常。', result: 'resolved' });
}

export const allYes = { reached: true, true_: 'yes', done: 'yes', solved: 'yes', satisfaction: 'satisfied', words: '都修好了，谢谢。' };

/** Until something done beside the requests (jobs, notices: within a second or so) is there. */
export async function until(read, wait_ms = 60_000) {
  for (const end = Date.now() + wait_ms; ;) {
    const found = await read();
    if (found) {
      return found;
    }
    if (Date.now() > end) {
      throw new Error(`not there after ${wait_ms} ms: ${read}`);
    }
    await new Promise((r) => setTimeout(r, 50));
  }
}

const run = promisify(execFile);
let n_files = 0;

/** A document as it comes: its bytes and headers. The contract has been held against it. */
export async function pdf(person, method, url, body) {
  await person.ok(method, url, body); // by the contract
  const answer = await fetch(`${world.server.address}/api/v1${url}`, {
    method,
    headers: { cookie: person.cookie, ...(body ? { 'content-type': 'application/json', 'x-csrf-token': person.csrf } : {}) },
    body: body && JSON.stringify(body),
  });
  assert.equal(answer.status, 200);
  assert.equal(answer.headers.get('content-type'), 'application/pdf');
  assert.match(answer.headers.get('content-disposition'), /^inline; filename="[a-z0-9-]+\.pdf"$/);
  assert.equal(answer.headers.get('x-content-type-options'), 'nosniff');
  assert.equal(answer.headers.get('cache-control'), 'no-store');
  const bytes = Buffer.from(await answer.arrayBuffer());
  n_files += 1;
  const file = path.join(world.store.scratch, `paper-${n_files}.pdf`);
  writeFileSync(file, bytes);
  const { stdout } = await run('pdftotext', ['-raw', file, '-']);
  const { stdout: info } = await run('pdfinfo', [file]);
  const { stdout: fonts } = await run('pdffonts', [file]);
  assert.match(info, /595\.\d+ x 841\.\d+ pts \(A4\)/);
  fonts.trim().split('\n').slice(2).forEach((line) => assert.match(line, / yes yes yes /, `not embedded: ${line}`));
  return { bytes, text: stdout.replaceAll(/\s/g, ''), pages: Number(/Pages:\s+(\d+)/.exec(info)[1]) };
}
