// SPDX-License-Identifier: Apache-2.0
// The connection breaks at COMMIT: before the server hears it, or after, when only its answer is lost. The program cannot tell one from the other; its key can.
import assert from 'node:assert/strict';
import net from 'node:net';
import { after, before, test } from 'node:test';
import { makeStore, yikou } from '../../api/helpers.mjs';
import { world } from '../../api/world.mjs';
import { Load, openOn } from '../load.mjs';

const BREAKS = 60;

/** Stands between program and server, and breaks connections at a COMMIT when it is told to. */
class Breaker {
  constructor(url) {
    Object.assign(this, { target: new URL(url), armed: false, before: 0, after: 0, sockets: new Set() });
  }

  async listen() {
    this.server = net.createServer((client) => this.join(client));
    await new Promise((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    return this.server.address().port;
  }

  join(client) {
    const upstream = net.connect(Number(this.target.port), this.target.hostname);
    let cut = false;
    for (const socket of [client, upstream]) {
      this.sockets.add(socket);
      socket.on('error', () => {});
      socket.on('close', () => { this.sockets.delete(socket); client.destroy(); upstream.end(); });
    }
    client.on('data', (bytes) => {
      if (cut) {
        return;
      }
      cut = this.armed && bytes.includes('COMMIT') && this.before + this.after < BREAKS;
      if (!cut) {
        upstream.write(bytes);
      } else if (this.before <= this.after) {
        this.before += 1;
        client.destroy();
      } else {
        this.after += 1;
        upstream.end(bytes);
        client.destroy();
      }
      this.armed = false;
    });
    upstream.on('data', (bytes) => { cut || client.write(bytes); });
  }

  stop() {
    this.server.close();
    this.sockets.forEach((s) => s.destroy());
  }
}

let breaker;
let store;

before(async () => {
  store = await makeStore();
  breaker = new Breaker(store.url);
  const port = await breaker.listen();
  const url = new URL(store.url);
  url.port = port;
  await openOn({ ...store, flags: store.flags.map((f) => (f === store.url ? String(url) : f)) });
});
after(async () => {
  await world.server?.kill();
  breaker?.stop();
  await store?.remove();
});

await import('../../api/stories/first_run.mjs');

test(`${BREAKS} commits whose answer never came`, { timeout: 600_000 }, async (t) => {
  const load = new Load({ writers: 4 });
  while (breaker.before + breaker.after < BREAKS) {
    breaker.armed = true;
    await load.more(1);
  }
  await load.end();
  await load.allThere(world.server);
  const told = JSON.stringify(load.told);
  t.diagnostic(`${breaker.before} broken before the server heard it, ${breaker.after} after; ${load.answers.size} registered, all there, each once; told to try again: ${told}`);
  assert.deepEqual(load.told, {}, 'the program settles it by itself');
  await world.server.stop();
  const { code, out } = await yikou(store, 'verify', '--head', store.heads);
  assert.equal(code, 0, out.slice(0, 2000));
});
