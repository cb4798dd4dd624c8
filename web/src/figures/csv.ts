// SPDX-License-Identifier: Apache-2.0
// Hands tables and pictures of plots to the person as files. CSV carries a byte order mark, without which
// spreadsheets misread Chinese, and a cell that a spreadsheet would run as a formula is defused.

export type Cell = string | number | null;

function cell(value: Cell): string {
  if (value === null) {
    return '';
  }
  if (typeof value === 'number') {
    return String(value);
  }
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replace(/"/g, '""')}"` : safe;
}

export function csvText(head: readonly string[], rows: readonly (readonly Cell[])[]): string {
  return `\uFEFF${[head, ...rows].map((r) => r.map(cell).join(',')).join('\r\n')}\r\n`;
}

export function save(name: string, content: Blob): void {
  const url = URL.createObjectURL(content);
  const link = document.createElement('a');
  link.href = url;
  link.download = name.replace(/[\\/:*?"<>|\s]+/g, '_');
  link.click();
  // The download reads the address a moment later.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

export function saveCsv(name: string, head: readonly string[], rows: readonly (readonly Cell[])[]): void {
  save(`${name}.csv`, new Blob([csvText(head, rows)], { type: 'text/csv;charset=utf-8' }));
}
