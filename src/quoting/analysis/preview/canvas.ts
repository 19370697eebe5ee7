import { encode } from 'fast-png';

/** Sub-pixels a side of one pixel of the picture. */
const FINE = 3;

/** A square picture, drawn three times as large and made smaller in the end so that edges are smooth. Background: transparent. */
export class Canvas {
  /** Sub-pixels a side. */
  readonly size: number;
  /** Red, green, blue and alpha of each sub-pixel. */
  readonly pixels: Uint8ClampedArray;

  constructor(private readonly side: number) {
    this.size = side * FINE;
    this.pixels = new Uint8ClampedArray(this.size * this.size * 4);
  }

  set(at: number, red: number, green: number, blue: number): void {
    this.pixels[4 * at] = red;
    this.pixels[4 * at + 1] = green;
    this.pixels[4 * at + 2] = blue;
    this.pixels[4 * at + 3] = 255;
  }

  /** The picture as PNG. The same drawing gives the same bytes. */
  png(): Buffer {
    const { side, size, pixels } = this;
    const data = new Uint8Array(side * side * 4);
    for (let y = 0; y < side; y++) {
      for (let x = 0; x < side; x++) {
        let [red, green, blue, alpha] = [0, 0, 0, 0];
        for (let j = 0; j < FINE; j++) {
          for (let i = 0; i < FINE; i++) {
            const at = 4 * ((y * FINE + j) * size + x * FINE + i);
            if (pixels[at + 3] === 0) continue;
            red += pixels[at]!;
            green += pixels[at + 1]!;
            blue += pixels[at + 2]!;
            alpha++;
          }
        }
        if (alpha === 0) continue;
        // Colour is the mean of what is covered; how much is covered is the alpha.
        const at = 4 * (y * side + x);
        data[at] = red / alpha;
        data[at + 1] = green / alpha;
        data[at + 2] = blue / alpha;
        data[at + 3] = Math.round((255 * alpha) / (FINE * FINE));
      }
    }
    return Buffer.from(encode({ width: side, height: side, data, channels: 4, depth: 8 }));
  }
}
