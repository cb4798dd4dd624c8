// SPDX-License-Identifier: Apache-2.0
// What the browser tests share: a demonstration district on a free port, a browser, people signed in, the
// accessibility check and the pictures. No test stands in this file.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

const require = createRequire(import.meta.url);
const axeSource = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
const root = fileURLToPath(new URL('../../', import.meta.url));
const program = process.env.YIKOU_BIN ?? path.join(root, 'build/yikou');

/** Pictures of the documents are kept when asked for (YIKOU_SCREENSHOTS=1); all others lie beside the scratch data. */
const keep = process.env.YIKOU_SCREENSHOTS === '1';
const documented = new Set([
  'dashboard', 'figure-rows', 'wall', 'intake', 'callback', 'matter', 'work-supervisor-zh-1440', 'ledger-zh-1440', 'ledger-zh-390', 'callback-zh-390',
  'matter-en-1440', 'setup',
]);
const pictureMax = 300_000;

const executable = [process.env.CHROMIUM, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((f) => f && existsSync(f));
const flags = [
  '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update',
  '--disable-sync', '--font-render-hinting=none',
];

/** One password for every account of the demonstration district. */
export const demoPassword = process.env.YIKOU_DEMO_PASSWORD ?? 'Panji-2023';

/** Starts `yikou demo` (or `serve`, on an empty folder) on scratch data; resolves when it answers. */
export async function startYikou(command = 'demo', args = []) {
  const scratch = mkdtempSync(path.join(tmpdir(), 'yikou-web-'));
  const child = spawn(program, [command, '--data', path.join(scratch, 'data'), '--listen', '127.0.0.1:0', ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  const address = await new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`no address:\n${said}`)), 600_000);
    const hear = (chunk) => {
      said += chunk;
      const found = /https?:\/\/127\.0\.0\.1:\d+/.exec(said);
      if (found) {
        clearTimeout(timer);
        resolve(found[0]);
      }
    };
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    child.on('exit', (code) => reject(new Error(`ended with ${code}:\n${said}`)));
  });
  for (let i = 0; ; i += 1) {
    const ok = await fetch(`${address}/healthz`).then((r) => r.ok, () => false);
    if (ok) {
      break;
    }
    assert.ok(i < 6000, 'healthz never answered');
    await new Promise((r) => setTimeout(r, 100));
  }
  return {
    address,
    scratch,
    /** What it printed so far. */
    said: () => said,
    async stop() {
      const gone = new Promise((r) => child.on('exit', r));
      child.kill('SIGTERM');
      await gone;
      rmSync(scratch, { recursive: true, force: true });
    },
  };
}

/** A browser, and people in it. `close` ends it. */
export async function startBrowser(server) {
  assert.ok(executable, 'no Chromium found: install the package chromium, or set CHROMIUM');
  const browser = await chromium.launch({ executablePath: executable, args: flags });
  return {
    /** A page without a session. */
    async visitor({ lang = 'zh-CN', width = 1440, height = width < 800 ? 844 : 900 } = {}) {
      const context = await browser.newContext({ viewport: { width, height }, locale: lang, timezoneId: 'Asia/Shanghai', reducedMotion: 'reduce', baseURL: server.address });
      await context.addInitScript((l) => {
        if (!localStorage.getItem('yikou.locale')) {
          localStorage.setItem('yikou.locale', l);
        }
      }, lang);
      const page = await context.newPage();
      page.setDefaultTimeout(60_000);
      page.problems = [];
      page.on('pageerror', (e) => page.problems.push(e.message));
      page.on('console', (m) => {
        if (m.type() === 'error' && !/status of 4\d\d/.test(m.text())) {
          page.problems.push(m.text());
        }
      });
      return page;
    },
    /** A page of someone signed in. */
    async person(login, options) {
      const page = await this.visitor(options);
      const answer = await page.request.post('/api/v1/session', { data: { login, password: demoPassword }, headers: { 'Idempotency-Key': randomUUID() } });
      assert.equal(answer.status(), 200, `${login} could not sign in: ${await answer.text()}`);
      page.csrf = (await answer.json()).csrf;
      return page;
    },
    close: () => browser.close(),
  };
}

/** A request of the person at `page`, beside what they do on the page. */
export async function call(page, method, url, body) {
  const answer = await page.request.fetch(`/api/v1${url}`, {
    method, data: body, headers: method === 'GET' ? {} : { 'Idempotency-Key': randomUUID(), 'X-CSRF-Token': page.csrf },
  });
  const text = await answer.text();
  assert.ok(answer.ok(), `${method} ${url}: ${answer.status()} ${text}`);
  return text ? JSON.parse(text) : undefined;
}

/** Opens a page and waits until it has read what it shows. */
export async function open(page, url) {
  await page.goto(url);
  await page.locator('h1').first().waitFor();
  await page.waitForLoadState('networkidle');
}

/** No violation of WCAG 2.1 A and AA on what is shown, no error in the console, nothing wider than the window. */
export async function sound(page, what) {
  await page.evaluate(axeSource);
  const result = await page.evaluate(() => globalThis.axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'] }));
  const found = result.violations.map((v) => `${v.id}: ${v.nodes.map((n) => `${n.html.slice(0, 200)} (${n.failureSummary})`).join('\n    ')}`);
  assert.deepEqual(found, [], `${what}: accessibility`);
  assert.ok(result.passes.length > 5, `${what}: axe looked at almost nothing`);
  await fits(page, what);
  assert.deepEqual(page.problems, [], `${what}: errors in the console`);
}

/** Nothing is wider than the window. */
export async function fits(page, what) {
  const over = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  assert.ok(over <= 0, `${what}: ${over} px wider than the window`);
}

/** A picture of the window, small enough for the tree. */
export async function picture(page, server, name) {
  const folder = keep && documented.has(name) ? path.join(root, 'docs/screenshots') : path.join(server.scratch, 'pictures');
  mkdirSync(folder, { recursive: true });
  const file = path.join(folder, `${name}.png`);
  await page.screenshot({ path: file, animations: 'disabled', caret: 'hide' });
  const { size } = statSync(file);
  assert.ok(size < pictureMax, `${name}.png has ${size} bytes`);
}
