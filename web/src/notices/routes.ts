// SPDX-License-Identifier: Apache-2.0
// Pages of what I was told. The bell in the head is the way to them.
import type { RouteRecordRaw } from 'vue-router';

export const routes: RouteRecordRaw[] = [
  { path: '/notices', component: () => import('./Notices.vue'), meta: { title: 'notices.title' } },
  { path: '/notices/settings', component: () => import('./SettingsPage.vue'), meta: { title: 'notices.settings.title' } },
  { path: '/digest', component: () => import('./DigestPage.vue'), meta: { title: 'notices.digest.title' } },
];
