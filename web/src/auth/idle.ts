// SPDX-License-Identifier: Apache-2.0
// Whether someone is at the screen. The server ends an idle session, but a page that asks it for news would keep the
// session alive for ever; so pages ask only while someone is there, and this side leaves when the time is up.
// Windows of one browser share the last moment of activity.
import { onMounted, onUnmounted } from 'vue';

const name = 'yikou.active';
const share_ms = 15_000;
let last = Date.now();
let shared = 0;

function touch(): void {
  last = Date.now();
  if (last - shared > share_ms) {
    shared = last;
    localStorage.setItem(name, String(last));
  }
}

/** Milliseconds since someone last did something in any window. */
export function idle_ms(): number {
  return Date.now() - Math.max(last, Number(localStorage.getItem(name) ?? 0));
}

/** Someone did something within the last five minutes. */
export const attended = (): boolean => idle_ms() < 5 * 60_000;

/** Calls `leave` once nobody has done anything for as long as `limit_ms` says. */
export function useIdleEnd(limit_ms: () => number, leave: () => void): void {
  let timer = 0;
  const events = ['pointerdown', 'keydown', 'wheel', 'touchstart'] as const;
  onMounted(() => {
    touch();
    events.forEach((e) => document.addEventListener(e, touch, { passive: true, capture: true }));
    timer = window.setInterval(() => {
      const limit = limit_ms();
      if (limit > 0 && idle_ms() >= limit) {
        leave();
      }
    }, 10_000);
  });
  onUnmounted(() => {
    window.clearInterval(timer);
    events.forEach((e) => document.removeEventListener(e, touch, { capture: true }));
  });
}
