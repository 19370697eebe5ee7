/** Colours of the picture, as CSS writes them. */
export interface Look {
  ground: string;
  part: string;
  edge: string;
  /** Of faces that an issue is about. */
  lit: string;
  /** Of the cut, where a section shows the inside. */
  section: string;
  /** Of what is measured. */
  ink: string;
}

/** Where one looks from: the part stands on its z axis. */
export const VIEWS = {
  corner: [1, -1, 0.8],
  front: [0, -1, 0],
  back: [0, 1, 0],
  left: [-1, 0, 0],
  right: [1, 0, 0],
  top: [0, -0.001, 1],
  bottom: [0, -0.001, -1],
} as const satisfies Record<string, readonly [number, number, number]>;

export type View = keyof typeof VIEWS;
export type Axis = 'x' | 'y' | 'z';

/** Two places of a part and what lies between them, mm. */
export interface Measurement {
  distance: number;
  along: [number, number, number];
}
