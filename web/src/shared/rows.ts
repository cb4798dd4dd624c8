// SPDX-License-Identifier: Apache-2.0
// Moving through a list by j and k: focus goes from one element marked data-row to the next. Enter follows, since rows
// are links.
import type { Ref } from 'vue';
import { useKeys, type KeyBinding } from './keys';

export function useRowKeys(root: Ref<HTMLElement | undefined>, more: KeyBinding[] = []): void {
  function move(step: number): void {
    const rows = Array.from(root.value?.querySelectorAll<HTMLElement>('[data-row]') ?? []);
    if (rows.length === 0) {
      return;
    }
    const now = document.activeElement;
    const at = rows.findIndex((r) => r === now || r.contains(now) || r.closest('tr')?.contains(now));
    const next = at < 0 ? (step > 0 ? 0 : rows.length - 1) : Math.min(rows.length - 1, Math.max(0, at + step));
    rows[next].focus();
    rows[next].scrollIntoView({ block: 'nearest' });
  }
  useKeys([
    { keys: ['j'], label: 'shared.key.down', run: () => move(1) },
    { keys: ['k'], label: 'shared.key.up', run: () => move(-1) },
    { keys: ['Enter'], label: 'shared.key.open', run: () => undefined, when: () => false },
    ...more,
  ]);
}
