const MONTHS = 'January February March April May June July August September October November December'.split(' ');
const DAY = /^(\d{4})-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])(?:T.*)?$/;
const DECIMAL = /^(-?)(\d+)(\.\d+)?$/;

/** `2028-03-12` as "12 March 2028", which readers of all countries understand; anything else as it is. */
export function day(value: unknown): string {
  const text = words(value);
  const [, year, month, date] = DAY.exec(text) ?? [];
  return year ? `${Number(date)} ${MONTHS[Number(month) - 1]} ${year}` : text;
}

/** `1234.50` as "1,234.50"; anything else as it is. */
export function amount(value: unknown): string {
  const text = words(value);
  const [, sign, whole, rest = ''] = DECIMAL.exec(text) ?? [];
  return whole ? `${sign}${whole.replace(/\B(?=(\d{3})+$)/g, ',')}${rest}` : text;
}

function words(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}
