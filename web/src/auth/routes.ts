// SPDX-License-Identifier: Apache-2.0
// Sign-in and what a person can do about their own account.
import type { RouteRecordRaw } from 'vue-router';

export const routes: RouteRecordRaw[] = [
  { path: '/sign-in', component: () => import('./SignIn.vue'), meta: { alone: true, open: true, title: 'auth.sign_in.title' } },
  { path: '/password', component: () => import('./Password.vue'), meta: { alone: true, title: 'auth.password.title' } },
  { path: '/account/sessions', component: () => import('./Sessions.vue'), meta: { title: 'auth.sessions.title' } },
];
