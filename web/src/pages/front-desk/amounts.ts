/** Amounts are decimal strings; what is said of them here needs no arithmetic. */
export const isZero = (amount: string): boolean => /^-?0*(\.0*)?$/.test(amount);
/** The same amount with the other sign. */
export const negated = (amount: string): string => (amount.startsWith('-') ? amount.slice(1) : `-${amount}`);

export const METHODS = ['card', 'cash', 'transfer', 'prepaid', 'other'] as const;
export type Method = (typeof METHODS)[number];

/** `6.0000` is 6. */
export const rateText = (rate: string): string => (rate.includes('.') ? rate.replace(/\.?0+$/, '') : rate);
