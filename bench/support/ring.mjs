import { closeSync, openSync, writeSync } from 'node:fs';

const [RADIUS, THICKNESS] = [100, 30];

/** Writes a ring of about so many triangles as binary STL. @returns how many, and the volume of the ring that they are inscribed in */
export function writeRing(path, wanted) {
  const across = Math.round(Math.sqrt(wanted / 4));
  const around = 2 * across;
  const count = 2 * around * across;
  const file = openSync(path, 'w');
  const header = Buffer.alloc(84);
  header.writeUInt32LE(count, 80);
  writeSync(file, header);
  const point = (i, j) => {
    const u = (2 * Math.PI * (i % around)) / around;
    const v = (2 * Math.PI * (j % across)) / across;
    const out = RADIUS + THICKNESS * Math.cos(v);
    return [out * Math.cos(u), out * Math.sin(u), THICKNESS * Math.sin(v)];
  };
  const line = Buffer.alloc(100 * across);
  for (let i = 0; i < around; i++) {
    let at = 0;
    const triangle = (...corners) => {
      corners.flat().forEach((value, k) => line.writeFloatLE(value, at + 12 + 4 * k));
      at += 50;
    };
    for (let j = 0; j < across; j++) {
      const [a, b, c, d] = [point(i, j), point(i + 1, j), point(i + 1, j + 1), point(i, j + 1)];
      triangle(a, b, c);
      triangle(a, c, d);
    }
    writeSync(file, line);
  }
  closeSync(file);
  return { count, volume: 2 * Math.PI ** 2 * RADIUS * THICKNESS ** 2 };
}
