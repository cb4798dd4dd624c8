// SPDX-License-Identifier: Apache-2.0
// Colours of plots. Hues were chosen so that people who cannot tell red from green still tell them apart
// (they differ in lightness too), and none is red, which is kept for what is overdue. A unit takes its
// colour from its place in the order in which units were made, so that it keeps it on every page, under
// every filter, and when units are added.
import type { Unit } from '@/api/types';

const hues = ['#2f5aa8', '#3a9fbf', '#b8860b', '#5b4a9c', '#3d7f5f', '#8a6d4f', '#7c93ad', '#9a5fa0'];

function mix(hex: string, to: number, part: number): string {
  const out = [1, 3, 5].map((i) => Math.round(parseInt(hex.slice(i, i + 2), 16) * (1 - part) + to * part));
  return `#${out.map((v) => v.toString(16).padStart(2, '0')).join('')}`;
}

const shades = [...hues, ...hues.map((h) => mix(h, 255, 0.32)), ...hues.map((h) => mix(h, 0, 0.32))];

/** Maps each unit's id to its colour. */
export function unitColours(units: readonly Unit[]): Map<string, string> {
  // Ids grow with time.
  const acting = units.filter((u) => u.kind !== 'leadership').map((u) => u.id).sort();
  return new Map(acting.map((id, i) => [id, shades[i % shades.length]]));
}

export interface PlotTheme {
  text: string;
  quiet: string;
  line: string;
  ground: string;
  /** The one colour of plots with one series. */
  main: string;
  /** Further series, in order. */
  series: string[];
  /** Of small type, in pixels. */
  size: number;
}

export const lightTheme: PlotTheme = {
  text: '#303642',
  quiet: '#5d6675',
  line: '#e3e7ed',
  ground: '#ffffff',
  main: '#2f5aa8',
  series: ['#2f5aa8', '#3a9fbf', '#b8860b', '#5b4a9c'],
  size: 12,
};

export const darkTheme: PlotTheme = {
  text: '#e8edf5',
  quiet: '#a9b6c9',
  line: '#2b3a52',
  ground: '#0c1728',
  main: '#6ea8ff',
  series: ['#6ea8ff', '#5fd0d8', '#f0c35a', '#c2a5ff'],
  size: 12,
};
