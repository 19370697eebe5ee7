/** Places for handlers of one queue in this process; who finds none waits in line. */
export class Places {
  private free: number;
  private readonly line: (() => void)[] = [];

  constructor(size: number) {
    this.free = size;
  }

  /** True once a place is taken; false when none came free within ms, or the signal was aborted. */
  take(ms: number, signal: AbortSignal): Promise<boolean> | boolean {
    if (signal.aborted) return false;
    if (this.free > 0) {
      this.free--;
      return true;
    }
    return new Promise((resolve) => {
      const settle = (taken: boolean) => {
        clearTimeout(timer);
        signal.removeEventListener('abort', leave);
        resolve(taken);
      };
      const called = () => settle(true);
      const leave = () => {
        const at = this.line.indexOf(called);
        if (at !== -1) this.line.splice(at, 1);
        settle(false);
      };
      const timer = setTimeout(leave, ms);
      signal.addEventListener('abort', leave);
      this.line.push(called);
    });
  }

  give(): void {
    const next = this.line.shift();
    if (next) next();
    else this.free++;
  }
}
