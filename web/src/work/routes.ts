// SPDX-License-Identifier: Apache-2.0
// My work: what waits for me.
import type { RouteRecordRaw } from 'vue-router';
import type { NavItem } from '@/router';

export const routes: RouteRecordRaw[] = [
  { path: '/work', component: () => import('./Work.vue'), meta: { title: 'work.title', caps: ['matter.view'] } },
];

export const nav: NavItem[] = [
  { to: '/work', label: 'work.title', icon: 'work', order: 10, caps: ['matter.view'], home: ['clerk', 'handler', 'head', 'operator', 'supervisor'] },
];
