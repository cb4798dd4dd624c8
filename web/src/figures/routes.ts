// SPDX-License-Identifier: Apache-2.0
// Pages of figures. Keys of figures have a dot in them, so none can be taken for `all`.
import type { RouteRecordRaw } from 'vue-router';
import type { NavItem } from '@/router';

const caps = ['figure.view' as const];

export const routes: RouteRecordRaw[] = [
  { path: '/dashboard', redirect: (to) => ({ path: '/figures', query: to.query }) },
  { path: '/figures', component: () => import('./Dashboard.vue'), meta: { caps, title: 'figures.dashboard' } },
  { path: '/figures/all', component: () => import('./FigureList.vue'), meta: { caps, title: 'figures.all' } },
  { path: '/figures/region', component: () => import('./Region.vue'), meta: { caps, title: 'figures.region.nav' } },
  { path: '/figures/:key', component: () => import('./FigurePage.vue'), meta: { caps, title: 'figures.figure' } },
  { path: '/figures/:key/rows', component: () => import('./FigureRows.vue'), meta: { caps, title: 'figures.rows' } },
  { path: '/wall', component: () => import('./Wall.vue'), meta: { caps, alone: true, title: 'figures.wall.title' } },
];

export const nav: NavItem[] = [{
  to: '/figures', label: 'figures.nav', icon: 'figures', order: 50, caps, home: ['leader'],
  children: [
    { to: '/figures', label: 'figures.dashboard', caps },
    { to: '/figures/region', label: 'figures.region.nav', caps, region: true },
    { to: '/figures/all', label: 'figures.all', caps },
  ],
}];
