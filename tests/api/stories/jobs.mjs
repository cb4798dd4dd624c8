// SPDX-License-Identifier: Apache-2.0
// Scheduled work: its administrator sees what waits and what was done, and has a repeating job run now.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { signedIn, until, world } from '../world.mjs';

const sweep = async (person, list) => (await person.get(`/jobs?list=${list}`)).items.filter((j) => j.kind === 'jobs.sweep');

test('jobs: each district has the repeating ones by itself; one can be run now, once for each key', async () => {
  const { sysadmin, supervisor } = world.people;
  const [job] = await until(async () => ((await sweep(sysadmin, 'waiting')).length ? sweep(sysadmin, 'waiting') : null));
  assert.equal(job.state, 'waiting');
  assert.equal(job.may_run, true);
  assert.equal(job.title, '清理已完成任务的记录');
  assert.ok(job.at > new Date().toISOString());
  await supervisor.refused('forbidden', 'POST', `/jobs/${job.id}/run`, {});
  await sysadmin.refused('not_found', 'POST', '/jobs/0123456789ABC/run', {});
  await sysadmin.refused('bad_query', 'GET', '/jobs?cursor=nothing');
  const hastened = await sysadmin.post(`/jobs/${job.id}/run`, {});
  assert.ok(hastened.at < job.at);
  assert.ok(hastened.asked_by);
  const done = await until(async () => (await sweep(sysadmin, 'done'))[0]);
  assert.equal(done.id, job.id);
  assert.equal(done.asked_by, hastened.asked_by);
  const [next] = await sweep(sysadmin, 'waiting');
  assert.equal(next.at, job.at, 'the next one comes when it would have come anyway');
  const en = await signedIn('sysadmin', { lang: 'en' });
  const page = await en.get('/jobs?limit=1');
  assert.match(page.items[0].title, /[a-z]/);
  assert.equal(page.health.failed, 0);
});
