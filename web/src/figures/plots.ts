// SPDX-License-Identifier: Apache-2.0
// Options of the three kinds of plot, from rows that the table below a plot shows as well. Bars start at zero,
// values stand at their bars where there is room, and tooltips are drawn in the canvas (no markup is made).
import type { EChartsCoreOption } from 'echarts/core';
import type { RouteLocationRaw } from 'vue-router';
import type { PlotTheme } from './colours';
import { none } from './format';

export interface PlotCell {
  /** As printed. */
  text: string;
  raw: number | null;
  /** Small text under it, such as n/N. */
  sub?: string;
  to?: RouteLocationRaw;
}

export interface PlotRow {
  label: string;
  colour?: string;
  cells: PlotCell[];
}

export interface PlotData {
  /** Head of the first column, then one for each cell. */
  head: string[];
  rows: PlotRow[];
  /** Unit of the values, for axes and tooltips. */
  unit: string;
}

export type PlotKind = 'bars' | 'columns' | 'lines';

function tooltip(d: PlotData, theme: PlotTheme): object {
  return {
    trigger: 'axis',
    renderMode: 'richText',
    confine: true,
    axisPointer: { type: 'shadow', shadowStyle: { color: theme.main, opacity: 0.06 } },
    backgroundColor: theme.ground,
    borderColor: theme.quiet,
    textStyle: { color: theme.text, fontSize: theme.size + 1 },
    formatter: (points: { dataIndex: number }[]) => {
      const row = d.rows[points[0]?.dataIndex ?? 0];
      if (!row) {
        return '';
      }
      const lines = row.cells.map((c, i) => {
        const value = c.text === none ? none : `${c.text} ${d.unit}`;
        return `${d.head[i + 1]}  ${value}${c.sub ? `  (${c.sub})` : ''}`;
      });
      return [row.label, ...lines].join('\n');
    },
  };
}

function common(d: PlotData, theme: PlotTheme): EChartsCoreOption {
  return {
    animation: false,
    textStyle: { fontFamily: getComputedStyle(document.body).fontFamily, color: theme.text },
    tooltip: tooltip(d, theme),
    color: theme.series,
  };
}

/** Width of the widest of some words, as the canvas will set them. */
function widest(words: readonly string[], size: number): number {
  const pen = document.createElement('canvas').getContext('2d');
  if (!pen) {
    return 0;
  }
  pen.font = `${size}px ${getComputedStyle(document.body).fontFamily}`;
  return Math.ceil(Math.max(0, ...words.map((w) => pen.measureText(w).width)));
}

/** Lying bars, one to a row, first row on top: for parts with names. */
export function bars(d: PlotData, theme: PlotTheme, width: number): EChartsCoreOption {
  const names = d.rows.map((r) => r.label);
  // Measured here: the grid's own estimate cuts off names that it breaks.
  const size = Math.min(widest(names, theme.size + 1) + 2, Math.max(96, Math.round(width * 0.4)));
  return {
    ...common(d, theme),
    grid: { left: size + 12, right: widest(d.rows.map((r) => r.cells[0]?.text ?? ''), theme.size + 1) + 14, top: 4, bottom: 4 },
    xAxis: { type: 'value', min: 0, max: d.unit === '%' ? 100 : undefined, axisLabel: { show: false }, splitLine: { show: false } },
    yAxis: {
      type: 'category', inverse: true, data: names,
      axisLine: { lineStyle: { color: theme.quiet } }, axisTick: { show: false },
      axisLabel: { color: theme.text, fontSize: theme.size + 1, width: size, overflow: 'break', lineHeight: theme.size + 2, interval: 0 },
    },
    series: [{
      type: 'bar', barMaxWidth: 18, barCategoryGap: '35%',
      data: d.rows.map((r) => ({ value: r.cells[0]?.raw ?? null, itemStyle: { color: r.colour ?? theme.main } })),
      label: {
        show: true, position: 'right', color: theme.text, fontSize: theme.size + 1,
        formatter: (p: { dataIndex: number }) => d.rows[p.dataIndex]?.cells[0]?.text ?? '',
      },
    }],
  };
}

