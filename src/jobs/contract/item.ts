export const ITEM_OUTCOMES = ['ok', 'skipped', 'failed'] as const;
/** ok: done. skipped: rightly not done, the code says why. failed: to be done again by a retry. */
export type ItemOutcome = (typeof ITEM_OUTCOMES)[number];

export interface ItemDetails {
  /** Stable reason code, e.g. NO_AGREEMENT; at most 100 characters. */
  code?: string;
  /** For people; cut after 1,000 characters. */
  message?: string;
  /** What belongs to the result of this item, at most 8 KB of JSON; more is replaced by a note of its size. */
  data?: Record<string, unknown>;
}

/** Items of a job by outcome. */
export interface ItemCounts {
  ok: number;
  skipped: number;
  failed: number;
}
