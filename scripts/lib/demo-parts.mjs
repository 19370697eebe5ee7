/** The demo workshop's parts, made by code: two solids as binary STL and a plate as DXF. Lengths are mm. */

/** A ring: outer and inner radius, height. */
function ring(outer, inner, height, steps = 96) {
  const at = (radius, step, z) => {
    const angle = (2 * Math.PI * (step % steps)) / steps;
    return [radius * Math.cos(angle), radius * Math.sin(angle), z];
  };
  const triangles = [];
  const quad = (a, b, c, d) => triangles.push([a, b, c], [a, c, d]);
  for (let n = 0; n < steps; n++) {
    quad(at(outer, n, 0), at(outer, n + 1, 0), at(outer, n + 1, height), at(outer, n, height));
    quad(at(inner, n + 1, 0), at(inner, n, 0), at(inner, n, height), at(inner, n + 1, height));
    quad(at(inner, n, height), at(outer, n, height), at(outer, n + 1, height), at(inner, n + 1, height));
    quad(at(outer, n, 0), at(inner, n, 0), at(inner, n + 1, 0), at(outer, n + 1, 0));
  }
  return triangles;
}

/** An angle bracket: two legs of a length, as wide and as thick as said. */
function bracket(leg, width, thickness) {
  const outline = [
    [0, 0],
    [leg, 0],
    [leg, thickness],
    [thickness, thickness],
    [thickness, leg],
    [0, leg],
  ];
  // The two legs' faces, so that every triangle lies inside the outline.
  const faces = [
    [0, 1, 2],
    [0, 2, 3],
    [0, 3, 4],
    [0, 4, 5],
  ];
  const at = (corner, z) => [...outline[corner], z];
  const triangles = faces.flatMap(([a, b, c]) => [
    [at(a, 0), at(c, 0), at(b, 0)],
    [at(a, width), at(b, width), at(c, width)],
  ]);
  outline.forEach((_, n) => {
    const next = (n + 1) % outline.length;
    triangles.push([at(n, 0), at(next, 0), at(next, width)], [at(n, 0), at(next, width), at(n, width)]);
  });
  return triangles;
}

function binaryStl(triangles) {
  const bytes = Buffer.alloc(84 + 50 * triangles.length);
  bytes.write('Nightshift demo part');
  bytes.writeUInt32LE(triangles.length, 80);
  triangles.forEach((corners, n) =>
    // The normal stays 0: it follows from the order of the corners.
    corners.flat().forEach((value, i) => bytes.writeFloatLE(value, 84 + 50 * n + 12 + 4 * i)),
  );
  return bytes;
}

/** A plate with a hole near each corner, as a drawing in millimetres. */
function plate(length, width, inset, radius) {
  const lines = [
    '0',
    'SECTION',
    '2',
    'HEADER',
    '9',
    '$ACADVER',
    '1',
    'AC1015',
    '9',
    '$INSUNITS',
    '70',
    '4',
    '0',
    'ENDSEC',
  ];
  lines.push('0', 'SECTION', '2', 'ENTITIES', '0', 'LWPOLYLINE', '8', 'cut', '90', '4', '70', '1');
  for (const [x, y] of [
    [0, 0],
    [length, 0],
    [length, width],
    [0, width],
  ])
    lines.push('10', String(x), '20', String(y));
  for (const x of [inset, length - inset])
    for (const y of [inset, width - inset])
      lines.push('0', 'CIRCLE', '8', 'cut', '10', String(x), '20', String(y), '30', '0', '40', String(radius));
  lines.push('0', 'ENDSEC', '0', 'EOF');
  return Buffer.from(`${lines.join('\n')}\n`);
}

/** @returns {{ name: string, bytes: Buffer, unit?: string }[]} a file that names its own unit is sent without one */
export function demoParts() {
  return [
    { name: 'spacer-ring.stl', bytes: binaryStl(ring(20, 12, 8)), unit: 'mm' },
    { name: 'angle-bracket.stl', bytes: binaryStl(bracket(60, 30, 6)), unit: 'mm' },
    { name: 'mounting-plate.dxf', bytes: plate(120, 80, 12, 4.5) },
  ];
}
