// SPDX-License-Identifier: Apache-2.0
// How many notices are not read: one number for the whole window. Asked for while someone is there, and whenever a page opens,
// so that a page left alone does not keep the session alive.
import { onMounted, onUnmounted, ref } from 'vue';
import { useRouter } from 'vue-router';
import { isApiError } from '@/api/problem';
import { attended } from '@/auth/idle';
import { notices } from './api';

const every_ms = 30_000;
export const unread = ref(0);

async function ask(): Promise<void> {
  try {
    unread.value = (await notices.count()).unread;
  } catch (e) {
    if (!isApiError(e)) {
      throw e;
    }
    // The next turn asks again; a session that ended is the business of the next page.
  }
}

export function useUnread(): void {
  const router = useRouter();
  let timer = 0;
  let stop: () => void = () => undefined;
  onMounted(() => {
    void ask();
    timer = window.setInterval(() => {
      if (attended() && document.visibilityState === 'visible') {
        void ask();
      }
    }, every_ms);
    stop = router.afterEach(() => { void ask(); });
  });
  onUnmounted(() => {
    window.clearInterval(timer);
    stop();
  });
}

/** Marks one as read; the number follows. */
export async function markRead(id: string): Promise<void> {
  unread.value = (await notices.read(id)).unread;
}
export async function markAllRead(upto: string): Promise<void> {
  unread.value = (await notices.readAll(upto)).unread;
}
