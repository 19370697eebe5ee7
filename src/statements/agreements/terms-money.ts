import { AppError } from '../../platform/errors/app-error.js';
import { given } from '../../platform/http/given.js';
import { formatMoney } from '../../platform/money/index.js';
import { parseAmount } from '../../platform/money/parse-amount.js';
import type { TermsRequest, TermsResponse } from './agreements.dto.js';
import { faultsOf, USUAL_TERMS } from './terms-rules.js';
import type { AgreementTerms } from './terms.js';

/**
 * Terms as they are kept, amounts in minor units of the owner's currency.
 * @throws AppError VALIDATION_FAILED naming each field
 */
export function termsOf({ minFee = 0, reserve = 0, ...request }: TermsRequest, currency: string): AgreementTerms {
  const terms: AgreementTerms = {
    ...USUAL_TERMS,
    // Plain objects: they go into a column and into the snapshot of a statement.
    ...(JSON.parse(JSON.stringify(given(request))) as TermsRequest),
    minFeeMinor: parseAmount('terms.minFee', minFee, currency),
    reserveMinor: parseAmount('terms.reserve', reserve, currency),
  };
  const errors = faultsOf(terms);
  if (errors.length > 0) throw new AppError('VALIDATION_FAILED', errors[0]!.message, { errors });
  return terms;
}

export function toTermsResponse(
  { minFeeMinor, reserveMinor, ...terms }: AgreementTerms,
  currency: string,
): TermsResponse {
  return { ...terms, minFee: formatMoney(minFeeMinor, currency), reserve: formatMoney(reserveMinor, currency) };
}
