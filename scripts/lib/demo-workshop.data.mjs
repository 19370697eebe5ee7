/** What the demo workshop offers and charges. Amounts are EUR. */
export const SETTINGS = {
  currency: 'EUR',
  timezone: 'Europe/Vienna',
  shopName: 'Alpine Parts',
  shopAddress: 'Dorfstrasse 1\n6020 Innsbruck',
  shopEmail: 'workshop@alpine.test',
  validityDays: 30,
  terms: 'Payment within 14 days. Prices hold for the drawings and files named in this quote.',
};

/** Rows by their routes, in the order in which they need each other. */
export const CATALOGUE = {
  processes: [
    {
      code: 'sls',
      name: 'Laser sintering',
      kind: 'sls',
      setupCost: '25.00',
      finishingCost: '1.50',
      hourlyRate: '18.00',
      throughput: '45',
      limits: { minWall: 0.8, cavities: false },
    },
    {
      code: 'mill',
      name: '3-axis milling',
      kind: 'cnc_mill',
      setupCost: '45.00',
      programmingCost: '60.00',
      finishingCost: '2.00',
      hourlyRate: '65.00',
      throughput: '180',
      stockAllowance: '2',
    },
    {
      code: 'laser-cut',
      name: 'Laser cutting',
      kind: 'sheet_cut',
      setupCost: '18.00',
      finishingCost: '0.40',
      hourlyRate: '80.00',
      throughput: '2500',
      pierceSeconds: '0.5',
      limits: { minHole: 2 },
    },
  ],
  materials: [
    { code: 'pa12', name: 'PA12 powder', density: '1.01', pricePerKg: '90.00', wasteFactor: '1.3', processes: ['sls'] },
    {
      code: 'al6082',
      name: 'Aluminium 6082',
      density: '2.7',
      pricePerKg: '9.50',
      wasteFactor: '1',
      processes: ['mill'],
    },
    {
      code: 's235-2',
      name: 'Steel S235, 2 mm',
      density: '7.85',
      pricePerKg: '1.90',
      wasteFactor: '1.2',
      thickness: '2',
      processes: ['laser-cut'],
    },
  ],
  finishes: [{ code: 'dyed-black', name: 'Dyed black', perPart: '0.80', minimum: '0.80' }],
  machines: [
    { code: 'p396', name: 'Sintering machine', process: 'sls', bedX: '300', bedY: '300', bedZ: '560' },
    { code: 'vf2', name: 'Machining centre', process: 'mill', bedX: '760', bedY: '400', bedZ: '500' },
    { code: 'bed-3015', name: 'Cutting table', process: 'laser-cut', bedX: '3000', bedY: '1500', bedZ: '20' },
  ],
  'price-books': [
    {
      code: 'list',
      name: 'List prices',
      level: 'standard',
      validFrom: '2020-01-01',
      mode: 'margin',
      percent: '35',
      marginFloor: '15',
      minUnitPrice: '2.00',
      minOrder: '40.00',
      bands: [
        { minQuantity: 10, discountPercent: '5' },
        { minQuantity: 100, discountPercent: '15' },
      ],
      leadTimes: [
        { name: 'standard', days: 10, multiplier: '1' },
        { name: 'express', days: 3, multiplier: '1.5' },
      ],
      taxRate: '20',
      isDefault: true,
    },
  ],
  customers: [{ name: 'Ana Sousa', company: 'Sousa Robotics', email: 'ana@sousa.test' }],
};

/** How each part is to be made, by its file. */
export const ITEMS = [
  { file: 'spacer-ring.stl', process: 'sls', material: 'pa12', finish: 'dyed-black', quantities: [10, 50, 100] },
  { file: 'angle-bracket.stl', process: 'mill', material: 'al6082', quantities: [4] },
  { file: 'mounting-plate.dxf', process: 'laser-cut', material: 's235-2', quantities: [20, 100], leadTime: 'express' },
];
