// SPDX-License-Identifier: Apache-2.0
// Intake, the ledger, and a matter's own page.
import type { RouteRecordRaw } from 'vue-router';
import type { NavItem } from '@/router';

export const routes: RouteRecordRaw[] = [
  { path: '/intake', component: () => import('./Intake.vue'), meta: { title: 'matter.intake.title', caps: ['matter.intake'] } },
  { path: '/ledger', component: () => import('./Ledger.vue'), meta: { title: 'matter.ledger.title', caps: ['matter.view'] } },
  { path: '/matter/:id', component: () => import('./MatterPage.vue'), meta: { title: 'matter.page.title', caps: ['matter.view'] } },
];

export const nav: NavItem[] = [
  { to: '/intake', label: 'matter.intake.title', icon: 'intake', order: 20, caps: ['matter.intake'] },
  { to: '/ledger', label: 'matter.ledger.title', icon: 'ledger', order: 30, caps: ['matter.view'] },
];
