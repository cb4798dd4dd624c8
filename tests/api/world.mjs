// SPDX-License-Identifier: Apache-2.0
// The district that the stories play in: made from an empty store over the API alone, with a person in every role.
// Stories share it and leave it standing; each makes matters of its own.
import { Contract, Person, makeStore, startServer, untilMorning } from './helpers.mjs';

export const password = 'Quiet-River-7';

export const world = { units: {}, people: {}, accounts: {}, logins: {} };

/** Serves an empty store; the first story sets it up. There it is morning, so that no day ends while the stories run. */
export async function openWorld() {
  world.store = await makeStore();
  world.server = await startServer(world.store, { clock: untilMorning() });
  world.contract = await Contract.load(world.server.address);
  world.visitor = new Person(world.server, world.contract);
}

/** Someone signed in afresh. */
export async function signedIn(login, { lang, secret = password } = {}) {
  return new Person(world.server, world.contract, lang).signIn(login, secret);
}

/** Makes an account with these roles, changes its first password, and signs it in. */
export async function hire(login, name, unit, roles) {
  const { sysadmin, secadmin } = world.people;
  const account = await sysadmin.post('/accounts', { login, name, name_en: `${login} in English`, unit });
  await secadmin.post(`/accounts/${account.id}/roles`, { roles });
  const person = await new Person(world.server, world.contract).signIn(login, account.initial_password);
  await person.post('/session/password', { old_password: account.initial_password, new_password: password });
  world.accounts[login] = account.id;
  return signedIn(login);
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
export async function until(read) {
  for (;;) {
    const found = await read();
    if (found) {
      return found;
    }
    await new Promise((r) => setTimeout(r, 50));
  }
}
