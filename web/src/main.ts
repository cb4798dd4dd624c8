// SPDX-License-Identifier: Apache-2.0
// Starts the pages: language and settings first, so that nothing is painted twice.
import { createPinia } from 'pinia';
import { createApp } from 'vue';
import App from './App.vue';
import { i18n, locale, setLocale } from './i18n';
import { router } from './router';
import { applySettings } from './layout/settings';
import './styles/tokens.css';
import './styles/base.css';
import 'element-plus/theme-chalk/base.css';
import './styles/element.css';

async function start(): Promise<void> {
  applySettings();
  await setLocale(locale.value);
  createApp(App).use(createPinia()).use(i18n).use(router).mount('#app');
}

void start();
