import type { Figures } from '../analysis/analyses.repository.js';
import { processToAsk } from '../analysis/offered-processes.js';
import type { Finish } from '../catalogue/finishes/finish.entity.js';
import type { Machine } from '../catalogue/machines/machine.entity.js';
import type { Material } from '../catalogue/materials/material.entity.js';
import type { PriceBook } from '../catalogue/price-books/price-book.entity.js';
import type { Process } from '../catalogue/processes/process.entity.js';
import type {
  BookTerms,
  FinishTerms,
  MachineTerms,
  MaterialTerms,
  PartFigures,
  ProcessTerms,
} from './pricing/terms.js';

/** Rows of the catalogue as the plain values that a price is made of. */
export function processTerms(row: Process): ProcessTerms {
  const { code, name, kind, setupMinor, programmingMinor, finishingMinor, hourlyMinor, throughput } = row;
  const { pierceSeconds, stockAllowance } = row;
  // As parts are held against it by their analyses, so that what speaks against a part there is no price here.
  const { limits } = processToAsk(row);
  const minWall = limits.minWall === undefined ? null : String(limits.minWall);
  const costs = { setupMinor, programmingMinor, finishingMinor, hourlyMinor };
  const made = { minWall, trapsPowder: limits.trapsPowder ?? false };
  return { code, name, kind, ...costs, throughput, pierceSeconds, stockAllowance, ...made };
}

export function materialTerms(row: Material): MaterialTerms {
  const { code, name, density, pricePerKgMinor, wasteFactor, thickness, processes } = row;
  return { code, name, density, pricePerKgMinor, wasteFactor, thickness, processes };
}

export function finishTerms({ code, name, perPartMinor, perCm2, minimumMinor }: Finish): FinishTerms {
  return { code, name, perPartMinor, perCm2, minimumMinor };
}

export function machineTerms({ id, name, bedX, bedY, bedZ, hourlyMinor }: Machine): MachineTerms {
  return { id, name, bed: { x: bedX, y: bedY, z: bedZ }, hourlyMinor };
}

export function bookTerms(row: PriceBook): BookTerms {
  const { id, name, mode, percent, marginFloor, minUnitMinor, minOrderMinor, bands, leadTimes, taxRate } = row;
  return { id, name, mode, percent, marginFloor, minUnitMinor, minOrderMinor, bands, leadTimes, taxRate };
}

/** Of an analysis, what a price rests on. */
export function figuresOf(analysis: Figures): PartFigures {
  const { analyser, format, kind, volume, unitedVolume, trappedVolume, area, box, orientedBox, verdict, sheet } =
    analysis;
  const { manufacturable, reviewReasons, thickness, edges } = analysis;
  const size = { volume, unitedVolume, trappedVolume, area, box, orientedBox };
  const thicknessP1 = thickness?.p1 ?? null;
  return { analyser, format, kind, ...size, verdict, sheet, manufacturable, reviewReasons, thicknessP1, edges };
}
