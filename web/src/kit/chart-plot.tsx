import { useEffect, useRef } from 'react';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { colour } from '../shell/theme';
import type { ChartProps } from './chart';

const HEIGHT = 220;

/** Draws with the theme's colours, and anew when the theme or the width changes. Times on the axis are in the zone given. */
export default function Plot({ at, series, zone, format, height = HEIGHT, onPoint }: ChartProps) {
  const box = useRef<HTMLDivElement>(null);
  const press = useRef(onPoint);
  useEffect(() => {
    press.current = onPoint;
  });
  useEffect(() => {
    const element = box.current!;
    const clock = new Intl.DateTimeFormat(undefined, {
      timeZone: zone,
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
    });
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
            { ...axis, values: (_, seconds) => seconds.map((second) => clock.format(second * 1000)) },
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
        if (typeof index === 'number') press.current?.(index);
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
  }, [at, series, zone, format, height]);
  return <div ref={box} style={{ height }} />;
}

/** Places of values whose neighbours are not known. */
function alone(values: ArrayLike<number | null | undefined>): number[] {
  const known = (n: number) => values[n] !== null && values[n] !== undefined;
  return Array.from({ length: values.length }, (_, n) => n).filter((n) => known(n) && !known(n - 1) && !known(n + 1));
}
