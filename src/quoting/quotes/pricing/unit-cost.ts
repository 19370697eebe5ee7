import { Exact, isPositive } from './decimal.js';
import type { FinishTerms, MachineTerms, MaterialTerms, PartFigures, ProcessTerms, Reason } from './terms.js';

/** What a part costs the shop, exact, in minor units. */
export interface PartCost {
  material: Exact;
  machine: Exact;
  /** Of the process, for each part. */
  finishing: Exact;
  /** Of the finish that was chosen. */
  finish: Exact;
  /** Once for the line. */
  setup: Exact;
  /** Grams of material in the part, without waste. */
  grams: Exact;
  /** Machine time of a part, hours. */
  hours: Exact;
}

export interface CostInput {
  part: PartFigures;
  process: ProcessTerms;
  material: MaterialTerms;
  finish: FinishTerms | null;
  /** The machine it is made on: the cheapest of those it fits; null where the process has none. */
  machine: MachineTerms | null;
  /** Decimals of the currency. */
  digits: number;
}

/** Cubic centimetres of a body of so many grams: 1000 g at 1.21 g/cm³ are 826.446. (research Q3) */
export function volumeOf(grams: string | number, density: string): Exact {
  return new Exact(grams).div(density);
}

/**
 * Cost of a part, or why it cannot be told: an input that is missing, zero or no number is a reason, never a cost of 0.
 * (rules quoting A.2.13, A12; research Q3, Q4)
 */
export function partCost(input: CostInput): PartCost | Reason[] {
  const { part, process, material, finish, machine } = input;
  const hourly = machine?.hourlyMinor ?? process.hourlyMinor;
  const missing = [
    ...notConfigured(material.density, `the density of ${material.name}`),
    ...notConfigured(material.pricePerKgMinor, `the price per kg of ${material.name}`),
    ...notConfigured(material.wasteFactor, `the waste factor of ${material.name}`),
    ...notConfigured(process.throughput, `the throughput of ${process.name}`),
    ...notConfigured(hourly, `the rate per hour of ${process.name}`),
    ...(process.kind === 'sheet_cut' ? notConfigured(material.thickness, `the thickness of ${material.name}`) : []),
    ...notMeasured(part, process),
  ];
  if (missing.length > 0) return missing;
  const used = process.kind === 'sheet_cut' ? sheet(input) : process.kind === 'cnc_mill' ? milled(input) : built(part);
  const grams = used.stock.mul(material.density!);
  const hours = used.work.div(process.throughput!).add(used.extraHours);
  return {
    grams,
    hours,
    material: grams.mul(material.pricePerKgMinor!).div(1000).mul(material.wasteFactor),
    machine: hours.mul(hourly!),
    finishing: new Exact(process.finishingMinor),
    finish: finish ? finishCost(finish, part, input.digits) : new Exact(0),
    setup: new Exact(process.setupMinor).add(process.programmingMinor),
  };
}

interface Use {
  /** cm³ of material. */
  stock: Exact;
  /** What the throughput is counted in, with the time to be in hours. */
  work: Exact;
  extraHours: Exact;
}

/** Volume of the part itself, cm³; of overlapping bodies their union. */
function volume(part: PartFigures): Exact {
  return new Exact(part.unitedVolume ?? part.volume).div(1000);
}

function built(part: PartFigures): Use {
  return { stock: volume(part), work: volume(part), extraHours: new Exact(0) };
}

/** Milled out of a block: the smallest box in any direction with an allowance on each side. (A9) */
function milled({ part, process }: CostInput): Use {
  const side = (length: number) => new Exact(length).add(new Exact(process.stockAllowance).mul(2));
  const { x, y, z } = part.orientedBox;
  const stock = side(x).mul(side(y)).mul(side(z)).div(1000);
  const removed = Exact.max(stock.sub(volume(part)), 0);
  return { stock, work: removed, extraHours: new Exact(0) };
}

/** Cut out of a sheet: material by area and thickness, time by the length of the cuts and the piercings. */
function sheet({ part, process, material }: CostInput): Use {
  const { cutLength, area, contours } = part.sheet!;
  const stock = new Exact(area).mul(material.thickness!).div(1000);
  const extraHours = new Exact(contours).mul(process.pierceSeconds).div(3600);
  return { stock, work: new Exact(cutLength).div(60), extraHours };
}

function finishCost(finish: FinishTerms, part: PartFigures, digits: number): Exact {
  const surface = part.kind === 'sheet' ? new Exact(part.sheet!.area).mul(2) : new Exact(part.area);
  const byArea = surface.div(100).mul(finish.perCm2).mul(new Exact(10).pow(digits));
  return Exact.max(byArea.add(finish.perPartMinor), finish.minimumMinor);
}

function notConfigured(value: string | number | null, what: string): Reason[] {
  if (isPositive(value)) return [];
  return [{ code: 'price_not_configured', message: `No price can be made without ${what}` }];
}

const UNIT_OF: Record<string, Reason['unit']> = { volume: 'mm3', area: 'mm2' };

/** Figures that the price rests on and that are not there, or that no part can have. */
function notMeasured(part: PartFigures, process: ProcessTerms): Reason[] {
  const needed: [string, number | undefined][] =
    process.kind === 'sheet_cut'
      ? [
          ['cut length', part.sheet?.cutLength],
          ['area', part.sheet?.area],
        ]
      : [
          ['volume', part.unitedVolume ?? part.volume],
          ['area', part.area],
          ...(process.kind === 'cnc_mill'
            ? (['x', 'y', 'z'] as const).map((axis): [string, number] => [`extent ${axis}`, part.orientedBox[axis]])
            : []),
        ];
  return needed
    .filter(([, value]) => !isPositive(value))
    .map(([what, value]) => ({
      code: 'part_not_measured',
      message: `The part has no usable ${what}`,
      ...(Number.isFinite(value) && { measured: value, limit: 0, unit: UNIT_OF[what] ?? 'mm' }),
    }));
}
