// SPDX-License-Identifier: Apache-2.0
// Makes src/api/schema.ts, the types of the API, from api/openapi.json. With --check nothing is written, and the exit status
// says whether the file is what would be made.
import { readFileSync, writeFileSync } from 'node:fs';
import openapiTS, { astToString } from 'openapi-typescript';

const from = new URL('../../api/openapi.json', import.meta.url);
const to = new URL('../src/api/schema.ts', import.meta.url);
const head = '// SPDX-License-Identifier: Apache-2.0\n// Made from api/openapi.json by `npm run api`; not written by hand.\n\n';

const made = head + astToString(await openapiTS(from, { alphabetize: true, defaultNonNullable: false }));
if (!process.argv.includes('--check')) {
  writeFileSync(to, made);
} else if (readFileSync(to, 'utf8') !== made) {
  console.error('web/src/api/schema.ts does not follow api/openapi.json: npm --prefix web run api');
  process.exit(1);
}
