import type { Schema } from '../../api/client';
import type { WorkshopSettings } from '../../api/workshop';
import { viewerZone } from '../../lib/time';

/** The settings as they are typed: numbers are texts, and what is empty is not set. */
export interface Draft {
  shopName: string;
  shopAddress: string;
  shopEmail: string;
  terms: string;
  currency: string;
  taxPolicy: WorkshopSettings['taxPolicy'];
  timezone: string;
  validityDays: string;
  paymentDays: string;
  quotePrefix: string;
  orderPrefix: string;
  invoicePrefix: string;
  workingDays: readonly number[];
  closedDays: readonly string[];
}

/** Those of a workshop, or what one begins with. */
export function draftOf(settings: WorkshopSettings | null): Draft {
  return {
    shopName: settings?.shopName ?? '',
    shopAddress: settings?.shopAddress ?? '',
    shopEmail: settings?.shopEmail ?? '',
    terms: settings?.terms ?? '',
    currency: settings?.currency ?? 'EUR',
    taxPolicy: settings?.taxPolicy ?? 'per_order',
    timezone: settings?.timezone ?? viewerZone(),
    validityDays: String(settings?.validityDays ?? 30),
    paymentDays: String(settings?.paymentDays ?? ''),
    quotePrefix: settings?.quotePrefix ?? 'Q',
    orderPrefix: settings?.orderPrefix ?? 'O',
    invoicePrefix: settings?.invoicePrefix ?? 'I',
    workingDays: settings?.workingDays ?? [1, 2, 3, 4, 5],
    closedDays: settings?.closedDays ?? [],
  };
}

export function bodyOfDraft(draft: Draft): Schema<'QuotingSettingsRequest'> {
  const { shopName, shopAddress, shopEmail, terms, validityDays, paymentDays, workingDays, closedDays } = draft;
  const { currency, taxPolicy, timezone, quotePrefix, orderPrefix, invoicePrefix } = draft;
  return {
    ...{ currency, taxPolicy, timezone, quotePrefix, orderPrefix, invoicePrefix },
    shopName: shopName.trim(),
    shopAddress: shopAddress.trim() || null,
    shopEmail: shopEmail.trim() || null,
    terms: terms.trim() || null,
    validityDays: Number(validityDays),
    paymentDays: paymentDays.trim() === '' ? null : Number(paymentDays),
    workingDays: [...workingDays],
    closedDays: [...closedDays],
  };
}
