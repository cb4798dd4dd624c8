// SPDX-License-Identifier: Apache-2.0
// The list of assisting units; their part on a matter's own page is AssistCard.
import type { RouteRecordRaw } from 'vue-router';
import type { NavItem } from '@/router';

export const routes: RouteRecordRaw[] = [
  { path: '/assists', component: () => import('./AssistList.vue'), meta: { title: 'assist.title', caps: ['matter.view'] } },
];

export const nav: NavItem[] = [
  { to: '/assists', label: 'assist.title', icon: 'user', order: 32, caps: ['matter.handle', 'matter.dispatch'] },
];
