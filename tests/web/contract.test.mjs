// SPDX-License-Identifier: Apache-2.0
// What the pages are built on: the types follow the server's description, the texts are complete in both languages, and
// the first page is as light as promised.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const web = fileURLToPath(new URL('../../web/', import.meta.url));

function run(script, ...args) {
  const done = spawnSync(process.execPath, [path.join(web, 'scripts', script), ...args], { encoding: 'utf8' });
  assert.equal(done.status, 0, done.stdout + done.stderr);
}

function* files(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const name = path.join(folder, entry.name);
    if (entry.isDirectory()) {
      yield* files(name);
    } else {
      yield name;
    }
  }
}

function* texts(tree, at = '') {
  for (const [key, value] of Object.entries(tree)) {
    if (typeof value === 'string') {
      yield [`${at}${key}`, value];
    } else {
      yield* texts(value, `${at}${key}.`);
    }
  }
}

test('the types of the API are those of api/openapi.json', () => run('api.mjs', '--check'));

test('the first page is below 150 kB compressed', () => run('size.mjs'));

// The words of templates are Chinese in any language: an English text names them.
const namesChinese = new Set(['text', 'table', 'code'].map((part) => `paper.templates.parts_${part}`));

test('every text stands in both languages, with the same variables', () => {
  const variables = (s) => [...new Set(s.match(/\{\w+\}/g) ?? [])].sort();
  let n = 0;
  for (const folder of readdirSync(path.join(web, 'src'))) {
    const [zh, en] = ['zh-CN', 'en'].map((l) => path.join(web, 'src', folder, `${l}.json`));
    if (!existsSync(zh) && !existsSync(en)) {
      continue;
    }
    const of = (file) => new Map(texts(JSON.parse(readFileSync(file, 'utf8'))));
    const [chinese, english] = [of(zh), of(en)];
    assert.deepEqual([...english.keys()].sort(), [...chinese.keys()].sort(), `texts of ${folder}`);
    for (const [key, value] of chinese) {
      n += 1;
      assert.deepEqual(variables(english.get(key)), variables(value), `variables of ${folder}.${key}`);
      if (!namesChinese.has(`${folder}.${key}`)) {
        assert.doesNotMatch(english.get(key), /[\u4e00-\u9fff]/, `${folder}.${key} is not English`);
      }
      assert.notEqual(value.trim(), '', `${folder}.${key} is empty`);
    }
  }
  assert.ok(n > 300, `only ${n} texts found`);
});

test('every text that a page asks for by name is there', () => {
  const known = new Set();
  for (const folder of readdirSync(path.join(web, 'src'))) {
    const file = path.join(web, 'src', folder, 'zh-CN.json');
    if (existsSync(file)) {
      for (const [key] of texts(JSON.parse(readFileSync(file, 'utf8')))) {
        known.add(`${folder}.${key}`);
      }
    }
  }
  const missing = [];
  for (const name of files(path.join(web, 'src'))) {
    if (!/\.(vue|ts)$/.test(name) || name.endsWith('schema.ts')) {
      continue;
    }
    const source = readFileSync(name, 'utf8');
    for (const [, key] of source.matchAll(/\bt\(\s*'([\w.-]+)'/g)) {
      if (!known.has(key)) {
        missing.push(`${name}: ${key}`);
      }
    }
  }
  assert.deepEqual(missing, []);
});
