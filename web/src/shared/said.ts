// SPDX-License-Identifier: Apache-2.0
// One line that says the new state after an act, at the foot of the page, also across a change of page.
import { ref } from 'vue';

export interface Said {
  text: string;
  to?: string;
  link?: string;
}

export const said = ref<Said | null>(null);
let timer = 0;

export function say(text: string, to?: string, link?: string): void {
  said.value = { text, to, link };
  window.clearTimeout(timer);
  timer = window.setTimeout(() => { said.value = null; }, 8000);
}
