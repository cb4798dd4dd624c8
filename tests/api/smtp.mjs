// SPDX-License-Identifier: Apache-2.0
// A mail server for the tests (smtp.py), with a certificate of its own, and the letters it took. No test stands in this file.
import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const program = fileURLToPath(new URL('smtp.py', import.meta.url));
// Debian's own, which knows its packages; another may come before it on the path.
const python = existsSync('/usr/bin/python3') ? '/usr/bin/python3' : 'python3';
const user = 'yikou';
const password = 'Letters-Go-9';

const decode = (text) => text.replaceAll(/\r?\n /g, '').replaceAll(/=\?UTF-8\?B\?([^?]*)\?=/g, (_, b) => Buffer.from(b, 'base64').toString());

/** Starts it. `flags` are the program's; `letters` what arrived: {to, subject, text, head}. */
export async function startSmtp() {
  const folder = mkdtempSync(path.join(tmpdir(), 'yikou-smtp-'));
  const [cert, key, secret] = ['cert.pem', 'key.pem', 'password'].map((name) => path.join(folder, name));
  await run('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-keyout', key, '-out', cert, '-days', '2', '-subj', '/CN=localhost', '-addext', 'subjectAltName=IP:127.0.0.1']);
  writeFileSync(secret, `${password}\n`, { mode: 0o600 });
  const child = spawn(python, ['-W', 'ignore', program, cert, key, user, password], { stdio: ['ignore', 'pipe', 'inherit'] });
  const letters = [];
  let rest = '';
  const port = await new Promise((resolve, reject) => {
    child.on('exit', (code) => reject(new Error(`the mail server ended with ${code}`)));
    child.stdout.on('data', (chunk) => {
      const lines = (rest + chunk).split('\n');
      rest = lines.pop();
      for (const line of lines) {
        if (/^\d+$/.test(line)) {
          resolve(Number(line));
        } else {
          const { to, data, tls, from } = JSON.parse(line);
          assert.ok(tls, 'a letter came without TLS');
          const [head, body] = data.split(/\r?\n\r?\n/);
          letters.push({ from, to: to.join(), head, subject: decode(/^Subject: (.*(?:\r?\n .*)*)/m.exec(head)[1]), id: /^Message-ID: (.*)$/m.exec(head)[1], text: Buffer.from(body, 'base64').toString() });
        }
      }
    });
  });
  return {
    letters,
    flags: ['--smtp', `smtp://127.0.0.1:${port}`, '--smtp-from', 'yikou@panji.example.cn', '--smtp-user', user, '--smtp-password-file', secret, '--smtp-ca', cert, '--public-url', 'https://yikou.panji.example.cn'],
    async stop() {
      const gone = new Promise((r) => { child.removeAllListeners('exit'); child.on('exit', r); });
      child.kill('SIGTERM');
      await gone;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
