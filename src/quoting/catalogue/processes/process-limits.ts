/** What a process can make, for the analysis of parts: lengths in mm, decimal numbers. A limit that is missing is not checked. */
export interface ProcessLimits {
  /** Thinnest wall, mm. */
  minWall?: number;
  /** Smallest hole, mm. */
  minHole?: number;
  /** Largest share of the surface that may hang over, 0..1. */
  maxOverhang?: number;
  /** Closed cavities hold powder or resin: false refuses them. */
  cavities?: boolean;
}
