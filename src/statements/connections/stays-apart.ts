import type { KnownStay } from './known-stays.js';
import type { ProviderStay } from './provider/provider.js';

/** One code was told of several listings, or of several units of one. */
const SEVERAL = 'several_listings';

/**
 * Stays with codes that tell them apart. A booking of two units is two records with one code, each with money of its own: each is
 * kept, with the record's id behind its code, and looked at by a person. A record of the listing that is known by the code alone
 * keeps it. What never became a booking, and what was cancelled with nothing kept, gives way.
 * @param known what the connection has told of these codes before
 */
export function apart(stays: readonly ProviderStay[], known: readonly KnownStay[], listingId: number): ProviderStay[] {
  const before = new Map(known.map((stay) => [keyOf(stay), stay]));
  const groups = new Map<string, ProviderStay[]>();
  for (const stay of stays) groups.set(keyOf(stay.facts), [...(groups.get(keyOf(stay.facts)) ?? []), stay]);
  return [...groups].flatMap(([key, group]) => {
    const holder = before.get(key);
    const elsewhere = holder !== undefined && holder.listingId !== listingId && holder.externalId !== null;
    const live = group.length > 1 ? group.filter(counts) : group;
    if (live.length === 0) return group.slice(-1);
    if (live.length === 1 && (!elsewhere || holder.externalId === live[0]!.externalId)) return live;
    return live.map((stay) => {
      const { facts, externalId } = stay;
      const code =
        holder?.externalId === externalId ? facts.code : `${facts.code.slice(0, 60)}/${externalId}`.slice(0, 100);
      return looked(stay, code);
    });
  });
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
