// SPDX-License-Identifier: Apache-2.0
// A flat list with parents, as rows in reading order with their depth.

export interface TreeRow<T> {
  item: T;
  depth: number;
}

export function treeRows<T>(items: readonly T[], id: (x: T) => string, parent: (x: T) => string | null, order: (a: T, b: T) => number): TreeRow<T>[] {
  const known = new Set(items.map(id));
  const below = new Map<string | null, T[]>();
  for (const x of items) {
    const up = parent(x);
    const key = up !== null && known.has(up) ? up : null;
    below.set(key, [...(below.get(key) ?? []), x]);
  }
  const out: TreeRow<T>[] = [];
  const walk = (key: string | null, depth: number): void => {
    for (const x of [...(below.get(key) ?? [])].sort(order)) {
      out.push({ item: x, depth });
      walk(id(x), depth + 1);
    }
  };
  walk(null, 0);
  return out;
}
