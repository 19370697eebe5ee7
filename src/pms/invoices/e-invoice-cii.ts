import type { LocalDate } from '../../platform/dates/index.js';
import { formatMoney } from '../../platform/money/index.js';
import { type EInvoice, type EInvoiceLine, isVatNumber, type VatBreakdown } from './e-invoice.js';
import { type Element, element, optional, xmlOf } from './xml.js';

const NAMESPACES = {
  'xmlns:rsm': 'urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100',
  'xmlns:ram': 'urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100',
  'xmlns:udt': 'urn:un:unece:uncefact:data:standard:UnqualifiedDataType:100',
  'xmlns:qdt': 'urn:un:unece:uncefact:data:standard:QualifiedDataType:100',
};
/** One of something (UN/ECE Recommendation 20). */
const ONE = { unitCode: 'C62' };
const SEPA_TRANSFER = '58';
const TRANSFER = '30';

/**
 * The invoice as UN/CEFACT Cross Industry Invoice D16B in the EN 16931 profile, which is also that of Factur-X and ZUGFeRD. The
 * order of the elements is that of its schema.
 */
export function ciiOf(invoice: EInvoice): string {
  return xmlOf(
    element(
      'rsm:CrossIndustryInvoice',
      [
        element('rsm:ExchangedDocumentContext', [
          element('ram:GuidelineSpecifiedDocumentContextParameter', [element('ram:ID', 'urn:cen.eu:en16931:2017')]),
        ]),
        element('rsm:ExchangedDocument', [
          element('ram:ID', invoice.number),
          element('ram:TypeCode', invoice.typeCode),
          element('ram:IssueDateTime', [date('udt', invoice.issueDate)]),
          ...invoice.notes.map((note) => element('ram:IncludedNote', [element('ram:Content', note)])),
        ]),
        element('rsm:SupplyChainTradeTransaction', [
          ...invoice.lines.map((line, index) => lineOf(line, index + 1, invoice.currency)),
          agreementOf(invoice),
          element('ram:ApplicableHeaderTradeDelivery', [
            element('ram:ActualDeliverySupplyChainEvent', [
              element('ram:OccurrenceDateTime', [date('udt', invoice.supplyDate)]),
            ]),
          ]),
          settlementOf(invoice),
        ]),
      ],
      NAMESPACES,
    ),
  );
}

function lineOf(line: EInvoiceLine, number: number, currency: string): Element {
  const { quantity, netMinor } = line;
  const [priceMinor, basis] =
    quantity !== 0 && netMinor % quantity === 0
      ? [netMinor / quantity, undefined]
      : // The price of all of them, where that of one would have to be rounded.
        [Math.abs(netMinor), Math.abs(quantity)];
  return element('ram:IncludedSupplyChainTradeLineItem', [
    element('ram:AssociatedDocumentLineDocument', [element('ram:LineID', String(number))]),
    element('ram:SpecifiedTradeProduct', [element('ram:Name', line.name)]),
    element('ram:SpecifiedLineTradeAgreement', [
      element('ram:NetPriceProductTradePrice', [
        element('ram:ChargeAmount', formatMoney(Math.abs(priceMinor), currency)),
        basis === undefined ? undefined : element('ram:BasisQuantity', String(basis), ONE),
      ]),
    ]),
    element('ram:SpecifiedLineTradeDelivery', [element('ram:BilledQuantity', String(quantity), ONE)]),
    element('ram:SpecifiedLineTradeSettlement', [
      element('ram:ApplicableTradeTax', [
        element('ram:TypeCode', 'VAT'),
        element('ram:CategoryCode', line.category),
        optional('ram:RateApplicablePercent', line.rate),
      ]),
      element('ram:BillingSpecifiedPeriod', [
        element('ram:StartDateTime', [date('udt', line.serviceDate)]),
        element('ram:EndDateTime', [date('udt', line.serviceDate)]),
      ]),
      element('ram:SpecifiedTradeSettlementLineMonetarySummation', [
        element('ram:LineTotalAmount', formatMoney(netMinor, currency)),
      ]),
    ]),
  ]);
}

