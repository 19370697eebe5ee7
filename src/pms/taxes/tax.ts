import { netOf, percentOf } from '../../platform/money/index.js';

/** reverse_charge: the buyer, a business elsewhere, owes the tax. */
export const TAX_TREATMENTS = ['taxable', 'exempt', 'outside', 'reverse_charge'] as const;
export type TaxTreatment = (typeof TAX_TREATMENTS)[number];

/** A tax as it stood when something was charged. */
export interface Tax {
  /** The hotel's code for it, e.g. `LODGING`. */
  code: string;
  /** Percent, up to four decimals, as a decimal string: '10.0000'. */
  rate: string;
  treatment: TaxTreatment;
}

export interface TaxedAmount {
  /** Minor units, with the tax in it (gross) or without (net); below zero for what is given back. */
  amountMinor: number;
  priceMode: 'gross' | 'net';
  tax: Tax;
}

/** One tax of a bill. */
export interface TaxTotal extends Tax {
  baseMinor: number;
  taxMinor: number;
}

export interface Totals {
  netMinor: number;
  taxMinor: number;
  /** netMinor + taxMinor, always. */
  grossMinor: number;
  /** By code and rate. */
  taxes: TaxTotal[];
}

/** Key that tells the taxes of a bill from each other. */
export function taxKey({ code, rate, treatment }: Tax): string {
  return `${code} ${Number(rate)} ${treatment}`;
}

/**
 * Totals of a bill. Tax is computed once for each tax over the sum of what it applies to, never line by line: base ×
 * rate for prices without tax, gross - net for prices with it, so that what the guest pays never moves.
 * (EN 16931, BR-CO-17; rules pms B.2 Invoice, B19…B21)
 */
export function totalsOf(lines: readonly TaxedAmount[]): Totals {
  const sums = new Map<string, { tax: Tax; gross: number; net: number }>();
  for (const { tax, priceMode, amountMinor } of lines) {
    const key = taxKey(tax);
    const sum = sums.get(key) ?? { tax, gross: 0, net: 0 };
    sum[priceMode] += amountMinor;
    sums.set(key, sum);
  }
  const taxes = [...sums]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, { tax, gross, net }]) => {
      const base = netOf(gross, tax.rate);
      return { ...tax, baseMinor: base + net, taxMinor: gross - base + percentOf(net, tax.rate) };
    });
  const netMinor = taxes.reduce((sum, tax) => sum + tax.baseMinor, 0);
  const taxMinor = taxes.reduce((sum, tax) => sum + tax.taxMinor, 0);
  return { netMinor, taxMinor, grossMinor: netMinor + taxMinor, taxes };
}
