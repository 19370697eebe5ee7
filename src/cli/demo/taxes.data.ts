import type { TaxCategoryRow } from '../../pms/taxes/tax-categories.repository.js';

type DemoTax = Pick<TaxCategoryRow, 'code' | 'name' | 'treatment' | 'rate'>;

const lodging = (rate: string): DemoTax => ({ code: 'LODGING', name: 'Accommodation', treatment: 'taxable', rate });
const food = (rate: string): DemoTax => ({ code: 'FOOD', name: 'Food and drink', treatment: 'taxable', rate });
const CITY_TAX: DemoTax = { code: 'CITY', name: 'City tax', treatment: 'outside', rate: '0' };

/** The demo hotels' taxes, for show: rates change, and nobody should take them from here. */
export const TAXES: Record<string, { pricesIncludeTax: boolean; taxes: DemoTax[] }> = {
  'Casa do Mar': { pricesIncludeTax: true, taxes: [lodging('6'), food('13'), CITY_TAX] },
  'Hotel La Plaza': { pricesIncludeTax: true, taxes: [lodging('10'), food('10'), CITY_TAX] },
  'Harbor House': { pricesIncludeTax: false, taxes: [lodging('11.7'), food('6.25'), CITY_TAX] },
  default: { pricesIncludeTax: true, taxes: [lodging('10'), food('10'), CITY_TAX] },
};
