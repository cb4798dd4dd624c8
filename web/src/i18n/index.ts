// SPDX-License-Identifier: Apache-2.0
// The two languages of the pages. Every folder under src/ keeps its own zh-CN.json and en.json; they are
// gathered here under the folder's name, so the text `matter.title` is `title` in src/matter/zh-CN.json. Only
// the language in use is loaded. What the server says (problem titles) follows Accept-Language.
import { ref, shallowRef } from 'vue';
import { createI18n } from 'vue-i18n';
import type { Language as ElementLanguage } from 'element-plus/es/locale/index';

export type Locale = 'zh-CN' | 'en';
export const locales: Locale[] = ['zh-CN', 'en'];

const stored = localStorage.getItem('yikou.locale');
export const locale = ref<Locale>(stored === 'en' || stored === 'zh-CN' ? stored : 'zh-CN');
export const elementLocale = shallowRef<ElementLanguage>();

export const i18n = createI18n({
  legacy: false,
  locale: locale.value as string,
  fallbackLocale: 'zh-CN',
  missingWarn: import.meta.env.DEV,
  fallbackWarn: false,
  messages: {},
});

/** Translates outside of components. */
export const t = i18n.global.t;

const load: Record<Locale, () => Promise<{ default: object; element: ElementLanguage }>> = {
  'zh-CN': () => import('./load-zh-CN'),
  en: () => import('./load-en'),
};

/** Loads and shows a language; resolves when its texts are there. */
export async function setLocale(next: Locale): Promise<void> {
  const texts = await load[next]();
  i18n.global.setLocaleMessage(next, texts.default as never);
  i18n.global.locale.value = next;
  elementLocale.value = texts.element;
  locale.value = next;
  localStorage.setItem('yikou.locale', next);
  document.documentElement.lang = next;
}

/** The name in the language in use; the Chinese one where there is no other. */
export function named(thing: { name: string; name_en?: string | null } | null | undefined): string {
  if (!thing) {
    return '';
  }
  return locale.value === 'en' && thing.name_en ? thing.name_en : thing.name;
}
