/** A list of numbers that doubles its room when it is full. */
export class GrowingFloats {
  private room: Float64Array;
  length = 0;

  constructor(room = 1024) {
    this.room = new Float64Array(room);
  }

  push(value: number): void {
    if (this.length === this.room.length) this.room = grown(this.room, new Float64Array(2 * this.room.length));
    this.room[this.length++] = value;
  }

  get(index: number): number {
    return this.room[index]!;
  }

  values(): Float64Array {
    return this.room.subarray(0, this.length);
  }
}

export class GrowingIndices {
  private room: Uint32Array;
  length = 0;

  constructor(room = 1024) {
    this.room = new Uint32Array(room);
  }

  push(value: number): void {
    if (this.length === this.room.length) this.room = grown(this.room, new Uint32Array(2 * this.room.length));
    this.room[this.length++] = value;
  }

  values(): Uint32Array {
    return this.room.subarray(0, this.length);
  }
}

function grown<T extends Float64Array | Uint32Array>(old: T, larger: T): T {
  larger.set(old);
  return larger;
}