function agreementOf({ seller, buyer, orderReference, namesVatNumbers }: EInvoice): Element {
  const [one, two, ...rest] = seller.address.split(/\r?\n/).filter((line) => line.trim() !== '');
  return element('ram:ApplicableHeaderTradeAgreement', [
    optional('ram:BuyerReference', orderReference),
    element('ram:SellerTradeParty', [
      // What tells the seller from others where the VAT number does not.
      namesVatNumbers && seller.vatNumber ? undefined : optional('ram:ID', seller.taxNumber ?? seller.vatNumber),
      element('ram:Name', seller.name),
      optional('ram:Description', seller.registerText),
      element('ram:PostalTradeAddress', [
        optional('ram:LineOne', one),
        optional('ram:LineTwo', two),
        optional('ram:LineThree', rest.join(', ')),
        element('ram:CountryID', seller.country),
      ]),
      namesVatNumbers && seller.vatNumber ? registration(seller.vatNumber, 'VA') : undefined,
      namesVatNumbers && seller.taxNumber ? registration(seller.taxNumber, 'FC') : undefined,
    ]),
    element('ram:BuyerTradeParty', [
      element('ram:Name', buyer.name),
      element('ram:PostalTradeAddress', [
        optional('ram:PostcodeCode', buyer.postalCode),
        optional('ram:LineOne', buyer.address?.replaceAll(/\s*\n\s*/g, ', ')),
        optional('ram:CityName', buyer.city),
        element('ram:CountryID', buyer.country!),
      ]),
      buyer.email
        ? element('ram:URIUniversalCommunication', [element('ram:URIID', buyer.email, { schemeID: 'EM' })])
        : undefined,
      namesVatNumbers && buyer.vatNumber && isVatNumber(buyer.vatNumber)
        ? registration(buyer.vatNumber, 'VA')
        : undefined,
    ]),
    orderReference
      ? element('ram:BuyerOrderReferencedDocument', [element('ram:IssuerAssignedID', orderReference)])
      : undefined,
  ]);
}

function registration(number: string, schemeID: 'VA' | 'FC'): Element {
  return element('ram:SpecifiedTaxRegistration', [element('ram:ID', number, { schemeID })]);
}

function settlementOf(invoice: EInvoice): Element {
  const { currency, terms, corrects } = invoice;
  const money = (minor: number) => formatMoney(minor, currency);
  const payableMinor = invoice.grossMinor - invoice.paidMinor;
  return element('ram:ApplicableHeaderTradeSettlement', [
    terms.bank ? element('ram:PaymentReference', invoice.number) : undefined,
    element('ram:InvoiceCurrencyCode', currency),
    bankOf(invoice),
    ...invoice.vat.map((vat) => vatOf(vat, money)),
    paymentOf(terms, payableMinor),
    element('ram:SpecifiedTradeSettlementHeaderMonetarySummation', [
      element('ram:LineTotalAmount', money(invoice.netMinor)),
      element('ram:TaxBasisTotalAmount', money(invoice.netMinor)),
      element('ram:TaxTotalAmount', money(invoice.taxMinor), { currencyID: currency }),
      element('ram:GrandTotalAmount', money(invoice.grossMinor)),
      invoice.paidMinor === 0 ? undefined : element('ram:TotalPrepaidAmount', money(invoice.paidMinor)),
      element('ram:DuePayableAmount', money(payableMinor)),
    ]),
    corrects
      ? element('ram:InvoiceReferencedDocument', [
          element('ram:IssuerAssignedID', corrects.number),
          element('ram:FormattedIssueDateTime', [date('qdt', corrects.issueDate)]),
        ])
      : undefined,
  ]);
}

function bankOf({ terms: { bank }, seller, currency }: EInvoice): Element | undefined {
  if (!bank) return undefined;
  return element('ram:SpecifiedTradeSettlementPaymentMeans', [
    element('ram:TypeCode', currency === 'EUR' ? SEPA_TRANSFER : TRANSFER),
    element('ram:PayeePartyCreditorFinancialAccount', [
      element('ram:IBANID', bank.iban),
      element('ram:AccountName', seller.name),
    ]),
    bank.bic ? element('ram:PayeeSpecifiedCreditorFinancialInstitution', [element('ram:BICID', bank.bic)]) : undefined,
  ]);
}

/** A credit note is set off or paid back: nobody owes it by a date. */
function paymentOf({ dueDate, words }: EInvoice['terms'], payableMinor: number): Element | undefined {
  if (payableMinor <= 0) return undefined;
  return element('ram:SpecifiedTradePaymentTerms', [
    element('ram:Description', words ?? 'Set off against the invoice it corrects, or paid back'),
    dueDate ? element('ram:DueDateDateTime', [date('udt', dueDate)]) : undefined,
  ]);
}

function vatOf(vat: VatBreakdown, money: (minor: number) => string): Element {
  return element('ram:ApplicableTradeTax', [
    element('ram:CalculatedAmount', money(vat.taxMinor)),
    element('ram:TypeCode', 'VAT'),
    optional('ram:ExemptionReason', vat.exemptionReason),
    element('ram:BasisAmount', money(vat.baseMinor)),
    element('ram:CategoryCode', vat.category),
    optional('ram:RateApplicablePercent', vat.rate),
  ]);
}

function date(prefix: 'udt' | 'qdt', day: LocalDate): Element {
  return element(`${prefix}:DateTimeString`, day.replaceAll('-', ''), { format: '102' });
}
