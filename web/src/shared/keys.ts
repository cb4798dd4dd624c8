// SPDX-License-Identifier: Apache-2.0
// Keys that pages listen to, while they are shown. A plain key is left alone while the person types; a key with
// Ctrl works everywhere. What is registered is what the help on `?` lists.
import { onMounted, onUnmounted, shallowReactive } from 'vue';

export interface KeyBinding {
  /** As in KeyboardEvent.key, with `Ctrl+` before it where needed. */
  keys: string[];
  /** Key of the text in the help; left out: not listed. */
  label?: string;
  run: (e: KeyboardEvent) => void;
  /** Whether it applies now. */
  when?: () => boolean;
}

const stack = shallowReactive<KeyBinding[][]>([]);

export function boundKeys(): KeyBinding[] {
  return stack.flat().filter((b) => b.label && (b.when?.() ?? true));
}

export function useKeys(bindings: KeyBinding[]): void {
  onMounted(() => stack.push(bindings));
  onUnmounted(() => {
    const at = stack.indexOf(bindings);
    if (at >= 0) {
      stack.splice(at, 1);
    }
  });
}

function typing(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) {
    return false;
  }
  if (target.isContentEditable || target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement) {
    return true;
  }
  return target instanceof HTMLInputElement && !['checkbox', 'radio', 'button', 'submit'].includes(target.type);
}

/** Depth of open panels: plain keys of the page below a panel must not act. */
let panels = 0;
export function panelOpened(): void {
  panels += 1;
}
export function panelClosed(): void {
  panels -= 1;
}

export function handleKey(e: KeyboardEvent): void {
  if (e.defaultPrevented || e.isComposing || e.altKey) {
    return;
  }
  const ctrl = e.ctrlKey || e.metaKey;
  if (!ctrl && (typing(e.target) || panels > 0)) {
    return;
  }
  const name = (ctrl ? 'Ctrl+' : '') + e.key;
  for (let i = stack.length - 1; i >= 0; i -= 1) {
    for (const b of stack[i]) {
      if (b.keys.includes(name) && (b.when?.() ?? true)) {
        e.preventDefault();
        b.run(e);
        return;
      }
    }
  }
}
