import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '../../../platform/database/tenant-database.js';
import { isValidTimeZone } from '../../../platform/dates/index.js';
import { AppError, invalid, notFound } from '../../../platform/errors/app-error.js';
import { assertDate } from '../../../platform/http/date-fields.js';
import { given } from '../../../platform/http/given.js';
import { isCurrency } from '../../../platform/money/index.js';
import type { QuotingSettingsRequest, QuotingSettingsResponse } from './quoting-settings.dto.js';
import { QuotingSettings } from './quoting-settings.entity.js';

const DEFAULTS: Partial<QuotingSettings> = {
  taxPolicy: 'per_order',
  validityDays: 30,
  quotePrefix: 'Q',
  orderPrefix: 'O',
  invoicePrefix: 'I',
  shopAddress: null,
  shopEmail: null,
  terms: null,
  workingDays: [1, 2, 3, 4, 5],
  closedDays: [],
  paymentDays: null,
};

/** To whom needs them and has not set them. */
export const SETTINGS_MISSING =
  'Set currency and time zone first: PUT /quoting-settings, or Workshop settings in the console';

const PRICED = `SELECT EXISTS (SELECT FROM material) OR EXISTS (SELECT FROM process) OR EXISTS (SELECT FROM machine)
  OR EXISTS (SELECT FROM finish) OR EXISTS (SELECT FROM price_book) AS priced`;

const PREFIXES = ['quotePrefix', 'orderPrefix', 'invoicePrefix'] as const;

/** Whose numbers begin with the prefix $1, other than those that are to have it by the setting $2. */
const USED = `SELECT kind FROM (
  SELECT 'quotes' AS kind WHERE $2 <> 'quotePrefix' AND EXISTS (SELECT FROM quote WHERE split_part(number, '-', 1) = $1)
  UNION ALL SELECT 'orders' WHERE $2 <> 'orderPrefix' AND EXISTS (SELECT FROM sales_order WHERE split_part(number, '-', 1) = $1)
  UNION ALL SELECT 'invoices' WHERE $2 <> 'invoicePrefix' AND EXISTS (SELECT FROM order_invoice WHERE split_part(number, '-', 1) = $1)
) AS used LIMIT 1`;

type Saved = (after: QuotingSettings, before: Pick<QuotingSettings, 'timezone'> | null) => Promise<void>;

/** How a workshop quotes: currency, zone, numbers, terms. */
@Injectable()
export class QuotingSettingsService {
  private readonly saved: Saved[] = [];

  constructor(private readonly db: TenantDatabase) {}

  /** Runs in the transaction that saves the settings. */
  onSaved(hook: Saved): void {
    this.saved.push(hook);
  }

  /** @throws AppError NOT_FOUND before they are set */
  async get(): Promise<QuotingSettings> {
    const row = await this.find();
    if (!row) throw notFound('Quoting settings');
    return row;
  }

  /** As get(), for what cannot be done without them. @throws AppError CONFLICT, which says what to do */
  async needed(): Promise<QuotingSettings> {
    const row = await this.find();
    if (!row) throw new AppError('CONFLICT', SETTINGS_MISSING);
    return row;
  }

  /** Currency of all prices of the workshop. @throws AppError CONFLICT before it is set */
  async currency(): Promise<string> {
    return (await this.needed()).currency;
  }

  /** @throws AppError VALIDATION_FAILED; CONFLICT for another currency once something has a price */
  put(request: QuotingSettingsRequest): Promise<QuotingSettings> {
    if (!isCurrency(request.currency)) throw invalid('currency', 'currency must be an ISO 4217 code such as EUR');
    if (!isValidTimeZone(request.timezone))
      throw invalid('timezone', 'timezone must be an IANA time zone such as Europe/Vienna');
    for (const [index, day] of (request.closedDays ?? []).entries()) assertDate(`closedDays.${index}`, day);
    return this.db.transaction(async (tx) => {
      const settings = tx.repository(QuotingSettings);
      // One row a tenant: two first requests at the same time must not make two.
      await tx.run(
        `SELECT pg_advisory_xact_lock(hashtextextended('quoting_settings ' || current_setting('app.tenant_id'), 0))`,
      );
      const before = await settings.findOneBy({});
      if (before && before.currency !== request.currency) {
        const row = await tx.first<{ priced: boolean }>(PRICED);
        if (row!.priced) throw new AppError('CONFLICT', `Prices are kept in ${before.currency} already`);
      }
      const earlier = before && { timezone: before.timezone };
      const former = { ...(before ?? DEFAULTS) };
      const wanted = settings.merge(before ?? settings.create(DEFAULTS), given(request));
      checkPrefixes(wanted);
      for (const path of PREFIXES) {
        if (wanted[path] === former[path]) continue;
        const row = await tx.first<{ kind: string }>(USED, [wanted[path], path]);
        if (row)
          throw invalid(path, `${wanted[path]} has been the prefix of ${row.kind}: their numbers would go on in it`);
      }
      await settings.save(wanted);
      const after = (await settings.findOneBy({}))!;
      for (const hook of this.saved) await hook(after, earlier);
      return after;
    });
  }

  /**
   * The next number of a series, such as Q-2026-0001, in the caller's transaction: without gaps, because a transaction that
   * is rolled back gives its number back.
   */
  async nextNumber(prefix: string, year: number): Promise<string> {
    const row = await this.db.first<{ no: number }>(
      `INSERT INTO quoting_series (prefix, year, next_no) VALUES ($1, $2, 2)
       ON CONFLICT (tenant_id, prefix, year) DO UPDATE SET next_no = quoting_series.next_no + 1 RETURNING next_no - 1 AS no`,
      [prefix, year],
    );
    return `${prefix}-${year}-${String(row!.no).padStart(4, '0')}`;
  }

  private find(): Promise<QuotingSettings | null> {
    // Row-level security leaves the tenant's one row.
    return this.db.withRepository(QuotingSettings, (settings) => settings.findOneBy({}));
  }
}

/** Quotes and invoices that drew from one series would leave gaps in each other's numbers. @throws AppError VALIDATION_FAILED */
function checkPrefixes({ quotePrefix, orderPrefix, invoicePrefix }: QuotingSettings): void {
  if (orderPrefix === quotePrefix) throw invalid('orderPrefix', 'Orders and quotes need different prefixes');
  if (invoicePrefix === quotePrefix || invoicePrefix === orderPrefix)
    throw invalid('invoicePrefix', 'Invoices need a prefix that neither quotes nor orders have');
}

export function toSettingsResponse(row: QuotingSettings): QuotingSettingsResponse {
  const { currency, timezone, taxPolicy, validityDays, quotePrefix, orderPrefix, invoicePrefix } = row;
  const { shopName, shopAddress, shopEmail, terms, paymentDays, workingDays, closedDays } = row;
  const days = { paymentDays, workingDays, closedDays };
  const numbers = { quotePrefix, orderPrefix, invoicePrefix };
  return { currency, timezone, taxPolicy, validityDays, ...numbers, shopName, shopAddress, shopEmail, terms, ...days };
}
