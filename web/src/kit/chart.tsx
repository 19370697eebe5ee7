import { lazy, Suspense, useState } from 'react';
import { useLocale } from '../api/hotels';
import { instantText } from '../lib/time';
import { Button } from './button';
import { PlainLink } from './plain-link';
import { Skeleton } from './skeleton';

const Plot = lazy(() => import('./chart-plot'));

export interface Series {
  label: string;
  /** A colour of styles/tokens.css by its name, e.g. `state-running`. */
  colour: string;
  dashed?: boolean;
  values: readonly (number | null)[];
}

export interface ChartProps {
  label: string;
  /** Instants, seconds since 1970, rising. */
  at: readonly number[];
  series: readonly Series[];
  zone: string;
  /** How a value is written. */
  format: (value: number) => string;
  height?: number;
  /** Where a point leads, in the chart by a click, in the table by its row's link. */
  hrefOf?: (index: number) => string;
}

/** Lines over time, and the same figures as a table for whoever cannot see lines. */
export function Chart(props: ChartProps) {
  const [table, setTable] = useState(false);
  return (
    <figure className="chart">
      <figcaption className="section-head">
        <span className="row">
          {props.series.map(({ label, colour }) => (
            <span key={label} className="row">
              <span className="chart-key" style={{ background: `var(--${colour})` }} aria-hidden />
              {label}
            </span>
          ))}
        </span>
        <Button kind="quiet" aria-pressed={table} onClick={() => setTable(!table)}>
          {table ? 'As a chart' : 'As a table'}
        </Button>
      </figcaption>
      {table ? (
        <Figures {...props} />
      ) : (
        <div role="img" aria-label={`${props.label}. The same figures are in the table.`}>
          <Suspense fallback={<Skeleton lines={4} />}>
            <Plot {...props} />
          </Suspense>
        </div>
      )}
    </figure>
  );
}

function Figures({ label, at, series, zone, format, hrefOf }: ChartProps) {
  const locale = useLocale();
  // With the name of the zone: of two hours of the same name, in the night in which clocks go back, it says which one it is.
  const nameOf = (second: number) => instantText(second * 1000, { zone, locale });
  return (
    <div className="chart-table" tabIndex={0} role="region" aria-label={label}>
      <table className="plain-table">
        <thead>
          <tr>
            <th scope="col">{zone}</th>
            {series.map((one) => (
              <th key={one.label} scope="col">
                {one.label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {at.map((second, n) => (
            <tr key={second}>
              <th scope="row">{hrefOf ? <PlainLink href={hrefOf(n)}>{nameOf(second)}</PlainLink> : nameOf(second)}</th>
              {series.map(({ label: name, values }) => (
                <td key={name} className="num">
                  {values[n] === null || values[n] === undefined ? '—' : format(values[n])}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
