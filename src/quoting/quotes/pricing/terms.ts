import { MEASURE_UNITS, type PartAnalysis } from '../../analysis/part-analysis.js';
import type { ProcessKind } from '../../catalogue/processes/process.entity.js';

/**
 * Changes when the same inputs would give another price. Since 2: usual limits, closed cavities and walls that were not measured ask
 * for a person, a part is held against the machines as they are now, and a machine without a rate of its own is compared at that of
 * its process. Snapshots of before are priced as they were.
 */
export const PRICING_VERSION = 2;

/**
 * What a price is made of, as plain values: the catalogue's rows and the part's figures as they stood. A quote keeps them as
 * its snapshot. Amounts are minor units, rates and percentages decimal strings.
 */
export type PartFigures = Pick<
  PartAnalysis,
  | 'analyser'
  | 'kind'
  | 'volume'
  | 'unitedVolume'
  | 'area'
  | 'orientedBox'
  | 'verdict'
  | 'sheet'
  | 'manufacturable'
  | 'reviewReasons'
> & {
  thicknessP1: number | null;
  /** Of cavities that nothing can leave, mm³. Quotes of before it stopped a price have none. */
  trappedVolume?: number;
  /** Quotes of before it was asked for have none. */
  format?: PartAnalysis['format'];
  /** Along the axes of the file. Quotes of before parts were held against the machines of the day have what the analysis had found. */
  box?: PartAnalysis['box'];
  fits?: PartAnalysis['fits'];
  /** Quotes of before reasons were told with figures have none. */
  edges?: PartAnalysis['edges'];
};

export interface ProcessTerms {
  code: string;
  name: string;
  kind: ProcessKind;
  /** Once a line. */
  setupMinor: number;
  /** Once a line, beside the setup: programming of the machine. */
  programmingMinor: number;
  /** Each part. */
  finishingMinor: number;
  /** Of the machine, an hour; null: not configured, unless a machine has its own. */
  hourlyMinor: number | null;
  /** What the machine does in an hour: cm³ built or removed; for sheets mm cut in a minute. */
  throughput: string | null;
  /** Seconds to pierce the sheet at the start of each contour. */
  pierceSeconds: string;
  /** mm of stock on each side of a milled part. */
  stockAllowance: string;
  /** Thinnest wall, mm: the workshop's limit, else the usual one. */
  minWall: string | null;
  /** Powder or resin cannot leave a closed cavity. Left out in quotes of before it stopped a price. */
  trapsPowder?: boolean;
}

export interface MaterialTerms {
  code: string;
  name: string;
  /** g/cm³ */
  density: string | null;
  pricePerKgMinor: number | null;
  /** 1.3: a third more is used than is in the part. */
  wasteFactor: string;
  /** Thickness of the sheet, mm; null for what is no sheet. */
  thickness: string | null;
  /** Codes of the processes it is for; none: all. */
  processes: string[];
}

export interface MachineTerms {
  id: number;
  name: string;
  /** mm */
  bed: { x: string; y: string; z: string };
  /** Null: the process's. */
  hourlyMinor: number | null;
}

export interface FinishTerms {
  code: string;
  name: string;
  perPartMinor: number;
  /** Major units for each cm² of surface. */
  perCm2: string;
  /** Least for a part. */
  minimumMinor: number;
}

export interface LeadTime {
  name: string;
  days: number;
  multiplier: string;
  /** From this quantity on; of several with one name the largest that is reached holds. */
  minQuantity: number;
}

export interface BookTerms {
  id: number;
  name: string;
  mode: 'margin' | 'markup';
  /** Margin of the price, or markup on the cost, percent. */
  percent: string;
  /** Least margin of the price that is left after all discounts, percent. */
  marginFloor: string;
  /** Least price of a part before discounts. */
  minUnitMinor: number;
  minOrderMinor: number;
  /** Discount by the quantity of the line. */
  bands: { minQuantity: number; discountPercent: string }[];
  leadTimes: LeadTime[];
  taxRate: string;
}

/** `minor`: minor units of the quote's currency. */
export const REASON_UNITS = [...MEASURE_UNITS, 'minor'] as const;

/** Why no price is made without a person. */
export interface Reason {
  code: string;
  message: string;
  /** What was measured and what is allowed, where there is something to measure. */
  measured?: number;
  limit?: number;
  unit?: (typeof REASON_UNITS)[number];
}
