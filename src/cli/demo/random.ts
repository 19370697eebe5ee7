/** Numbers that look random and are the same on every machine (mulberry32). */
export class Random {
  constructor(private state: number) {}

  /** 0 ≤ x < 1 */
  next(): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let t = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  }

  /** True with this probability, 0 to 1. */
  chance(share: number): boolean {
    return this.next() < share;
  }

  /** An integer from..to, both included. */
  int(from: number, to: number): number {
    return from + Math.floor(this.next() * (to - from + 1));
  }

  pick<T>(from: readonly T[]): T {
    return from[Math.floor(this.next() * from.length)]!;
  }

  /** One of the values, each as often as its weight says. */
  weighted<T>(options: readonly (readonly [T, number])[]): T {
    const sum = options.reduce((total, [, weight]) => total + weight, 0);
    let rest = this.next() * sum;
    for (const [value, weight] of options) if ((rest -= weight) < 0) return value;
    return options.at(-1)![0];
  }

  /** A version 4 uuid. */
  uuid(): string {
    const hex = Array.from({ length: 32 }, () => this.int(0, 15).toString(16));
    hex[12] = '4';
    hex[16] = '8';
    return hex.join('').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
  }
}
