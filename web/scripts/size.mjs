// SPDX-License-Identifier: Apache-2.0
// How much a browser loads before the first page of work stands: the entry with what it imports, one language and that
// page, compressed. Fails above the bar; plots and other pages come later and are not counted.
import { readFileSync, readdirSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

const bar = 150_000;
const dist = new URL('../dist/', import.meta.url);
const files = readdirSync(new URL('assets/', dist));
const text = (name) => readFileSync(new URL(`assets/${name}`, dist));
const seen = new Set();

function take(name) {
  if (seen.has(name)) {
    return;
  }
  seen.add(name);
  if (name.endsWith('.js')) {
    for (const [, other] of text(name).toString().matchAll(/(?:from|import)\s*"\.\/([^"]+)"/g)) {
      take(other);
    }
  }
}

const html = readFileSync(new URL('index.html', dist), 'utf8');
for (const [, name] of html.matchAll(/assets\/([^"]+)/g)) {
  take(name);
}
for (const start of ['load-zh-CN-', 'Work-', 'MatterLine-', 'PageHead-', 'ProblemNotice-', 'EmptyState-']) {
  files.filter((f) => f.startsWith(start)).forEach(take);
}

let sum = 0;
for (const name of seen) {
  sum += gzipSync(text(name), { level: 9 }).length;
}
console.log(`first page: ${(sum / 1000).toFixed(1)} kB compressed in ${seen.size} files (bar ${bar / 1000} kB)`);
process.exit(sum > bar ? 1 : 0);
