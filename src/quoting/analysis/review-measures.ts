import type { PartAnalysisResponse } from './part-analysis.dto.js';
import type { Measure, PartAnalysis } from './part-analysis.js';

type Figures = Pick<PartAnalysis, 'sheet' | 'volume'> & {
  /** Not kept in quotes that were priced before they were told. */
  edges?: PartAnalysis['edges'];
};

/** What was measured for a review reason, where it is something that can be counted or measured. */
export function measureOf(code: string, { edges, sheet, volume }: Figures): Measure | undefined {
  const faulty = (count: number | undefined): Measure | undefined =>
    count === undefined || count === 0 ? undefined : { measured: count, limit: 0, unit: 'count' };
  switch (code) {
    case 'not_watertight':
      return faulty(edges?.boundary);
    case 'non_manifold':
      return faulty(edges?.nonManifold);
    case 'inconsistent_orientation':
      return faulty(edges?.inconsistent);
    case 'part_not_solid':
    case 'not_manufacturable':
      return edges && faulty(edges.boundary + edges.nonManifold + edges.inconsistent);
    case 'open_contour':
    case 'open_contours':
      return faulty(sheet?.openContours);
    case 'no_volume':
      return Number.isFinite(volume) ? { measured: volume, limit: 0, unit: 'mm3' } : undefined;
    default:
      return undefined;
  }
}

/** An analysis as it is answered: its review reasons also with what was measured. */
export function toAnalysisResponse(analysis: PartAnalysis): PartAnalysisResponse {
  const nothing = { measured: null, limit: null, unit: null };
  const reasons = analysis.reviewReasons.map((code) => ({ code, ...(measureOf(code, analysis) ?? nothing) }));
  const issues = analysis.issues.map((issue) => ({ ...issue, processes: issue.processes ?? [] }));
  return { ...analysis, issues, reasons };
}
