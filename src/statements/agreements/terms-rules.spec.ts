import { describe, expect, it } from '@jest/globals';
import { faultsOf, USUAL_TERMS } from './terms-rules.js';
import type { AgreementTerms } from './terms.js';

const terms = (over: Partial<AgreementTerms>): AgreementTerms => ({ ...USUAL_TERMS, feePercent: '20', ...over });
const RENT = { component: 'rent', sign: 1 } as const;

describe('terms of an agreement', () => {
  it.each<[Partial<AgreementTerms>, string[]]>([
    [{}, []],
    [{ feeBase: 'formula', feeFormula: [RENT, { component: 'channel_fee', sign: -1 }] }, []],
    [{ channelFees: { airbnb: { feePercent: '15', feeBase: 'formula' } }, feeFormula: [RENT] }, []],
    [{ cleaningTo: 'split', cleaningOwnerPercent: '40' }, []],
    [{ feeBase: 'formula' }, ['terms.feeBase']],
    [{ channelFees: { vrbo: { feePercent: '15', feeBase: 'formula' } } }, ['terms.channelFees.vrbo.feeBase']],
    [{ feeFormula: [RENT] }, ['terms.feeFormula']],
    [{ feeBase: 'formula', feeFormula: [RENT, { component: 'rent', sign: -1 }] }, ['terms.feeFormula']],
    [{ feeBase: 'formula', feeFormula: [{ component: 'tax', sign: -1 }] }, ['terms.feeFormula']],
    [{ cleaningOwnerPercent: '40' }, ['terms.cleaningOwnerPercent']],
    [{ cleaningTo: 'split' }, ['terms.cleaningOwnerPercent']],
    [{ cleaningTo: 'split', cleaningOwnerPercent: '100.0' }, ['terms.cleaningOwnerPercent']],
  ])('%j: %j', (over, paths) => {
    expect(faultsOf(terms(over)).map(({ path }) => path)).toEqual(paths);
  });
});
