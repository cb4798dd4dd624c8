// SPDX-License-Identifier: Apache-2.0
// Clerks who register without a pause, each matter under its key, until it is answered: what a browser does that is told to try again. No test stands in this file.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { Contract, Person, startServer, yikou } from '../api/helpers.mjs';
import { world } from '../api/world.mjs';

/** Serves `store` for the stories of the first run. */
export async function openOn(store) {
  world.store = store;
  world.server = await startServer(store);
  world.contract = await Contract.load(world.server.address);
  world.visitor = new Person(world.server, world.contract);
}

const again = new Set(['store_away', 'outcome_unknown', 'busy']);
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

export class Load {
  constructor({ writers = 8, servers = [world.server] } = {}) {
    Object.assign(this, { answers: new Map(), told: {}, n: 0, going: true, failed: null, servers });
    this.running = Array.from({ length: writers }, (_, i) => this.write(servers[i % servers.length]).catch((e) => { this.failed = e; }));
  }

  /** Sends until it is done; counts how often it was asked to try again. */
  static async send(server, content, key, told = {}) {
    const { clerk } = world.people;
    for (;;) {
      const answer = await fetch(`${server.address}/api/v1/matters`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', cookie: clerk.cookie, 'x-csrf-token': clerk.csrf, 'idempotency-key': key },
        body: JSON.stringify(content),
      });
      const said = await answer.json();
      if (answer.status === 201) {
        return said;
      }
      assert.ok(answer.status === 503 && again.has(said.code), `${answer.status} ${JSON.stringify(said)}`);
      assert.ok(answer.headers.get('retry-after'));
      told[said.code] = (told[said.code] ?? 0) + 1;
      await pause(50);
    }
  }

  async write(server) {
    while (this.going) {
      this.n += 1;
      const key = randomUUID();
      const content = {
        channel: 'phone', day: world.today, title: `断线之时登记的一件（${this.n}）`, text: '数据库断开时登记的，登记过的不能丢，也不能重。', category: '01-01-01', urgency: 'normal',
        caller: { kind: 'person', name: '测试人', phone: `1990554${String(this.n % 10000).padStart(4, '0')}` },
      };
      const matter = await Load.send(server, content, key, this.told);
      this.answers.set(key, { content, matter });
    }
  }

  /** Until so many more are answered. */
  async more(n) {
    for (const goal = this.answers.size + n; this.answers.size < goal;) {
      assert.equal(this.failed, null);
      await pause(10);
    }
  }

  async end() {
    this.going = false;
    await Promise.all(this.running);
    if (this.failed) {
      throw this.failed;
    }
  }

  /** Every answered one is there, once, and no number is missing; asked again under its key it is the same. */
  async allThere(server, { first = 0 } = {}) {
    const ids = new Set();
    const serials = [];
    for (const { matter } of this.answers.values()) {
      assert.ok(!ids.has(matter.id), 'two keys made one matter');
      ids.add(matter.id);
      serials.push(Number(matter.number.split('-')[2]));
    }
    assert.equal(new Set(serials).size, serials.length, 'a number was given twice');
    const { clerk } = world.people;
    const rows = new Set();
    for (let cursor = ''; cursor !== null;) {
      const answer = await fetch(`${server.address}/api/v1/matters?limit=200&sort=number${cursor && `&cursor=${encodeURIComponent(cursor)}`}`, { headers: { cookie: clerk.cookie } });
      assert.equal(answer.status, 200);
      const page = await answer.json();
      page.items.forEach((m) => { assert.ok(!rows.has(m.number)); rows.add(m.number); });
      cursor = page.next_cursor;
    }
    for (const { matter } of this.answers.values()) {
      assert.ok(rows.has(matter.number), `${matter.number} was answered and is not there`);
    }
    assert.equal(rows.size, first + this.answers.size, 'something was done twice');
    assert.equal(Math.max(...serials), first + this.answers.size, 'a number has a gap');
    for (const [key, { content, matter }] of [...this.answers].slice(-20)) {
      assert.equal((await Load.send(server, content, key)).id, matter.id);
    }
  }
}

export async function verified(store) {
  const { code, out, err } = await yikou(store, 'verify', '--head', store.heads);
  assert.equal(code, 0, `${out.slice(0, 2000)}${err}`);
}