const xAxis = (d: PlotData, theme: PlotTheme): object => ({
  type: 'category', data: d.rows.map((r) => r.label),
  axisLine: { lineStyle: { color: theme.quiet } }, axisTick: { show: false }, axisLabel: { color: theme.quiet, fontSize: theme.size, hideOverlap: true },
});
const yAxis = (theme: PlotTheme, top?: number, from = 0): object => ({
  type: 'value', min: from, max: top, interval: top === 100 ? (100 - from > 50 ? 25 : 10) : undefined, minInterval: 1, splitNumber: 4,
  axisLabel: { color: theme.quiet, fontSize: theme.size }, splitLine: { lineStyle: { color: theme.line } },
});

/** Standing bars along time, one or two series. */
export function columns(d: PlotData, theme: PlotTheme, width: number): EChartsCoreOption {
  const series = d.head.slice(1);
  const room = width / Math.max(1, d.rows.length * series.length);
  return {
    ...common(d, theme),
    grid: { left: 4, right: 12, top: 22, bottom: 4, containLabel: true },
    xAxis: xAxis(d, theme),
    yAxis: yAxis(theme, d.unit === '%' ? 100 : undefined),
    series: series.map((name, i) => ({
      name, type: 'bar', barMaxWidth: 30, barGap: '8%', itemStyle: { color: series.length > 1 ? theme.series[i] : theme.main },
      data: d.rows.map((r) => r.cells[i]?.raw ?? null),
      label: { show: room > 26, position: 'top', color: theme.text, fontSize: theme.size - 1, formatter: (p: { dataIndex: number }) => d.rows[p.dataIndex]?.cells[i]?.text ?? '' },
    })),
  };
}

/** Where the scale of percentages begins: lines, unlike bars, say nothing by their distance from zero. */
function floor(d: PlotData): number {
  const least = Math.min(100, ...d.rows.flatMap((r) => r.cells.map((c) => c.raw ?? 100)));
  return Math.max(0, Math.min(80, Math.floor((least - 2) / 10) * 10));
}

/** Lines along time; a missing value leaves a gap. */
export function lines(d: PlotData, theme: PlotTheme, width: number): EChartsCoreOption {
  const series = d.head.slice(1);
  const room = width / Math.max(1, d.rows.length);
  const from = floor(d);
  return {
    ...common(d, theme),
    grid: { left: 4, right: series.length > 1 ? 52 : 20, top: 22, bottom: 4, containLabel: true },
    xAxis: { ...xAxis(d, theme), boundaryGap: true },
    yAxis: d.unit === '%' ? yAxis(theme, 100, from > 0 && 100 - from > 50 ? 0 : from) : yAxis(theme),
    series: series.map((name, i) => ({
      name, type: 'line', symbol: ['circle', 'rect', 'triangle', 'diamond'][i % 4], symbolSize: 8, showAllSymbol: true, lineStyle: { width: 2.5, color: theme.series[i] }, itemStyle: { color: theme.series[i] },
      data: d.rows.map((r) => r.cells[i]?.raw ?? null),
      endLabel: { show: series.length > 1, color: theme.text, fontSize: theme.size - 1, formatter: (p: { dataIndex: number }) => d.rows[p.dataIndex]?.cells[i]?.text ?? '' },
      labelLayout: { moveOverlap: 'shiftY' },
      label: {
        show: series.length === 1 && (room > 38 || d.rows.length < 4), position: d.unit === '%' ? 'bottom' : 'top', color: theme.text, fontSize: theme.size - 1,
        formatter: (p: { dataIndex: number }) => d.rows[p.dataIndex]?.cells[i]?.text ?? '',
      },
    })),
  };
}
