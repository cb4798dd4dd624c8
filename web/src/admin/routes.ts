// SPDX-License-Identifier: Apache-2.0
// Pages of administration. What each of the three administrators and the supervisor sees follows from capabilities.
import type { RouteRecordRaw } from 'vue-router';
import type { Cap } from '@/api/types';
import { useSession } from '@/auth/session';
import type { NavItem } from '@/router';

const people: Cap[] = ['account.manage', 'account.secure'];
const units: Cap[] = ['unit.manage'];
const policy: Cap[] = ['policy.manage'];
const log: Cap[] = ['log.read'];
const jobs: Cap[] = ['job.manage'];
const any: Cap[] = [...people, ...units, ...policy, ...log];

const pages: { path: string; title: string; caps: Cap[]; component: RouteRecordRaw['component'] }[] = [
  { path: '/admin/accounts', title: 'admin.accounts.title', caps: people, component: () => import('./Accounts.vue') },
  { path: '/admin/units', title: 'admin.units.title', caps: units, component: () => import('./Units.vue') },
  { path: '/admin/categories', title: 'admin.categories.title', caps: units, component: () => import('./Categories.vue') },
  { path: '/admin/log', title: 'admin.log.title', caps: log, component: () => import('./LogPage.vue') },
  { path: '/admin/blocks', title: 'admin.blocks.title', caps: log, component: () => import('./BlocksPage.vue') },
  { path: '/admin/jobs', title: 'admin.jobs.title', caps: jobs, component: () => import('./JobsPage.vue') },
  { path: '/admin/mails', title: 'admin.mails.title', caps: jobs, component: () => import('./MailsPage.vue') },
  { path: '/admin/policy', title: 'admin.policy.title', caps: policy, component: () => import('./PolicyPage.vue') },
  { path: '/admin/time-rules', title: 'admin.time.title', caps: any, component: () => import('./TimeRules.vue') },
  { path: '/admin/papers', title: 'paper.templates.title', caps: policy, component: () => import('@/paper/Templates.vue') },
  { path: '/admin/calendar', title: 'admin.calendar.nav', caps: any, component: () => import('./CalendarPage.vue') },
];

export const routes: RouteRecordRaw[] = [{
  path: '/admin',
  component: () => import('./AdminLayout.vue'),
  meta: { caps: any },
  children: [
    {
      path: '',
      component: () => import('./CalendarPage.vue'),
      // By now the guard of all routes has read the session.
      beforeEnter: () => {
        const session = useSession();
        return pages.find((p) => p.caps.some((c) => session.can(c)))?.path ?? '/';
      },
    },
    ...pages.map((p) => ({ path: p.path, component: p.component, meta: { title: p.title, caps: p.caps } }) as RouteRecordRaw),
    { path: '/admin/accounts/:id', component: () => import('./AccountPage.vue'), meta: { title: 'admin.account.title', caps: people } },
  ],
}];

export const nav: NavItem[] = [{
  to: '/admin', label: 'admin.nav', icon: 'admin', order: 60, caps: any, home: ['sysadmin', 'secadmin', 'auditor'],
  children: pages.map((p) => ({ to: p.path, label: p.title, caps: p.caps })),
}];
