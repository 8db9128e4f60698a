// ECharts, with just the parts that the charts use, and its colours from the theme.
import { BarChart, LineChart } from 'echarts/charts';
import { AriaComponent, DataZoomComponent, GridComponent, LegendComponent, TooltipComponent } from 'echarts/components';
import { init, use, type ECharts, type EChartsCoreOption } from 'echarts/core';
import { CanvasRenderer } from 'echarts/renderers';

use([BarChart, LineChart, AriaComponent, DataZoomComponent, GridComponent, LegendComponent, TooltipComponent, CanvasRenderer]);

export { init };
export type { ECharts, EChartsCoreOption };

export interface Colours {
  ink: string;
  soft: string;
  line: string;
  card: string;
  accent: string;
  series: string[];
}

export function colours(dark: boolean): Colours {
  return dark
    ? {
        ink: '#e8efee',
        soft: '#a6b5b3',
        line: '#2d3a39',
        card: '#182120',
        accent: '#4fd1c0',
        series: ['#4fd1c0', '#7aa7ff', '#f0bd6a', '#e08bd1', '#a3d977', '#ff9a90', '#9fb3c8', '#c3a6ff'],
      }
    : {
        ink: '#14201f',
        soft: '#4b5b5a',
        line: '#d9e0e0',
        card: '#ffffff',
        accent: '#0f766e',
        series: ['#0f766e', '#2f5fd0', '#c27803', '#a3348c', '#5c8a1e', '#c2412d', '#64748b', '#7c4dcc'],
      };
}

/// A tooltip with the lines that `lines` gives. It is drawn on the canvas: as HTML it would need styles that the page's
/// security policy forbids.
export function tooltip(palette: Colours, lines: (item: { dataIndex: number; seriesIndex: number }) => string[]) {
  return {
    renderMode: 'richText',
    confine: true,
    backgroundColor: palette.card,
    borderColor: palette.line,
    textStyle: { color: palette.ink },
    formatter: (items: { dataIndex: number; seriesIndex: number } | { dataIndex: number; seriesIndex: number }[]) => {
      const item = Array.isArray(items) ? items[0] : items;
      return item ? lines(item).join('\n') : '';
    },
  };
}

/// What all charts have in common.
export function common(palette: Colours): EChartsCoreOption {
  return {
    animation: false,
    color: palette.series,
    textStyle: { fontFamily: 'system-ui, "Segoe UI", Roboto, "DejaVu Sans", sans-serif', color: palette.ink },
    legend: { textStyle: { color: palette.ink }, inactiveColor: palette.soft, top: 0, right: 0, icon: 'roundRect' },
    aria: { enabled: false }, // the canvas has a label, and every chart a table
  };
}

export function axes(palette: Colours) {
  return {
    axisLine: { lineStyle: { color: palette.line } },
    axisTick: { show: false },
    axisLabel: { color: palette.soft, hideOverlap: true },
    splitLine: { lineStyle: { color: palette.line } },
  };
}
