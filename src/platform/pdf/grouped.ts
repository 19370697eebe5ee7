/** A decimal string with its thousands apart, as a table of money shows it: `-1234567.80` is `-1,234,567.80`. */
export function grouped(decimal: string): string {
  const [whole, ...rest] = decimal.split('.');
  return [whole!.replace(/\B(?=(\d{3})+$)/g, ','), ...rest].join('.');
}
