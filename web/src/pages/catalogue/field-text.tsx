import type { ReactNode } from 'react';
import { useQuery } from '@tanstack/react-query';
import { useLocale } from '../../api/hotels';
import { moneyText } from '../../lib/money';
import { dateText } from '../../lib/time';
import styles from './catalogue.module.css';
import { type Datum, processesQuery } from './catalogue-query';
import type { CatalogueField } from './fields';

/** What a field says, in words. */
export function FieldText({ field, datum }: { field: CatalogueField; datum: Datum }): ReactNode {
  const { name, control, choices, unit } = field;
  const locale = useLocale();
  const ofProcess = control === 'process' || control === 'processes';
  const processes = useQuery({ ...processesQuery, enabled: ofProcess }).data ?? [];
  const value = datum[name];
  if (value === null || value === undefined || value === '')
    return <span title={control === 'date' ? 'It has no end' : 'It was not set'}>—</span>;
  switch (control) {
    case 'money':
      return moneyText(value as string, datum.currency ?? 'EUR', locale);
    case 'date':
      return dateText(value as string, locale, { weekday: undefined });
    case 'choice':
      return choices?.find(([one]) => one === value)?.[1] ?? (value as string);
    case 'check':
      return value === true ? 'Yes' : 'No';
    case 'process':
      return <bdi>{processes.find(({ id }) => id === value)?.name ?? `Process ${value as number}`}</bdi>;
    case 'processes': {
      const names = (value as string[]).map((code) => processes.find((one) => one.code === code)?.name ?? code);
      return names.length === 0 ? 'All' : <bdi>{names.join(', ')}</bdi>;
    }
    case 'bands': {
      const bands = value as { minQuantity: number; discountPercent: string }[];
      return bands.length === 0
        ? 'None'
        : bands.map((one) => `${one.discountPercent} % from ${one.minQuantity}`).join(', ');
    }
    case 'leadTimes': {
      const times = value as { name: string; days: number; multiplier: string }[];
      return times.length === 0
        ? 'None'
        : times.map((one) => `${one.name}: ${one.days} days, × ${one.multiplier}`).join('; ');
    }
    case 'limits':
      return limitsText(value as Record<string, unknown>);
    default:
      return (
        <bdi className={control === 'lines' ? styles.lines : undefined}>
          {value as string}
          {unit ? ` ${unit}` : ''}
        </bdi>
      );
  }
}

const WORDS: Record<string, (value: unknown) => string> = {
  minWall: (value) => `walls from ${value as number} mm`,
  minHole: (value) => `holes from ${value as number} mm`,
  maxOverhang: (value) => `overhang up to ${Math.round(100 * (value as number))} %`,
  cavities: (value) => (value === true ? 'closed cavities' : 'no closed cavities'),
};

function limitsText(limits: Record<string, unknown>): string {
  const said = Object.entries(limits).flatMap(([name, value]) => (WORDS[name] ? [WORDS[name](value)] : []));
  return said.length === 0 ? 'What is usual of its kind' : said.join(', ');
}
