import type { Contour } from '../drawing/contours.js';
import type { Mesh } from '../geometry/mesh.js';
import { bodyPicture } from './body-picture.js';
import { sheetPicture } from './sheet-picture.js';

/** Side of a thumbnail, pixels. */
export const THUMBNAIL = 256;

/** A small picture of a part as PNG with a transparent background; the same part gives the same bytes. */
export function thumbnail(part: Mesh | { contours: Contour[] }, side = THUMBNAIL): Buffer {
  return 'contours' in part ? sheetPicture(part.contours, side) : bodyPicture(part, side);
}
