/** What a process can make. A value that is left out is not asked about. Lengths mm. */
export interface ProcessLimits {
  /** Walls thinner than this are not made. */
  minWall?: number;
  /** Smallest hole of a flat part. */
  minHole?: number;
  /** Degrees from straight down within which a surface needs supports; 45 when left out. */
  overhangAngle?: number;
  /** Smallest part that can be held, found in the powder, or lifted from the bed: its longest side. */
  minSize?: number;
  /** Share of the surface that may hang over without supports becoming most of the work. */
  maxOverhang?: number;
  /** A closed cavity would keep its powder or resin. */
  trapsPowder?: boolean;
  /** A round tool cannot cut corners that it reaches only along their edge. */
  roundTool?: boolean;
}

/**
 * Usual limits of processes, for a workshop that has set none (cifproto.com, design for 3D printing: walls SLA 0.5, SLS PA12 0.8,
 * MJF 0.5, FDM 1.2, DMLS 0.5).
 */
export const USUAL_LIMITS = {
  fdm: { minWall: 1.2, minSize: 5, maxOverhang: 0.25 },
  sla: { minWall: 0.5, minSize: 2, trapsPowder: true },
  sls: { minWall: 0.8, minSize: 4, trapsPowder: true },
  mjf: { minWall: 0.5, minSize: 4, trapsPowder: true },
  dmls: { minWall: 0.5, minSize: 3, maxOverhang: 0.25, trapsPowder: true },
  cnc: { minWall: 0.8, minSize: 5, roundTool: true },
  sheet: { minHole: 1, minSize: 10 },
} as const satisfies Record<string, ProcessLimits>;

/** The strictest of several: used when a part is analysed before anybody has chosen a process. */
export function strictest(all: ProcessLimits[]): ProcessLimits {
  const most = (pick: (l: ProcessLimits) => number | undefined, choose: (...v: number[]) => number) => {
    const values = all.map(pick).filter((v) => v !== undefined);
    return values.length > 0 ? choose(...values) : undefined;
  };
  const [minWall, minHole, minSize] = [
    most((l) => l.minWall, Math.max),
    most((l) => l.minHole, Math.max),
    most((l) => l.minSize, Math.max),
  ];
  const maxOverhang = most((l) => l.maxOverhang, Math.min);
  const overhangAngle = most((l) => l.overhangAngle, Math.max);
  return {
    ...(minWall !== undefined && { minWall }),
    ...(minHole !== undefined && { minHole }),
    ...(minSize !== undefined && { minSize }),
    ...(maxOverhang !== undefined && { maxOverhang }),
    ...(overhangAngle !== undefined && { overhangAngle }),
    trapsPowder: all.some((l) => l.trapsPowder),
    roundTool: all.some((l) => l.roundTool),
  };
}
