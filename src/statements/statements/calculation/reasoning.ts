/** How the amount of a line came about: from which source, by which rule and formula, with which values. Kept with the line. */
export interface Reasoning {
  /** Code of the rule, e.g. `cleaning_to_owner`, `management_fee`. */
  rule: string;
  formula: string;
  /** The row it was made of, e.g. {reservation, version, channel, code}. */
  source: Record<string, string | number | null>;
  /** The whole amount, before it was split by nights and owners, in the statement's currency. */
  totalMinor: number;
  fee?: { percent: string; base: string; baseMinor: number; raisedMinor: number; agreementId: number } | null;
  conversion?: {
    originalMinor: number;
    currency: string;
    base: string;
    rate: string;
    day: string;
    source: string;
  } | null;
  /** All owners' part of the total for the days of the line: what is earned until their end less what is earned before. */
  spread?: {
    over: 'nights' | 'departure';
    nights: number;
    of: number;
    earnedBeforeMinor: number;
    earnedMinor: number;
  };
  shares?: { from: string; to: string; shareBp: number }[];
  /** Of an adjustment: what was stated before, and what it comes to now. */
  restated?: { statedMinor: number; nowMinor: number; number: string | null };
}
