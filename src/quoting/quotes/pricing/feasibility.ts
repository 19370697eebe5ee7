import { fitOf, shortOf } from '../../analysis/dfm/fit.js';
import type { Measure } from '../../analysis/part-analysis.js';
import { measureOf } from '../../analysis/review-measures.js';
import { isPositive } from './decimal.js';
import {
  type MachineTerms,
  type MaterialTerms,
  type PartFigures,
  PRICING_VERSION,
  type ProcessTerms,
  type Reason,
} from './terms.js';

/**
 * Why a person must look before a price is given, whatever the process: the review gate. Empty: a price may be made.
 * (rules quoting A.2.5, A.6)
 */
export function reviewReasons(part: PartFigures): Reason[] {
  const open = part.kind === 'body' && part.verdict !== 'solid';
  const because = (code: string, message: string): Reason => {
    const measure = measureOf(code, part);
    return { code, message: measure ? `${message} (${counted(measure)})` : message, ...measure };
  };
  const reasons = part.reviewReasons.map((code) => because(code, `The analysis asks for a look: ${words(code)}`));
  if (open) reasons.unshift(because('part_not_solid', `The part is ${part.verdict}, not solid: its volume is a guess`));
  if (part.kind === 'sheet' && (part.sheet?.openContours ?? 1) > 0)
    reasons.unshift(because('open_contours', 'The drawing has contours that do not close'));
  if (countsMarks(part))
    reasons.unshift({
      code: 'measured_by_earlier_version',
      message:
        'It was measured by an earlier version, which counted the marks of slicers as material: measure it again',
    });
  if (!part.manufacturable) reasons.unshift(because('not_manufacturable', 'The part cannot be made as it is'));
  return reasons;
}

/** Versions of the analyser before 4 took support blockers and other marks in 3MF files for bodies that are made. */
function countsMarks({ analyser, format }: PartFigures): boolean {
  const version = /^nightshift-geometry\/(\d+)$/.exec(analyser);
  return format === '3mf' && version !== null && Number(version[1]) < 4;
}

/** Why a process cannot make the part of this material; empty: it can, as far as can be told. */
export function infeasible(
  part: PartFigures,
  process: ProcessTerms,
  material: MaterialTerms,
  machines: readonly MachineTerms[],
  pricing = PRICING_VERSION,
): Reason[] {
  const reasons: Reason[] = [];
  if ((part.kind === 'sheet') !== (process.kind === 'sheet_cut'))
    reasons.push({
      code: 'wrong_kind',
      message: part.kind === 'sheet' ? 'A flat drawing is cut, not built' : 'A solid part is not cut out of a sheet',
    });
  if (material.processes.length > 0 && !material.processes.includes(process.code))
    reasons.push({ code: 'material_not_for_process', message: `${material.name} is not for ${process.name}` });
  if (part.thicknessP1 !== null && process.minWall !== null && part.thicknessP1 < Number(process.minWall))
    reasons.push({
      code: 'wall_too_thin',
      message: `Walls of ${part.thicknessP1.toFixed(2)} mm; ${process.name} needs ${Number(process.minWall)} mm`,
      measured: part.thicknessP1,
      limit: Number(process.minWall),
      unit: 'mm',
    });
  if (pricing > 1 && wallsUnknown(part, process))
    reasons.push({
      code: 'wall_not_measured',
      message: `The walls were not measured; ${process.name} needs ${Number(process.minWall)} mm`,
    });
  const { trappedVolume = 0 } = part;
  if (process.trapsPowder && trappedVolume > 0)
    reasons.push({
      code: 'trapped_volume',
      message: `A closed cavity of ${round(trappedVolume)} mm³, above 0 mm³: nothing can leave it by ${process.name}`,
      measured: trappedVolume,
      limit: 0,
      unit: 'mm3',
    });
  if (machines.length > 0 && !cheapestFitting(part, machines, process, pricing))
    reasons.push(tooBig(part, process, machines));
  return reasons;
}

/** Of a part that is not closed walls cannot be measured, and a person looks at it for that. */
function wallsUnknown({ kind, verdict, thicknessP1 }: PartFigures, { minWall }: ProcessTerms): boolean {
  return kind === 'body' && verdict === 'solid' && thicknessP1 === null && minWall !== null;
}

/** With the machine that misses it by the least. */
function tooBig(part: PartFigures, { name }: ProcessTerms, machines: readonly MachineTerms[]): Reason {
  const shortages = machines.flatMap((machine) => {
    const short = shortOf(part, roomOf(machine));
    return short ? [{ ...short, machine }] : [];
  });
  const [nearest] = shortages.sort(
    (a, b) => a.measured - a.limit - (b.measured - b.limit) || a.machine.id - b.machine.id,
  );
  const message = `The part fits no machine of ${name}`;
  if (!nearest) return { code: 'too_big', message };
  const { measured, limit, machine } = nearest;
  const words = `${message}: ${round(measured)} mm, and ${machine.name} has room for ${round(limit)} mm`;
  return { code: 'too_big', message: words, measured, limit, unit: 'mm' };
}

/** The machine of the lowest rate among those the part fits; one without a rate of its own comes at the process's. */
export function cheapestFitting(
  part: PartFigures,
  machines: readonly MachineTerms[],
  process: Pick<ProcessTerms, 'hourlyMinor'>,
  pricing = PRICING_VERSION,
): MachineTerms | undefined {
  const usual = pricing > 1 ? process.hourlyMinor : null;
  const rate = ({ hourlyMinor }: MachineTerms) => hourlyMinor ?? usual ?? Number.MAX_SAFE_INTEGER;
  return machines.filter((machine) => fits(part, machine)).sort((a, b) => rate(a) - rate(b) || a.id - b.id)[0];
}

/**
 * By the machine as it is now, whatever the analysis was told of it. In quotes of before: as the analysis had found; for a machine it
 * did not know, the smallest box in any direction, turned side by side. A sheet stays flat.
 */
function fits(part: PartFigures, machine: MachineTerms): boolean {
  const { kind, box, orientedBox } = part;
  const { x, y, z } = orientedBox;
  const sides = kind === 'sheet' ? [y, z] : [x, y, z];
  if (box)
    return (
      sides.every((side) => isPositive(side)) &&
      fitOf({ kind, box, orientedBox }, { id: String(machine.id), ...roomOf(machine) }).how !== null
    );
  const found = part.fits?.find(({ machineId }) => machineId === String(machine.id));
  if (found) return found.how !== null;
  return sides.every((side) => isPositive(side)) && shortOf(part, roomOf(machine)) === undefined;
}

function roomOf({ bed }: MachineTerms): { x: number; y: number; z: number } {
  return { x: Number(bed.x), y: Number(bed.y), z: Number(bed.z) };
}

function words(code: string): string {
  return code.replaceAll('_', ' ');
}

function counted({ measured, limit, unit }: Measure): string {
  return unit === 'count' ? `${measured} found, ${limit} allowed` : `${round(measured)} ${unit}, above ${limit} needed`;
}

function round(value: number): string {
  return String(Math.round(value * 100) / 100);
}
