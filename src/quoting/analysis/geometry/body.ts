import type { PartContents } from '../formats/part-contents.js';
import type { Extent } from '../part-analysis.js';
import { assemble } from './assemble.js';
import { census, type EdgeCensus } from './census.js';
import { hullOf } from './hull.js';
import { measure } from './measure.js';
import { boxOf, centreOf, diagonalOf, type Mesh, sizeOf } from './mesh.js';
import { type Nesting, nestingOf } from './nesting.js';
import { orientedBox, type OrientedBox } from './oriented-box.js';
import { overlapOf } from './overlap.js';
import { type Shell, type Shells, shellsOf } from './shells.js';
import { judge, type Judgement } from './verdict.js';

/** All that is known of a body's geometry. Lengths mm. */
export interface BodyFigures extends Judgement {
  vertices: number;
  triangles: number;
  bodies: number;
  shells: number;
  genus: number | null;
  volume: number;
  signedVolume: number;
  unitedVolume: number | null;
  area: number;
  areaVector: number;
  hullVolume: number | null;
  trappedVolume: number;
  box: Extent;
  oriented: OrientedBox;
  /** Triangles of closed cavities. */
  cavities: Uint32Array;
  edges: { boundary: number; nonManifold: number; inconsistent: number; degenerateTriangles: number };
}

/**
 * Everything about a body that needs no knowledge of how it is made.
 * @param scale mm of the file's unit
 * @param step told the share of the work that is done, 0..1
 */
export async function describeBody(
  contents: PartContents,
  scale: number,
  step: (share: number) => void,
): Promise<{ mesh: Mesh; figures: BodyFigures }> {
  const mesh = assemble(contents, scale);
  // What was read is not needed any more; of a large part it is most of the memory.
  contents.surfaces.length = 0;
  contents.placements.length = 0;
  step(0.4);
  const edges = census(mesh);
  step(0.6);
  const box = boxOf(mesh.positions);
  const centre = centreOf(box);
  const measures = measure(mesh.positions, mesh.triangles, centre);
  const shells = shellsOf(mesh, edges, centre);
  step(0.75);
  const nesting = shells && nestingOf(mesh, shells);
  const stray = shells ? strayFaces(shells, diagonalOf(box)) : [];
  const strayVolume = stray.reduce((sum, shell) => sum + shell.signedVolume, 0);
  const signedVolume = measures.signedVolume - strayVolume;
  const volume = Math.abs(signedVolume);
  const closed = edges.boundary === 0 && edges.nonManifold === 0;
  const openBodies = shells ? shells.list.filter((shell) => shell.boundaryEdges > 0).length - stray.length : 0;
  const bodies = nesting ? nesting.bodies.length + openBodies : 1;
  const judgement = judge({ census: edges, nesting, strayFaces: stray.length > 0, volume, bodies });
  const overlap =
    shells && nesting && judgement.reviewReasons.length === 0 ? await overlapOf(mesh, shells, nesting) : undefined;
  if (overlap && overlap.overlaps === undefined) judgement.reviewReasons.push('overlap_unknown');
  if (overlap?.overlaps) judgement.warnings.push('overlap');
  step(0.85);
  const hull = hullOf(mesh.positions);
  const oriented = orientedBox(mesh.positions, hull);
  step(1);
  const [x, y, z] = sizeOf(box);
  const figures: BodyFigures = {
    ...judgement,
    vertices: mesh.positions.length / 3,
    triangles: mesh.triangles.length / 3,
    bodies: Math.max(1, bodies),
    shells: shells ? shells.list.length : 0,
    genus: shells && closed ? genusOf(edges, shells) : null,
    volume,
    signedVolume,
    unitedVolume: overlap?.unitedVolume ?? null,
    area: measures.area,
    areaVector: measures.areaVector,
    hullVolume: hull?.volume ?? null,
    trappedVolume: nesting?.trappedVolume ?? 0,
    box: { x, y, z },
    oriented,
    cavities: shells && nesting ? cavityTriangles(shells, nesting) : new Uint32Array(0),
    edges: {
      boundary: edges.boundary,
      nonManifold: edges.nonManifold,
      inconsistent: edges.inconsistent,
      degenerateTriangles: edges.degenerateTriangles,
    },
  };
  return { mesh, figures };
}

/**
 * Flat open shells beside a closed one: faces that were left over in modelling. They enclose nothing, so they have no part in the
 * volume, which people expect to be told all the same.
 */
function strayFaces({ list }: Shells, diagonal: number): Shell[] {
  const isClosed = (shell: Shell) => shell.boundaryEdges === 0;
  if (!list.some(isClosed)) return [];
  return list.filter((shell) => !isClosed(shell) && shell.flatness <= 1e-5 * diagonal);
}

function cavityTriangles({ list, order }: Shells, { bodies }: Nesting): Uint32Array {
  const cavities = bodies.flatMap((body) => body.cavities).map((index) => list[index]!);
  return Uint32Array.from(cavities.flatMap(({ first, triangles }) => [...order.subarray(first, first + triangles)]));
}

/** Tunnels through the body, by Euler's formula: V − E + F = 2 × shells − 2 × genus. */
function genusOf({ edges }: EdgeCensus, { list, order, vertices }: Shells): number | null {
  const characteristic = vertices - edges + order.length;
  const genus = list.length - characteristic / 2;
  return Number.isInteger(genus) && genus >= 0 ? genus : null;
}
