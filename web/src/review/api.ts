// SPDX-License-Identifier: Apache-2.0
// The routes of regular reviews.
import { get, post, type Query } from '@/api/client';
import type { components } from '@/api/schema';
import type { Event, Id, Page } from '@/api/types';

type Schemas = components['schemas'];
export type ReviewRow = Schemas['ReviewRow'];
export type ReviewItem = Schemas['ReviewItem'];
export type ReviewTask = Schemas['ReviewTask'];
export type Review = Omit<Schemas['Review'], 'events' | 'items'> & { events: Event[]; items: ReviewItem[] };
export type Decision = NonNullable<ReviewItem['decision']>;
export type Reason = ReviewItem['reasons'][number];
export type Kind = ReviewRow['kind'];

export const decisions: readonly Decision[] = ['press', 'supervise', 'park', 'settle', 'defer'];
/** Decisions that name a day; the others end the item, or put it off. */
export const withDay = (d: Decision | null): boolean => d === 'press' || d === 'supervise' || d === 'park';
export const needsDay = (d: Decision | null): boolean => d === 'press' || d === 'supervise';
/** Decisions that set something going with the lead unit: an order of supervision, a parking. */
export const acts = (d: Decision | null): boolean => d === 'supervise' || d === 'park';
export type Colour = Schemas['ReviewOrder']['colour'];
export type ParkClass = Schemas['ReviewParking']['class'];
export const colours: readonly Colour[] = ['blue', 'orange', 'red'];
export const parkClasses: readonly ParkClass[] = ['policy', 'funds', 'history', 'planning', 'litigation'];
export const kinds: readonly Kind[] = ['weekly', 'monthly', 'special'];

export const reviews = {
  list: (query: Query, signal?: AbortSignal) => get<Page<ReviewRow>>('/reviews', query, signal),
  tasks: (query: Query, signal?: AbortSignal) => get<Page<ReviewTask>>('/review-tasks', query, signal),
  get: (id: Id, signal?: AbortSignal) => get<Review>(`/reviews/${id}`, {}, signal),
  plan: (body: object, key?: string) => post<Review>('/reviews', body, key),
  act: (id: Id, verb: string, body: object, key?: string) => post<Review>(`/reviews/${id}/${verb}`, body, key),
};

/** Items as a meeting takes them: unit by unit, in the order in which the units come first. */
export function byUnit(items: ReviewItem[]): { unit: ReviewItem['lead']; items: ReviewItem[] }[] {
  const groups: { unit: ReviewItem['lead']; items: ReviewItem[] }[] = [];
  for (const item of items) {
    const unit = item.unit ?? item.lead;
    const group = groups.find((g) => g.unit?.id === unit?.id);
    if (group) {
      group.items.push(item);
    } else {
      groups.push({ unit, items: [item] });
    }
  }
  return groups;
}
