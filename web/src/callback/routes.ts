// SPDX-License-Identifier: Apache-2.0
// The call-back queue and the screen on which calls are worked.
import type { RouteRecordRaw } from 'vue-router';
import type { NavItem } from '@/router';

export const routes: RouteRecordRaw[] = [
  { path: '/callback', component: () => import('./Queue.vue'), meta: { title: 'callback.title', caps: ['callback.work'] } },
  { path: '/callback/:id', component: () => import('./Call.vue'), meta: { title: 'callback.call', caps: ['callback.work'] } },
];

export const nav: NavItem[] = [
  { to: '/callback', label: 'callback.title', icon: 'call', order: 40, caps: ['callback.work'] },
];
