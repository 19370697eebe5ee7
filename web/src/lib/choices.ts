/** Time zones that the browser knows, with the one that is set. */
export function zonesWith(own: string): string[] {
  return [...new Set([own, 'UTC', ...known('timeZone')])].sort();
}

const LOCALES = [
  ...[
    'cs-CZ',
    'da-DK',
    'de-AT',
    'de-CH',
    'de-DE',
    'el-GR',
    'en-AU',
    'en-CA',
    'en-GB',
    'en-IE',
    'en-US',
    'es-ES',
    'es-MX',
  ],
  ...[
    'fi-FI',
    'fr-CH',
    'fr-FR',
    'hr-HR',
    'hu-HU',
    'it-IT',
    'ja-JP',
    'nb-NO',
    'nl-BE',
    'nl-NL',
    'pl-PL',
    'pt-BR',
    'pt-PT',
  ],
  ...['sv-SE', 'tr-TR'],
];

/** Languages with their countries, as dates and numbers are written there, and the one that is set; by their names in English. */
export function localesWith(own: string | null): (readonly [string, string])[] {
  const names = new Intl.DisplayNames('en', { type: 'language' });
  return [...new Set([...(own ? [own] : []), ...LOCALES])]
    .map((locale) => [locale, names.of(locale) ?? locale] as const)
    .sort(([, one], [, other]) => one.localeCompare(other));
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
