import type { TaxCategoryValues } from '../../pms/taxes/tax-categories.repository.js';

type DemoTax = Pick<TaxCategoryValues, 'code' | 'name' | 'treatment' | 'rate'>;

const lodging = (rate: string): DemoTax => ({ code: 'LODGING', name: 'Accommodation', treatment: 'taxable', rate });
const food = (rate: string): DemoTax => ({ code: 'FOOD', name: 'Food and drink', treatment: 'taxable', rate });
const CITY_TAX: DemoTax = { code: 'CITY', name: 'City tax', treatment: 'outside', rate: '0' };

interface DemoSetUp {
  pricesIncludeTax: boolean;
  taxes: DemoTax[];
  seller: {
    name: string;
    address: string;
    country: string;
    vatNumber?: string;
    taxNumber?: string;
    paymentDays: number;
    iban?: string;
  };
  /** Series of invoices and of credit notes. */
  series: [string, string];
}

/** Set-up of the demo hotels. Tax rates and numbers are examples and not to be relied on. */
export const SET_UP: Record<string, DemoSetUp> = {
  'Casa do Mar': {
    pricesIncludeTax: true,
    taxes: [lodging('6'), food('13'), CITY_TAX],
    seller: {
      name: 'Casa do Mar Hotelaria, Lda.',
      address: 'Avenida Marginal 14\n2750-427 Cascais',
      country: 'PT',
      vatNumber: 'PT999999990',
      paymentDays: 14,
      iban: 'PT50000201231234567890154',
    },
    series: ['CDM', 'CDM-NC'],
  },
  'Hotel La Plaza': {
    pricesIncludeTax: true,
    taxes: [lodging('10'), food('10'), CITY_TAX],
    seller: {
      name: 'La Plaza Explotaciones Hoteleras, S.L.',
      address: 'Plaza Mayor 8\n28012 Madrid',
      country: 'ES',
      vatNumber: 'ESB00000000',
      paymentDays: 30,
      iban: 'ES9121000418450200051332',
    },
    series: ['LPZ', 'LPZ-R'],
  },
  'Harbor House': {
    pricesIncludeTax: false,
    taxes: [lodging('11.7'), food('6.25'), CITY_TAX],
    seller: {
      name: 'Harbor House Inn LLC',
      address: '21 Wharf Street\nGloucester, MA 01930',
      country: 'US',
      taxNumber: 'EIN 00-0000000',
      paymentDays: 10,
    },
    series: ['HH', 'HH-CN'],
  },
};
