// SPDX-License-Identifier: Apache-2.0
// The page of the first run: alone, and open to who holds the token.
import type { RouteRecordRaw } from 'vue-router';

export const routes: RouteRecordRaw[] = [
  { path: '/setup', component: () => import('./Setup.vue'), meta: { alone: true, open: true, title: 'setup.title' } },
];
