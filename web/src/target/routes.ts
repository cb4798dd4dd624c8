// SPDX-License-Identifier: Apache-2.0
// Targets: programmes, one with its matrix and monthly table, a task, and what waits.
import type { RouteRecordRaw } from 'vue-router';
import type { NavItem } from '@/router';

const caps = ['target.view' as const];

export const routes: RouteRecordRaw[] = [
  { path: '/target', component: () => import('./Programmes.vue'), meta: { caps, title: 'target.title' } },
  { path: '/target/work', component: () => import('./Waiting.vue'), meta: { caps, title: 'target.work' } },
  { path: '/target/task/:id', component: () => import('./Task.vue'), meta: { caps, title: 'target.task' } },
  { path: '/target/:id', component: () => import('./Programme.vue'), meta: { caps, title: 'target.programme' } },
];

export const nav: NavItem[] = [{
  to: '/target', label: 'target.title', icon: 'check', order: 48, caps,
  children: [
    { to: '/target', label: 'target.programmes', caps },
    { to: '/target/work', label: 'target.work', caps },
  ],
}];
