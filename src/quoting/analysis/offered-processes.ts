import type { ProcessLimits as OwnLimits } from '../catalogue/processes/process-limits.js';
import type { ProcessKind } from '../catalogue/processes/process.entity.js';
import type { ProcessToAsk } from './dfm/by-process.js';
import { type ProcessLimits, USUAL_LIMITS } from './dfm/limits.js';

const USUAL: Record<ProcessKind, ProcessLimits> = {
  fdm: USUAL_LIMITS.fdm,
  sla: USUAL_LIMITS.sla,
  sls: USUAL_LIMITS.sls,
  mjf: USUAL_LIMITS.mjf,
  dmls: USUAL_LIMITS.dmls,
  cnc_mill: USUAL_LIMITS.cnc,
  sheet_cut: USUAL_LIMITS.sheet,
};

/** A process of the catalogue as parts are held against it: what the workshop has set, else what is usual for its kind. */
export function processToAsk({
  code,
  kind,
  limits,
}: {
  code: string;
  kind: ProcessKind;
  limits: OwnLimits;
}): ProcessToAsk {
  const { cavities, ...own } = limits;
  const traps = cavities === undefined ? {} : { trapsPowder: !cavities };
  return { code, sheet: kind === 'sheet_cut', limits: { ...USUAL[kind], ...own, ...traps } };
}
