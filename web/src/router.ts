// SPDX-License-Identifier: Apache-2.0
// Gathers the routes of every folder (src/<folder>/routes.ts) and keeps people who are not signed in, who must
// change their password or who lack a capability where they belong.
import { watch } from 'vue';
import { createRouter, createWebHistory, type RouteRecordRaw } from 'vue-router';
import { onCsrfRefused, onSessionRefused } from './api/client';
import { isApiError } from './api/problem';
import type { Cap, Role } from './api/types';
import { useSession } from './auth/session';
import { locale, t } from './i18n';

declare module 'vue-router' {
  interface RouteMeta {
    /** Shown without the shell (sign-in, first run). */
    alone?: boolean;
    /** May be seen without a session. */
    open?: boolean;
    /** One of these is needed. */
    caps?: Cap[];
    /** Key of the page's title. */
    title?: string;
  }
}

/** An entry of the side navigation; `order` follows the loop (work 10, intake 20, ledger 30, call-back 40, figures 50, administration 60). */
export interface NavItem {
  to: string;
  label: string;
  icon: string;
  order: number;
  caps: Cap[];
  /** The roles that start here after sign-in. */
  home?: Role[];
  /** Entries below it, shown while it is open. */
  children?: { to: string; label: string; caps: Cap[]; /** Only for those of a city or a province. */ region?: boolean }[];
}

interface Folder {
  routes: RouteRecordRaw[];
  nav?: NavItem[];
}

const folders = Object.values(import.meta.glob<Folder>('./*/routes.ts', { eager: true }));
export const navItems: NavItem[] = folders.flatMap((f) => f.nav ?? []).sort((a, b) => a.order - b.order);

export const router = createRouter({
  history: createWebHistory(),
  routes: [
    ...folders.flatMap((f) => f.routes),
    { path: '/:rest(.*)*', name: 'nowhere', component: () => import('./layout/Nowhere.vue'), meta: { title: 'layout.nowhere' } },
  ],
  scrollBehavior: (_to, _from, saved) => saved ?? { top: 0 },
});

/** Where a person starts. */
export function home(): string {
  const session = useSession();
  const found = navItems.find((n) => n.home?.some((r) => session.is(r)));
  return found?.to ?? '/account/sessions';
}

router.beforeEach(async (to) => {
  if (to.meta.open) {
    return true;
  }
  const session = useSession();
  let me;
  try {
    me = await session.load();
  } catch (e) {
    if (isApiError(e)) {
      return false; // App shows why, with a way to try again.
    }
    throw e;
  }
  if (!me) {
    return { path: '/sign-in', query: to.fullPath === '/' ? {} : { next: to.fullPath } };
  }
  if (me.must_change_password && to.path !== '/password') {
    return { path: '/password' };
  }
  if (to.path === '/') {
    return home();
  }
  if (to.meta.caps && !to.meta.caps.some((c) => session.can(c))) {
    return { name: 'nowhere', params: { rest: to.path.slice(1).split('/') }, replace: true };
  }
  return true;
});

function entitle(): void {
  const { title } = router.currentRoute.value.meta;
  document.title = title ? `${t(title)} · ${t('layout.product')}` : t('layout.product');
}
router.afterEach(entitle);
watch(locale, entitle);

// After an upgrade the files of the old pages are gone: the new ones are read from the start.
router.onError((e: Error, to) => {
  if (/dynamically imported module|Importing a module script failed/.test(e.message)) {
    window.location.assign(to.fullPath);
  }
});

onSessionRefused((problem) => {
  const session = useSession();
  const here = router.currentRoute.value;
  if (here.meta.open) {
    return;
  }
  if (problem.code === 'password_change_required') {
    void router.push('/password');
    return;
  }
  if (session.me) {
    session.take(null);
    void router.push({ path: '/sign-in', query: { next: here.fullPath, ended: '1' } });
  }
});

onCsrfRefused(() => useSession().refresh());
