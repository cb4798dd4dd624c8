// SPDX-License-Identifier: Apache-2.0
// Urging, supervision orders and notifications of units.
import type { RouteRecordRaw } from 'vue-router';
import type { NavItem } from '@/router';

export const routes: RouteRecordRaw[] = [
  { path: '/supervise', component: () => import('./List.vue'), meta: { title: 'supervise.title', caps: ['matter.view'] } },
  { path: '/supervise/:id', component: () => import('./SupervisionPage.vue'), meta: { title: 'supervise.title', caps: ['matter.view'] } },
];

export const nav: NavItem[] = [
  { to: '/supervise', label: 'supervise.nav', icon: 'warn', order: 45, caps: ['matter.view'] },
];
