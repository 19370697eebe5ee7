import { clean, cut } from './imported-contact.js';

/** A column or property of which something was not taken. */
export interface UnusedField {
  name: string;
  /** Rows or cards that had a value there which is in no contact. */
  count: number;
}

/** A file of one line may have thirty thousand columns. */
const MOST = 200;
const NAME = 100;

/** Counts what of a file is in no contact, under the names that the file has for it. */
export class UnusedFields {
  private readonly counts = new Map<string, number>();

  /** It is not read; it may be that nothing stands in it. */
  note(name: string): void {
    const shown = cut(clean(name), NAME);
    if (!this.counts.has(shown)) this.counts.set(shown, 0);
  }

  /** One more row or card had something there that was not taken. */
  count(name: string): void {
    const shown = cut(clean(name), NAME);
    this.counts.set(shown, (this.counts.get(shown) ?? 0) + 1);
  }

  /** Those in which most was lost first, then in the order of the file; and how many more there are. */
  answer(): { unused: UnusedField[]; unusedLeftOut: number } {
    const all = [...this.counts].map(([name, count]) => ({ name, count })).sort((a, b) => b.count - a.count);
    return { unused: all.slice(0, MOST), unusedLeftOut: Math.max(0, all.length - MOST) };
  }
}
