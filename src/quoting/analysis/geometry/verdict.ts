import type { PartAnalysis } from '../part-analysis.js';
import type { EdgeCensus } from './census.js';
import type { Nesting } from './nesting.js';

export interface Findings {
  census: EdgeCensus;
  /** Null: too many shells to tell them apart. */
  nesting: Nesting | null;
  /** Loose flat faces beside a closed body. */
  strayFaces: boolean;
  volume: number;
  bodies: number;
}

export interface Judgement {
  verdict: PartAnalysis['verdict'];
  reviewReasons: string[];
  warnings: string[];
}

/**
 * What may be said of the volume (rules quoting A.2.4 to A.2.6). Each of the flaws that parts have in the wild is told by itself:
 * open edges, edges of many faces, faces turned over, faces without area, several bodies. The last two do not make a volume doubtful
 * and are warnings. Every other one stops an automatic price, because the volume is then a guess.
 */
export function judge({ census, nesting, strayFaces, volume, bodies }: Findings): Judgement {
  const reviewReasons: string[] = [];
  const because = (code: string, applies: boolean | undefined) => {
    if (applies) reviewReasons.push(code);
  };
  because('not_watertight', census.boundary > 0);
  because('non_manifold', census.nonManifold > 0);
  because('inconsistent_orientation', census.inconsistent > 0);
  because('inverted', nesting?.inverted);
  because('mixed_orientation', nesting?.mixed);
  because('ambiguous_nested_shell', nesting?.ambiguous);
  because('internal_faces', strayFaces);
  because('too_many_shells', !nesting || nesting.undecided);
  because('no_volume', !(volume > 0 && Number.isFinite(volume)));
  const warnings: string[] = [];
  if (census.degenerateTriangles > 0) warnings.push('degenerate_triangles');
  if (bodies > 1) warnings.push('several_bodies');
  return { verdict: verdictOf(reviewReasons), reviewReasons, warnings };
}

const AMBIGUOUS = ['non_manifold', 'mixed_orientation', 'ambiguous_nested_shell', 'too_many_shells'];

function verdictOf(reasons: string[]): PartAnalysis['verdict'] {
  if (reasons.includes('not_watertight')) return 'open';
  if (reasons.some((reason) => AMBIGUOUS.includes(reason))) return 'ambiguous';
  return reasons.length === 0 ? 'solid' : 'watertight';
}
