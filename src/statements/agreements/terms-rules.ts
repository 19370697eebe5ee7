import type { FieldError } from '../../platform/errors/app-error.js';
import type { AgreementTerms, FeeBase } from './terms.js';

/** Terms of which nothing but the fee was said. */
export const USUAL_TERMS: Omit<AgreementTerms, 'feePercent'> = {
  feeBase: 'rent',
  feeFormula: [],
  channelFees: {},
  minFeeMinor: 0,
  feeDate: 'recognition_date',
  recognition: 'checkout',
  nightlyOver: 30,
  cleaningTo: 'manager',
  cleaningOwnerPercent: '0',
  prorateStayFees: false,
  taxToOwner: false,
  cohost: 'none',
  cancelRevenue: 'include',
  reserveMinor: 0,
};

/** What does not go together, field by field; each field by itself is checked by the request's own rules. */
export function faultsOf(terms: AgreementTerms): FieldError[] {
  const faults: FieldError[] = [];
  const fault = (path: string, message: string) => faults.push({ path: `terms.${path}`, message });
  const { feeFormula, channelFees, cleaningTo, cleaningOwnerPercent } = terms;
  const bases: [string, FeeBase][] = [
    ['feeBase', terms.feeBase],
    ...Object.entries(channelFees).map(([channel, fee]): [string, FeeBase] => [
      `channelFees.${channel}.feeBase`,
      fee!.feeBase,
    ]),
  ];
  const byFormula = bases.filter(([, base]) => base === 'formula');
  if (feeFormula.length === 0)
    for (const [path] of byFormula) fault(path, 'formula needs the amounts that it adds up, in feeFormula');
  else if (byFormula.length === 0) fault('feeFormula', 'A formula that no feeBase names would never be used');
  if (new Set(feeFormula.map(({ component }) => component)).size < feeFormula.length)
    fault('feeFormula', 'An amount stands there twice');
  if (feeFormula.length > 0 && !feeFormula.some(({ sign }) => sign === 1))
    fault('feeFormula', 'A formula adds at least one amount');
  if (cleaningTo !== 'split' && Number(cleaningOwnerPercent) !== 0)
    fault('cleaningOwnerPercent', 'Only where cleaningTo is split does the owner get a percentage');
  if (cleaningTo === 'split' && [0, 100].includes(Number(cleaningOwnerPercent)))
    fault('cleaningOwnerPercent', 'Where cleaningTo is split, both get something: above 0 and below 100');
  return faults;
}
