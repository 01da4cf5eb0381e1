// Bid prices as dots with the ceiling and the benchmark as lines: near prices are told apart on an axis that does not begin at nought,
// where bars would show ten times what lies between two of them; the axis says where it begins. ECharts is loaded only where a chart is shown.
import { ScatterChart } from 'echarts/charts';
import { GridComponent, MarkLineComponent, TooltipComponent } from 'echarts/components';
import { init, use, type EChartsType } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import { useEffect, useRef, useState } from 'react';
import { useTexts, type Spoken } from '../texts/index.tsx';
import { tokenColour, useTheme } from './theme.ts';

use([ScatterChart, GridComponent, MarkLineComponent, TooltipComponent, SVGRenderer]);

export type PriceBar = { name: string; fen: number; no?: number; strong?: boolean };
type Props = { bars: PriceBar[]; ceilingFen?: number | undefined; benchmarkFen?: number | undefined };

/** A picture of a hundred dots takes its time: while prices come one after the other it is drawn so often, and seldom where nobody looks. */
const drawnEveryMs = 1_000;
const unseenEveryMs = 10_000;
const manyBars = 30;

export function PriceChart({ bars, ceilingFen, benchmarkFen }: Props) {
  const { t } = useTexts();
  // drawn again when light and dark change
  const [theme] = useTheme();
  const drawnAt = useRef(-unseenEveryMs);
  const [seen, setSeen] = useState(true);
  const holder = useRef<HTMLDivElement>(null);
  const chart = useRef<EChartsType | null>(null);
  useEffect(() => {
    if (!holder.current) return undefined;
    const made = init(holder.current, null, { renderer: 'svg' });
    chart.current = made;
    const watcher = new ResizeObserver(() => made.resize());
    watcher.observe(holder.current);
    const looking = new IntersectionObserver(([entry]) => setSeen(entry?.isIntersecting ?? true), { rootMargin: '200px' });
    looking.observe(holder.current);
    return () => {
      watcher.disconnect();
      looking.disconnect();
      made.dispose();
      chart.current = null;
    };
  }, []);
  useEffect(() => {
    const draw = () => {
      drawnAt.current = performance.now();
      chart.current?.setOption(optionOf({ bars, ceilingFen, benchmarkFen }, t, holder.current?.clientWidth ?? 600), { notMerge: true });
    };
    const wait = bars.length > manyBars ? drawnAt.current + (seen ? drawnEveryMs : unseenEveryMs) - performance.now() : 0;
    if (wait <= 0) { draw(); return undefined; }
    const timer = setTimeout(draw, wait);
    return () => { clearTimeout(timer); };
  }, [bars, ceilingFen, benchmarkFen, t, theme, seen]);
  return <div ref={holder} className="chart" role="img" aria-label={t.opening.chartAlt(bars.length)} />;
}

function optionOf({ bars, ceilingFen, benchmarkFen }: Props, t: Spoken['t'], width: number): Parameters<EChartsType['setOption']>[0] {
  const font = Number.parseFloat(getComputedStyle(document.documentElement).fontSize) / 16;
  const small = Math.round(12 * font);
  const values = [...bars.map((bar) => bar.fen), ...(ceilingFen ? [ceilingFen] : []), ...(benchmarkFen ? [benchmarkFen] : [])];
  const unit = t.unit.chart(Math.max(...values));
  const inUnit = (fen: number) => fen / unit.fen; // for the picture only; texts are formatted from the fen
  const { min, max, step } = niceRange(inUnit(Math.min(...values)), inUnit(Math.max(...values)));
  const each = (width - 170 * font) / Math.max(bars.length, 1);
  // with no room for names the place in the table above stands under the dot
  const named = each >= 58 * font;
  const line = (fen: number, name: string, color: string) => ({
    yAxis: inUnit(fen), lineStyle: { color, type: 'dashed' as const, width: 1.5 },
    label: { formatter: `${name}\n${t.unit.amount(fen).value} ${t.unit.amount(fen).unit}`, position: 'end' as const, color, fontSize: small, lineHeight: small + 3, textBorderColor: tokenColour('sheet'), textBorderWidth: 3 },
  });
  return {
    animation: bars.length <= manyBars, animationDuration: 300, grid: { left: 8, right: lineRoom(t, { ceilingFen, benchmarkFen }) * font, top: 34 * font, bottom: 8, containLabel: true }, textStyle: { fontFamily: getComputedStyle(document.body).fontFamily },
    tooltip: { trigger: 'axis', renderMode: 'richText', axisPointer: { type: 'line' }, formatter: (items: unknown) => tip(items, bars, t) },
    xAxis: {
      type: 'category', data: bars.map((bar, at) => (named ? bar.name : String(bar.no ?? at + 1))), axisTick: { show: false }, axisLine: { lineStyle: { color: tokenColour('line-strong') } },
      axisLabel: { color: tokenColour('ink-2'), fontSize: small, lineHeight: small + 3, ...(named ? { interval: 0, width: each - 18, overflow: 'break' as const } : { hideOverlap: true }) },
    },
    yAxis: {
      type: 'value', name: min > 0 ? t.unit.chartFrom(unit.name, min.toLocaleString('en-US', { maximumFractionDigits: 2 })) : unit.name, min, max, interval: step, nameTextStyle: { color: tokenColour('ink-3'), align: 'left', fontSize: small },
      axisLabel: { color: tokenColour('ink-3'), fontSize: small, formatter: (value: number) => value.toLocaleString('en-US', { maximumFractionDigits: 2 }) }, splitLine: { lineStyle: { color: tokenColour('line') } },
    },
    series: [{
      type: 'scatter', symbolSize: (bars.length > manyBars ? 8 : 14) * font, data: bars.map((bar) => ({ value: inUnit(bar.fen), itemStyle: { color: tokenColour(bar.strong ? 'jade' : 'chart') } })),
      markLine: {
        symbol: 'none', animation: false,
        data: [
          ...(ceilingFen ? [line(ceilingFen, t.opening.ceilingLine, tokenColour('danger'))] : []),
          ...(benchmarkFen ? [line(benchmarkFen, t.opening.benchmarkLine, tokenColour('ochre'))] : []),
        ],
      },
    }],
  };
}

/** Beside the lines stand their names. */
function lineRoom(t: Spoken['t'], { ceilingFen, benchmarkFen }: Pick<Props, 'ceilingFen' | 'benchmarkFen'>): number {
  const names = [...(ceilingFen ? [t.opening.ceilingLine] : []), ...(benchmarkFen ? [t.opening.benchmarkLine] : [])];
  return names.length === 0 ? 16 : Math.max(96, ...names.map((name) => name.length * 7 + 14));
}

/** Round bounds a little outside the values, so that near prices can still be told apart. */
function niceRange(low: number, high: number): { min: number; max: number; step: number } {
  const room = Math.max(high - low, high * 0.01, 0.0001);
  const rough = (room * 1.7) / 5;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * ([1, 2, 5, 10].find((times) => times * power >= rough) ?? 10);
  return { min: Math.max(0, Math.floor((low - room * 0.4) / step) * step), max: Math.ceil((high + room * 0.15) / step) * step, step };
}

function tip(items: unknown, bars: PriceBar[], t: Spoken['t']): string {
  const at = Array.isArray(items) ? (items[0] as { dataIndex?: number } | undefined)?.dataIndex : undefined;
  const bar = at === undefined ? undefined : bars[at];
  return bar ? `${bar.name}\n${t.unit.exact(bar.fen)}` : '';
}
