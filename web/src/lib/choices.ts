/** Time zones that the browser knows, with the one that is set. */
export function zonesWith(own: string): string[] {
  return [...new Set([own, 'UTC', ...known('timeZone')])].sort();
}

/** ISO codes of currencies that the browser knows, with the one that is set. */
export function currenciesWith(own: string): string[] {
  return [...new Set([own, 'EUR', ...known('currency')])].filter(Boolean).sort();
}

function known(kind: 'timeZone' | 'currency'): string[] {
  return typeof Intl.supportedValuesOf === 'function' ? Intl.supportedValuesOf(kind) : [];
}

/** A percentage as it is typed, `33.33`, in hundredths of a per cent without any rounding: 3333. Undefined where it is none. */
export function basisPoints(percent: string): number | undefined {
  const [, whole, part = ''] = /^(\d{1,3})(?:[.,](\d{1,2}))?$/.exec(percent.trim()) ?? [];
  if (whole === undefined) return undefined;
  const points = Number(whole) * 100 + Number(part.padEnd(2, '0'));
  return points <= 10_000 ? points : undefined;
}

/** 3333: `33.33`, as it is typed. */
export function percentOf(points: number): string {
  const part = String(points % 100)
    .padStart(2, '0')
    .replace(/0+$/, '');
  return `${Math.floor(points / 100)}${part ? `.${part}` : ''}`;
}
