import type { Kind } from './catalogue-query';

/** One member of a body as a form has it. */
export interface CatalogueField {
  name: string;
  label: string;
  hint?: string;
  control:
    | 'text'
    | 'lines'
    | 'email'
    | 'decimal'
    | 'money'
    | 'date'
    | 'choice'
    | 'check'
    | 'process'
    | 'processes'
    | 'limits'
    | 'bands'
    | 'leadTimes';
  choices?: readonly (readonly [string, string])[];
  needed?: true;
  /** Left empty it is null; otherwise it is left out, and stays or becomes what is usual. */
  nullable?: true;
  /** What stands behind the number. */
  unit?: string;
  /** Also a column of the list, with this width. */
  column?: string;
}

const LEVELS = [
  ['standard', 'Standard'],
  ['preferred', 'Preferred'],
  ['partner', 'Partner'],
] as const;
export const PROCESS_KINDS = [
  ['fdm', 'FDM: melted thread'],
  ['sla', 'SLA: resin'],
  ['sls', 'SLS: sintered powder'],
  ['mjf', 'MJF: fused powder'],
  ['dmls', 'DMLS: metal powder'],
  ['cnc_mill', 'CNC milling'],
  ['sheet_cut', 'Sheet cutting'],
] as const;

const CODE: CatalogueField = {
  ...{ name: 'code', label: 'Code', hint: 'What quotes name it by', control: 'text', needed: true },
  column: 'minmax(100px, 0.8fr)',
};
const NAME: CatalogueField = { name: 'name', label: 'Name', control: 'text', needed: true };
const NULL = { nullable: true } as const;

/** What each kind of the catalogue has, in the order of its form. Prices are in the currency of the workshop. */
export const FIELDS: Record<Kind, readonly CatalogueField[]> = {
  materials: [
    NAME,
    CODE,
    { name: 'pricePerKg', label: 'Price of a kilogram', control: 'money', ...NULL, column: '140px' },
    { name: 'density', label: 'Density', unit: 'g/cm³', control: 'decimal', ...NULL, column: '120px' },
    { name: 'wasteFactor', label: 'Waste factor', hint: 'Used for what is in the part; usual: 1', control: 'decimal' },
    { name: 'thickness', label: 'Thickness of the sheet', unit: 'mm', control: 'decimal', ...NULL },
    {
      name: 'processes',
      label: 'Processes it is for',
      hint: 'None: all',
      control: 'processes',
      column: 'minmax(120px, 1fr)',
    },
  ],
  processes: [
    NAME,
    CODE,
    {
      name: 'kind',
      label: 'Kind',
      control: 'choice',
      choices: PROCESS_KINDS,
      needed: true,
      column: 'minmax(120px, 1fr)',
    },
    { name: 'hourlyRate', label: 'An hour of the machine', control: 'money', ...NULL, column: '160px' },
    {
      ...{ name: 'throughput', label: 'Throughput', control: 'decimal', ...NULL, column: '112px' },
      hint: 'cm³ an hour; of sheets mm of cut a minute',
    },
    { name: 'setupCost', label: 'Set-up, once a line', control: 'money', column: '144px' },
    { name: 'programmingCost', label: 'Programming, once a line', control: 'money' },
    { name: 'finishingCost', label: 'Finishing, each part', control: 'money' },
    { name: 'pierceSeconds', label: 'Piercing of a contour', unit: 's', control: 'decimal' },
    { name: 'stockAllowance', label: 'Stock on each side', unit: 'mm', control: 'decimal' },
    { name: 'limits', label: 'What it can make', control: 'limits' },
  ],
  machines: [
    NAME,
    { ...CODE, hint: 'Your own short name for it' },
    { name: 'processId', label: 'Process', control: 'process', needed: true, column: 'minmax(120px, 1fr)' },
    { name: 'bedX', label: 'Largest part, x', unit: 'mm', control: 'decimal', needed: true, column: '120px' },
    { name: 'bedY', label: 'Largest part, y', unit: 'mm', control: 'decimal', needed: true, column: '120px' },
    { name: 'bedZ', label: 'Largest part, z', unit: 'mm', control: 'decimal', needed: true, column: '120px' },
    {
      ...{ name: 'hourlyRate', label: 'An hour', control: 'money', ...NULL, column: '120px' },
      hint: 'Left empty: that of the process',
    },
  ],
  finishes: [
    NAME,
    CODE,
    { name: 'perPart', label: 'Each part', control: 'money', column: '120px' },
    { name: 'perCm2', label: 'Each cm² of surface', control: 'decimal', column: '160px' },
    { name: 'minimum', label: 'Least for a part', control: 'money', column: '140px' },
  ],
  'price-books': [
    NAME,
    { ...CODE, hint: 'Your own short name for it' },
    {
      name: 'level',
      label: 'For customers of level',
      control: 'choice',
      choices: LEVELS,
      needed: true,
      column: 'minmax(120px, 1fr)',
    },
    { name: 'validFrom', label: 'Valid from', control: 'date', needed: true, column: '120px' },
    { name: 'validTo', label: 'Last day', control: 'date', ...NULL, column: '120px' },
    {
      ...{ name: 'mode', label: 'Price from cost by', control: 'choice', needed: true, column: '120px' },
      choices: [
        ['margin', 'Margin'],
        ['markup', 'Markup'],
      ],
      hint: 'Of a cost of 12.00, 40 % of margin make 20.00, of markup 16.80',
    },
    { name: 'percent', label: 'Margin or markup', unit: '%', control: 'decimal', needed: true, column: '144px' },
    { name: 'marginFloor', label: 'Least margin after discounts', unit: '%', control: 'decimal' },
    { name: 'minUnitPrice', label: 'Least price of a part', control: 'money' },
    { name: 'minOrder', label: 'Least order', control: 'money' },
    { name: 'taxRate', label: 'Tax', unit: '%', control: 'decimal' },
    { name: 'bands', label: 'Discounts by quantity', control: 'bands' },
    { name: 'leadTimes', label: 'Lead times', control: 'leadTimes' },
    { name: 'isDefault', label: 'Holds where a level has no valid book', control: 'check' },
  ],
  customers: [
    NAME,
    { name: 'company', label: 'Company', control: 'text', ...NULL, column: 'minmax(120px, 1fr)' },
    { name: 'email', label: 'E-mail', control: 'email', needed: true, column: 'minmax(160px, 1.4fr)' },
    { name: 'address', label: 'Address', control: 'lines', ...NULL, hint: 'In lines, as printed on quotes' },
    {
      ...{ name: 'level', label: 'Price level', control: 'choice', choices: LEVELS, column: '112px' },
      hint: 'Decides which price book holds',
    },
  ],
};
