import type { KnownStay } from './known-stays.js';
import type { ProviderStay } from './provider/provider.js';

/** One code was told of several listings, or of several units of one. */
const SEVERAL = 'several_listings';

/**
 * Stays with codes that tell them apart. A booking of two units is two records with one code, each with money of its own: each is
 * kept, with the record's id behind its code, and looked at by a person. A record that is known here keeps the code that it is known
 * by, also when it is the only one left and when it is cancelled: what was kept of it would stand for ever otherwise. Of those that
 * are not known, what never became a booking, and what was cancelled with nothing kept, gives way.
 * @param known what the connection has told of these codes, and of those that codeApart() makes of them, before
 */
export function apart(
  stays: readonly ProviderStay[],
  known: readonly KnownStay[],
  { listingId, parts }: { listingId: number; parts: readonly string[] },
): ProviderStay[] {
  const byCode = new Map(known.map((stay) => [keyOf(stay), stay]));
  const groups = new Map<string, ProviderStay[]>();
  for (const stay of stays) groups.set(keyOf(stay.facts), [...(groups.get(keyOf(stay.facts)) ?? []), stay]);
  return [...groups].flatMap(([key, group]) => {
    const isApart = (stay: ProviderStay) => {
      const own = byCode.get(keyOf({ channel: stay.facts.channel, code: codeApart(stay) }));
      return own?.externalId === stay.externalId;
    };
    const holder = byCode.get(key);
    const holds = ({ externalId }: ProviderStay) => holder?.externalId === externalId;
    const rest = group.filter((stay) => !isApart(stay));
    const live = rest.filter(counts);
    const taken = holder !== undefined && !group.some(holds) && stands(holder, listingId, parts);
    if (rest.length === group.length && !taken && live.length < 2) return live.length === 1 ? live : rest.slice(-1);
    return [
      ...group.filter(isApart).map((stay) => looked(stay, codeApart(stay))),
      ...rest
        .filter((stay) => counts(stay) || holds(stay))
        .map((stay) => looked(stay, holds(stay) ? stay.facts.code : codeApart(stay))),
    ];
  });
}

/** The code of a record that is told apart from others with its code. */
export function codeApart({ externalId, facts }: ProviderStay): string {
  return `${facts.code.slice(0, 60)}/${externalId}`.slice(0, 100);
}

/** Whether what is known by a code is of a record that is still there, though it is not among those that were read. */
function stands(holder: KnownStay, listingId: number, parts: readonly string[]): boolean {
  if (holder.externalId === null) return false;
  if (holder.listingId !== listingId) return true;
  const { gone, externalListing, matched } = holder;
  return !gone && (externalListing === null || parts.includes(externalListing) || matched);
}

/** The stay by the code that it is known by here. */
export function withCode(stay: ProviderStay, code: string): ProviderStay {
  return stay.facts.code === code ? stay : looked(stay, code);
}

function looked(stay: ProviderStay, code: string): ProviderStay {
  const { facts } = stay;
  return { ...stay, facts: { ...facts, code, review: [...new Set([...facts.review, SEVERAL])].sort() } };
}

export const keyOf = ({ channel, code }: { channel: string; code: string }) => `${channel} ${code}`;

function counts({ booking, facts }: ProviderStay): boolean {
  const { rentMinor, cleaningMinor, extrasMinor, payoutMinor } = facts;
  return (
    booking && (facts.status !== 'cancelled' || [rentMinor, cleaningMinor, extrasMinor, payoutMinor ?? 0].some(Boolean))
  );
}
