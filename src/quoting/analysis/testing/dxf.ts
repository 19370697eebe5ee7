type Group = [code: number, value: string | number];

/** An entity from its type and groups. */
export const entity = (type: string, ...groups: Group[]): Group[] => [[0, type], [8, '0'], ...groups];

export const line = (x0: number, y0: number, x1: number, y1: number): Group[] =>
  entity('LINE', [10, x0], [20, y0], [11, x1], [21, y1]);

export const circle = (x: number, y: number, r: number): Group[] => entity('CIRCLE', [10, x], [20, y], [40, r]);

export const arc = (x: number, y: number, r: number, from: number, to: number): Group[] =>
  entity('ARC', [10, x], [20, y], [40, r], [50, from], [51, to]);

/** Vertices x, y and bulge; as R14 and later write it. A bulge of 0 is left out, as many programs do. */
export const lwpolyline = (vertices: [number, number, number?][], closed = true): Group[] =>
  entity('LWPOLYLINE', [90, vertices.length], [70, closed ? 1 : 0], ...vertices.flatMap(corner));

function corner([x, y, bulge]: [number, number, number?]): Group[] {
  return [[10, x], [20, y], ...(bulge ? [[42, bulge] as Group] : [])];
}

/** The same as R12 and R13 write it. */
export const polyline = (vertices: [number, number, number?][], closed = true): Group[] => [
  ...entity('POLYLINE', [66, 1], [10, 0], [20, 0], [70, closed ? 1 : 0]),
  ...vertices.flatMap((vertex) => entity('VERTEX', ...corner(vertex))),
  ...entity('SEQEND'),
];

export const rectangle = (x: number, y: number, width: number, height: number): Group[] =>
  lwpolyline([
    [x, y],
    [x + width, y],
    [x + width, y + height],
    [x, y + height],
  ]);

export const insert = (block: string, x: number, y: number, ...groups: Group[]): Group[] =>
  entity('INSERT', [2, block], [10, x], [20, y], ...groups);

export interface DxfParts {
  /** $INSUNITS; left out: the file names no unit. */
  units?: number;
  blocks?: Record<string, Group[][]>;
  layers?: Group[][];
}

/** A text DXF of these entities. */
export function dxf(entities: Group[][], { units, blocks = {}, layers = [] }: DxfParts = {}): Buffer {
  const section = (name: string, groups: Group[]): Group[] => [[0, 'SECTION'], [2, name], ...groups, [0, 'ENDSEC']];
  const groups: Group[] = [
    ...section(
      'HEADER',
      units === undefined
        ? []
        : [
            [9, '$INSUNITS'],
            [70, units],
          ],
    ),
    ...section('TABLES', [[0, 'TABLE'], [2, 'LAYER'], ...layers.flat(), [0, 'ENDTAB']]),
    ...section(
      'BLOCKS',
      Object.entries(blocks).flatMap(([name, inside]): Group[] => [
        [0, 'BLOCK'],
        [2, name],
        [70, 0],
        [10, 0],
        [20, 0],
        ...inside.flat(),
        [0, 'ENDBLK'],
      ]),
    ),
    ...section('ENTITIES', entities.flat()),
    [0, 'EOF'],
  ];
  return Buffer.from(groups.map(([code, value]) => `${String(code).padStart(3)}\r\n${value}\r\n`).join(''));
}
