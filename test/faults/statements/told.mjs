// What the provider tells, and who owns it: drawn at random, the same for the same seed.
import { Random } from '../chaos/random.mjs';

const DAY_MS = 86_400_000;
const day = (ms) => new Date(ms).toISOString().slice(0, 10);
const major = (minor) => minor / 100;

/** The months that are stated. */
export const OCTOBER = { from: '2025-10-01', to: '2025-10-31' };
export const NOVEMBER = { from: '2025-11-01', to: '2025-11-30' };
/** The day on which some listings are sold. */
const SOLD = '2025-10-16';

/** What is special about the n-th listing. */
function kindOf(n, many) {
  return {
    n,
    externalId: String(5_000_000 + n),
    recognition: ['checkout', 'checkin', 'nightly'][n % 3],
    percent: ['17.5', '20', '12.25', '18'][n % 4],
    base: n % 8 < 4 ? 'rent' : 'gross_less_channel_fee',
    cleaningToOwner: n % 2 === 0,
    taxToOwner: n % 7 < 3,
    /** So many stays that they come on several pages. */
    big: n % many === 0,
    shared: n % 5 === 4,
    sold: n % 25 === 13,
    /** The list of listings leaves it out. */
    hidden: n % 50 === 3,
    /** No longer managed: only its calendar tells its stays. */
    gone: n % 50 === 7,
    noContract: n % 40 === 11,
    idle: n % 40 === 21,
    /** One of its stays has a status that nobody knows. */
    ill: n % 40 === 31,
    /** The provider fails whenever it is asked about it. */
    down: n % 60 === 41,
  };
}

/** @returns listings, the records that the provider has of them, and their stays as the calculation in SQL takes them */
export function drawn({ seed, listings: count, stays: wanted }) {
  const random = new Random(seed);
  const many = count >= 500 ? 10 : Math.ceil(count / 2);
  const listings = Array.from({ length: count }, (_, n) => kindOf(n, many));
  const bigs = listings.filter(({ big }) => big).length;
  const ofBig = 230;
  const rest = wanted - bigs * ofBig;
  const records = [];
  const stays = [];
  let others = 0;
  for (const listing of listings) {
    if (!listing.big) others++;
    const small = Math.floor((rest * others) / (count - bigs)) - Math.floor((rest * (others - 1)) / (count - bigs));
    const first = Date.UTC(2025, 6, 1) + (listing.n % 28) * DAY_MS;
    // A few stays must still fall into the months that are stated.
    let at = listing.idle ? Date.UTC(2026, 1, 1) : small < 25 && !listing.big ? Date.UTC(2025, 8, 12) : first;
    for (let n = 0; n < (listing.big ? ofBig : small); n++) {
      const nights = listing.big ? random.between(1, 3) : random.between(1, 9);
      const id = 10_000_000 + records.length;
      const one = stayOf(random, listing, { id, checkIn: day(at), checkOut: day(at + nights * DAY_MS), nights });
      records.push(one.record);
      stays.push(one.stay);
      at += (nights + (listing.big ? 0 : random.between(0, 5))) * DAY_MS;
    }
  }
  for (const listing of listings.filter(({ ill }) => ill)) {
    const of = stays.findIndex(({ externalId, checkIn, checkOut }) => {
      return externalId === listing.externalId && checkIn >= OCTOBER.from && checkOut <= OCTOBER.to;
    });
    if (of < 0) throw new Error(`listing ${listing.n} has no stay in October`);
    records[of].status = 'in_dispute';
    stays[of].what = 'unknown';
  }
  const told = listings.map(({ n, externalId, hidden, gone }) => ({
    id: Number(externalId),
    nickname: `House ${n}`,
    currency: 'EUR',
    service_pms: gone ? 0 : 1,
    hidden,
  }));
  return { listings, told, records, stays };
}

/** A stay as it is told, and what of it counts. */
function stayOf(random, listing, { id, checkIn, checkOut, nights }) {
  const source = random.pick(['Airbnb', 'Booking.com', 'direct', 'VRBO']);
  const direct = source === 'direct';
  const rent = nights * random.between(6_000, 40_000) + random.between(0, 99);
  const cleaning = random.between(2_500, 12_000);
  const extras = random.chance(0.2) ? random.between(500, 9_000) : 0;
  const tax = random.chance(0.5) ? Math.round(rent / 17) : 0;
  const channelFee = direct ? 0 : Math.round(rent * random.pick([0.03, 0.15, 0.155]));
  const paymentFee = direct ? Math.round(rent * 0.014) : 0;
  const payout = rent + cleaning + extras - channelFee - paymentFee + (direct ? tax : 0);
  const what = listing.gone
    ? 'booked'
    : random.pick([...Array(20).fill('booked'), 'refused', 'cancelled', 'kept', 'no_show', 'owner']);
  const kept = what === 'kept' || what === 'no_show' ? Math.round(payout / 3) : null;
  const record = {
    id,
    listing_id: Number(listing.externalId),
    listing_nickname: `House ${listing.n}`,
    status: { refused: 'inquiry', cancelled: 'cancelled', kept: 'cancelled', no_show: 'no_show' }[what] ?? 'accepted',
    source: what === 'owner' ? 'owner' : source,
    confirmation_code: `HM${id}`,
    checkIn,
    checkOut,
    confirmed_at: `${checkIn} 09:00:00`,
    guest_name: `Guest ${id}`,
    currency: 'EUR',
    base_price: major(rent),
    cleaning_fee: major(cleaning),
    extras_price: major(extras),
    tax_amount: major(tax),
    channel_commission: major(channelFee),
    transaction_fee: major(paymentFee),
    payout_price: what === 'owner' ? null : what === 'cancelled' ? 0 : major(kept ?? payout),
  };
  const { externalId } = listing;
  const parts = { rent, cleaning, extras, tax, channelFee, paymentFee };
  return {
    record,
    stay: { externalId, code: `HM${id}`, what, checkIn, checkOut, ...parts, kept, taxWithHost: direct },
  };
}

/** Each tenth booking that touches the month costs ten more than it did. @returns the changed records */
export function dearer({ records, stays }, { from, to }) {
  const changed = [];
  for (const [at, stay] of stays.entries()) {
    if (at % 10 !== 0 || stay.what !== 'booked' || stay.checkOut < from || stay.checkIn > to) continue;
    stay.rent += 1_000;
    const record = records[at];
    record.base_price = major(stay.rent);
    record.payout_price = Math.round(record.payout_price * 100 + 1_000) / 100;
    changed.push(record);
  }
  return changed;
}

/** Who owns a listing: for each owner its part, the other one's part, and since when until when. */
export function sharesOf({ shared, sold }) {
  const [ever, end] = ['2020-01-01', '9999-12-31'];
  if (sold)
    return [
      { owner: 'first', bp: 10_000, otherBp: 0, from: ever, until: SOLD },
      { owner: 'second', bp: 10_000, otherBp: 0, from: SOLD, until: end },
    ];
  if (!shared) return [{ owner: 'first', bp: 10_000, otherBp: 0, from: ever, until: end }];
  return [
    { owner: 'first', bp: 6_250, otherBp: 3_750, from: ever, until: end },
    { owner: 'second', bp: 3_750, otherBp: 6_250, from: ever, until: end },
  ];
}
