// SPDX-License-Identifier: Apache-2.0
// A refusal as the pages see it: the server's Problem document, or one made here when no server answered.
import type { Event, Problem } from './types';

export class ApiError extends Error {
  constructor(
    readonly problem: Problem,
    /** True when it is unknown whether the server did what was asked. */
    readonly unknownOutcome = false,
  ) {
    super(problem.title);
    this.name = 'ApiError';
  }

  get code(): string {
    return this.problem.code;
  }

  /** What happened to the matter since it was read, when the code is `conflict`. */
  get changed(): Event[] {
    return this.problem.changed ?? [];
  }
}

export function isApiError(e: unknown): e is ApiError {
  return e instanceof ApiError;
}
