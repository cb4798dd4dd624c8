// SPDX-License-Identifier: Apache-2.0
// Regular reviews: the meetings, one meeting, its run on a projector, and what became of the decisions.
import type { RouteRecordRaw } from 'vue-router';
import type { NavItem } from '@/router';

const caps = ['review.view' as const];

export const routes: RouteRecordRaw[] = [
  { path: '/review', component: () => import('./Reviews.vue'), meta: { caps, title: 'review.title' } },
  { path: '/review/tasks', component: () => import('./Tasks.vue'), meta: { caps, title: 'review.tasks' } },
  { path: '/review/:id', component: () => import('./Review.vue'), meta: { caps, title: 'review.meeting' } },
  { path: '/review/:id/run', component: () => import('./Run.vue'), meta: { caps: ['review.manage'], alone: true, title: 'review.run.title' } },
];

export const nav: NavItem[] = [{
  to: '/review', label: 'review.title', icon: 'review', order: 46, caps,
  children: [
    { to: '/review', label: 'review.meetings', caps: ['review.manage', 'review.ask'] },
    { to: '/review/tasks', label: 'review.tasks', caps },
  ],
}];
