// SPDX-License-Identifier: Apache-2.0
// Puts the texts of each folder under the folder's name.

/** `files` maps '../matter/en.json' to its texts; the result maps 'matter' to them. */
export function gather(files: Record<string, object>): Record<string, object> {
  const out: Record<string, object> = {};
  for (const [path, texts] of Object.entries(files)) {
    out[path.split('/')[1]] = texts;
  }
  return out;
}
