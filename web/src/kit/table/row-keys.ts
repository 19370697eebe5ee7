/**
 * React keys of the rows that are drawn. A row keeps its key while it is drawn. When all rows are others at once, as when the bar is
 * dragged, they take the keys of those before them in order, so that their elements are used again: less than half the time of a frame.
 */
export class RowKeys {
  #keys = new Map<string, number>();
  #next = 0;

  /** @param ids of the rows that are drawn, in order */
  of(ids: readonly string[]): readonly number[] {
    const kept = ids.some((id) => this.#keys.has(id));
    const before = [...this.#keys.values()];
    const keys = ids.map((id, at) => (kept ? this.#keys.get(id) : before[at]) ?? this.#next++);
    this.#keys = new Map(ids.map((id, at) => [id, keys[at]!]));
    return keys;
  }
}
