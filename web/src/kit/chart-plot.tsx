import { useEffect, useRef } from 'react';
import { useNavigate } from '@tanstack/react-router';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { useLocale } from '../api/hotels';
import { colour } from '../shell/theme';
import type { ChartProps } from './chart';

const HEIGHT = 220;

/** Draws with the theme's colours, and anew when the theme or the width changes. Times on the axis are in the zone given. */
export default function Plot({ at, series, zone, format, height = HEIGHT, hrefOf }: ChartProps) {
  const box = useRef<HTMLDivElement>(null);
  const press = useRef(hrefOf);
  const navigate = useNavigate();
  const locale = useLocale();
  useEffect(() => {
    press.current = hrefOf;
  });
  useEffect(() => {
    const element = box.current!;
    const clock = axisClock(at, zone, locale);
    let plot: uPlot | undefined;
    const draw = () => {
      plot?.destroy();
      const axis = {
        stroke: colour('muted'),
        grid: { stroke: colour('line'), width: 1 },
        ticks: { show: false },
        font: '12px system-ui',
      };
      plot = new uPlot(
        {
          width: element.clientWidth,
          height,
          legend: { show: false },
          tzDate: (second) => uPlot.tzDate(new Date(second * 1000), zone),
          axes: [
            { ...axis, space: clock.space, values: (_, seconds) => seconds.map(clock.text) },
            { ...axis, size: 64, values: (_, values) => values.map((value) => format(value)) },
          ],
          series: [
            {},
            ...series.map((one) => ({
              label: one.label,
              stroke: colour(one.colour),
              width: 1.5,
              ...(one.dashed && { dash: [5, 3] }),
              // A value between two that are not known would be a line without length.
              points: { show: true, size: 5, filter: (plot: uPlot, of: number) => alone(plot.data[of]!) },
            })),
          ],
        },
        [[...at], ...series.map(({ values }) => [...values])] as uPlot.AlignedData,
        element,
      );
      plot.over.addEventListener('click', () => {
        const index = plot?.cursor.idx;
        if (typeof index === 'number' && press.current) void navigate({ href: press.current(index) });
      });
    };
    const resize = new ResizeObserver(() => plot?.setSize({ width: element.clientWidth, height }));
    draw();
    resize.observe(element);
    addEventListener('ns-theme', draw);
    return () => {
      removeEventListener('ns-theme', draw);
      resize.disconnect();
      plot?.destroy();
    };
  }, [at, series, zone, format, height, locale, navigate]);
  return <div ref={box} style={{ height }} />;
}

/** Hours on the axis; with the name of their zone where clocks are changed in between, because one hour may be there twice then. */
function axisClock(at: readonly number[], zone: string, locale: string | undefined) {
  const hour = { timeZone: zone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const;
  const named = new Intl.DateTimeFormat(locale, { ...hour, timeZoneName: 'short' });
  const nameOf = (second: number) =>
    named.formatToParts(second * 1000).find(({ type }) => type === 'timeZoneName')?.value;
  const isChanged = at.length > 0 && nameOf(at[0]!) !== nameOf(at.at(-1)!);
  const format = isChanged ? named : new Intl.DateTimeFormat(locale, hour);
  return { text: (second: number) => format.format(second * 1000), space: isChanged ? 90 : 50 };
}

/** Places of values whose neighbours are not known. */
function alone(values: ArrayLike<number | null | undefined>): number[] {
  const known = (n: number) => values[n] !== null && values[n] !== undefined;
  return Array.from({ length: values.length }, (_, n) => n).filter((n) => known(n) && !known(n - 1) && !known(n + 1));
}
