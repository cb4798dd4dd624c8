// SPDX-License-Identifier: Apache-2.0
// One act of the user on the server: busy while it runs, its refusal kept for the form to show (field errors
// at their fields), and one idempotency key for as long as the act is the same. A repeat after a lost
// connection carries the key of the first try, so nothing is done twice.
import { computed, ref, shallowRef, type ComputedRef, type Ref, type ShallowRef } from 'vue';
import { t } from '@/i18n';
import { newKey } from './client';
import { ApiError, isApiError } from './problem';

export interface Command<A, R> {
  busy: Ref<boolean>;
  error: ShallowRef<ApiError | null>;
  conflict: ComputedRef<boolean>;
  /** Resolves to the answer, or to null when it was refused (see `error`). */
  run: (arg: A) => Promise<R | null>;
  /** What is wrong with a field, '' when nothing. */
  field: (...names: string[]) => string;
  /** The person has changed these fields: what was said of them no longer holds. */
  changed: (...names: string[]) => void;
  clear: () => void;
}

export function useCommand<A, R>(act: (arg: A, key: string) => Promise<R>): Command<A, R> {
  const busy = ref(false);
  const error = shallowRef<ApiError | null>(null);
  let key = '';
  let keyFor = '';

  async function run(arg: A): Promise<R | null> {
    if (busy.value) {
      return null;
    }
    const same = JSON.stringify(arg ?? null);
    if (!key || same !== keyFor) {
      key = newKey();
      keyFor = same;
    }
    busy.value = true;
    error.value = null;
    try {
      const answer = await act(arg, key);
      key = '';
      return answer;
    } catch (e) {
      if (!isApiError(e)) {
        throw e;
      }
      error.value = e;
      if (!e.unknownOutcome) {
        key = '';
      }
      return null;
    } finally {
      busy.value = false;
    }
  }

  function field(...names: string[]): string {
    const found = error.value?.problem.errors?.find((x) => names.includes(x.field));
    if (!found) {
      return '';
    }
    // A list of field names tells nobody anything; the page says in words what may stand in their place.
    const inWords = found.accepted && !/^[a-z_]+\.[a-z_]+(, |$)/.test(found.accepted);
    if (found.accepted === '123') {
      return found.message + t('shared.problem.number');
    }
    if (found.accepted && (found.code === 'too_short' || found.code === 'too_long')) {
      return found.message + t('shared.problem.length', { what: found.accepted.replace('..', '–') });
    }
    return inWords ? found.message + t('shared.problem.accepted', { what: found.accepted }) : found.message;
  }

  function changed(...names: string[]): void {
    const problem = error.value?.problem;
    if (!error.value || !problem?.errors?.some((x) => names.includes(x.field))) {
      return;
    }
    const errors = problem.errors.filter((x) => !names.includes(x.field));
    error.value = errors.length || problem.code !== 'invalid_fields' ? new ApiError({ ...problem, errors }, error.value.unknownOutcome) : null;
  }

  return {
    busy,
    error,
    conflict: computed(() => error.value?.code === 'conflict'),
    run,
    field,
    changed,
    clear: () => {
      error.value = null;
    },
  };
}
