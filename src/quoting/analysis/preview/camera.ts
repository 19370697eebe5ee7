/** Directions of a picture in the part's coordinates: to the right, up, and towards the eye; each of length one. */
export interface Camera {
  right: [number, number, number];
  up: [number, number, number];
  eye: [number, number, number];
}

/** From the front, a little from the right and from above: three sides of a box are seen. */
export const THREE_QUARTERS: Camera = cameraFrom([0.62, -0.86, 0.62]);

function cameraFrom(direction: [number, number, number]): Camera {
  const eye = unit(direction);
  const right = unit([-eye[1], eye[0], 0]);
  const up: [number, number, number] = [
    eye[1] * right[2] - eye[2] * right[1],
    eye[2] * right[0] - eye[0] * right[2],
    eye[0] * right[1] - eye[1] * right[0],
  ];
  return { right, up, eye };
}

function unit(v: [number, number, number]): [number, number, number] {
  const length = Math.hypot(...v);
  return [v[0] / length, v[1] / length, v[2] / length];
}
