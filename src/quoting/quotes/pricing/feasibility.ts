import { isPositive } from './decimal.js';
import type { MachineTerms, MaterialTerms, PartFigures, ProcessTerms, Reason } from './terms.js';

/**
 * Why a person must look before a price is given, whatever the process: the review gate. Empty: a price may be made.
 * (rules quoting A.2.5, A.6)
 */
export function reviewReasons(part: PartFigures): Reason[] {
  const open = part.kind === 'body' && part.verdict !== 'solid';
  const reasons = part.reviewReasons.map((code) => ({ code, message: `The analysis asks for a look: ${words(code)}` }));
  if (open)
    reasons.unshift({
      code: 'part_not_solid',
      message: `The part is ${part.verdict}, not solid: its volume is a guess`,
    });
  if (part.kind === 'sheet' && (part.sheet?.openContours ?? 1) > 0)
    reasons.unshift({ code: 'open_contours', message: 'The drawing has contours that do not close' });
  if (!part.manufacturable)
    reasons.unshift({ code: 'not_manufacturable', message: 'The part cannot be made as it is' });
  return reasons;
}

/** Why a process cannot make the part of this material; empty: it can, as far as can be told. */
export function infeasible(
  part: PartFigures,
  process: ProcessTerms,
  material: MaterialTerms,
  machines: readonly MachineTerms[],
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
    });
  if (part.kind === 'body' && machines.length > 0 && !cheapestFitting(part, machines))
    reasons.push({ code: 'too_big', message: `The part fits no machine of ${process.name}` });
  return reasons;
}

/** The machine of the lowest rate among those the part fits; one without a rate of its own comes at the process's. */
export function cheapestFitting(part: PartFigures, machines: readonly MachineTerms[]): MachineTerms | undefined {
  const rate = ({ hourlyMinor }: MachineTerms) => hourlyMinor ?? Number.MAX_SAFE_INTEGER;
  return machines.filter((machine) => fits(part, machine)).sort((a, b) => rate(a) - rate(b) || a.id - b.id)[0];
}

/** As the analysis found; for a machine it did not know: the smallest box in any direction, turned side by side. */
function fits(part: PartFigures, machine: MachineTerms): boolean {
  const found = part.fits.find(({ machineId }) => machineId === String(machine.id));
  if (found) return found.how !== null;
  const { x, y, z } = part.orientedBox;
  const sides = [x, y, z].sort((a, b) => a - b);
  const bed = [machine.bed.x, machine.bed.y, machine.bed.z].map(Number).sort((a, b) => a - b);
  return sides.every((side, index) => isPositive(side) && side <= bed[index]!);
}

function words(code: string): string {
  return code.replaceAll('_', ' ');
}
