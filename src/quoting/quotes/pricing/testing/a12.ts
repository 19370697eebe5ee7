import type { LineTerms } from '../price-line.js';
import type { BookTerms, PartFigures } from '../terms.js';

/** A12: laser sintered PA12, by a price book of its own. */
export const PART: PartFigures = {
  analyser: 'test',
  kind: 'body',
  volume: 15_550.4983,
  unitedVolume: null,
  area: 6_000,
  box: { x: 20, y: 30, z: 40 },
  orientedBox: { x: 20, y: 30, z: 40 },
  trappedVolume: 0,
  verdict: 'solid',
  thicknessP1: 2,
  sheet: null,
  manufacturable: true,
  reviewReasons: [],
};
export const SLS: LineTerms['process'] = {
  code: 'sls',
  name: 'Laser sintering',
  kind: 'sls',
  setupMinor: 25_00,
  programmingMinor: 0,
  finishingMinor: 1_50,
  hourlyMinor: 18_00,
  throughput: '45',
  pierceSeconds: '0',
  stockAllowance: '0',
  minWall: '0.8',
  trapsPowder: true,
};
export const PA12: LineTerms['material'] = {
  code: 'pa12',
  name: 'PA12',
  density: '1.01',
  pricePerKgMinor: 90_00,
  wasteFactor: '1.3',
  thickness: null,
  processes: [],
};
export const BOOK: BookTerms = {
  id: 1,
  name: 'List',
  mode: 'margin',
  percent: '35',
  marginFloor: '0',
  minUnitMinor: 5_00,
  minOrderMinor: 0,
  bands: [
    { minQuantity: 10, discountPercent: '5' },
    { minQuantity: 100, discountPercent: '15' },
  ],
  leadTimes: [],
  taxRate: '16',
};
export const line = (over: Partial<LineTerms> = {}): LineTerms => ({
  process: SLS,
  material: PA12,
  finish: null,
  machines: [],
  quantities: [1],
  leadTime: null,
  ...over,
});
