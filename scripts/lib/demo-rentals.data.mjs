import { addDays, firstOfMonth, nightsBetween } from './demo-days.mjs';

/** The demo's rental manager, and what it has agreed with its owners. Amounts are EUR. */
export const SETTINGS = {
  managerName: 'Seaside Rentals',
  managerAddress: 'Rua das Flores 12\n1200-195 Lisboa',
  managerEmail: 'owners@seaside.test',
  timezone: 'Europe/Lisbon',
};

export const OWNERS = [
  { name: 'Helena Duarte', email: 'helena@duarte.test', locale: 'pt-PT' },
  { name: 'Tom Baker', email: 'tom@baker.test', locale: 'en-GB' },
  { name: 'Ingrid Vogel', email: 'ingrid@vogel.test', locale: 'de-DE' },
  { name: '佐藤 花子', email: 'hanako@sato.test', locale: 'en' },
];

/** By `owners`: shares in basis points by the owner's place in OWNERS. `hostify`: the id there; without: told by a file of Airbnb. */
export const LISTINGS = [
  { code: 'ALFAMA-1', name: 'Alfama terrace', hostify: 501, owners: { 0: 10_000 }, rate: 120 },
  { code: 'BAIXA-2', name: 'Baixa studio', hostify: 502, owners: { 1: 10_000 }, rate: 85 },
  { code: 'CHIADO-3', name: 'Chiado loft', hostify: 503, owners: { 1: 6_000, 2: 4_000 }, rate: 150 },
  { code: 'SINTRA-4', name: 'Sintra cottage', owners: { 2: 10_000 }, rate: 135 },
  { code: 'ERICEIRA-5', name: 'Ericeira beach house', owners: { 3: 10_000 }, rate: 180 },
];

/** Terms by the owner's place in OWNERS. */
export const TERMS = [
  {
    feePercent: '20',
    feeBase: 'gross_less_channel_fee',
    recognition: 'checkout',
    cleaningTo: 'manager',
    reserve: '200.00',
  },
  { feePercent: '18', feeBase: 'rent', recognition: 'nightly', cleaningTo: 'manager' },
  { feePercent: '18', feeBase: 'rent', recognition: 'nightly', cleaningTo: 'owner' },
  { feePercent: '22.5', feeBase: 'rent', recognition: 'checkout', cleaningTo: 'split', cleaningOwnerPercent: '50' },
];

const GUESTS = ['Ana', 'Bruno', 'Chloé', 'David', 'Emma', 'Farid', 'Greta', 'Hugo', 'Inês', 'Jonas', 'Karin', 'Luca'];

/** Always the same numbers from 0 to 1. */
function numbers(seed) {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/**
 * The stays of the three months before today, always the same for the same day.
 * @param {string} today YYYY-MM-DD
 * @returns {{ listing: object, code: string, channel: string, status: string, guest: string, checkIn: string, checkOut: string,
 *   nights: number, booked: string, rent: number, cleaning: number, fee: number, payout: number }[]} amounts in cents
 */
export function demoStays(today) {
  const [from, to] = [firstOfMonth(today, -3), today];
  return LISTINGS.flatMap((listing, place) => {
    const next = numbers(7 + place);
    const stays = [];
    for (let day = addDays(from, Math.floor(next() * 4)); day < to;) {
      const nights = 2 + Math.floor(next() * 5);
      const channel = listing.hostify && next() < 0.4 ? 'Booking.com' : 'Airbnb';
      const rent = nights * Math.round(listing.rate * (0.9 + next() * 0.4)) * 100;
      const cleaning = 4_500 + 500 * place;
      const fee = Math.round((rent + cleaning) * 0.155);
      const status = next() < 0.07 ? 'cancelled' : 'accepted';
      const kept = status === 'accepted' ? 1 : 0;
      stays.push({
        listing,
        code: `${channel === 'Airbnb' ? 'HM' : '7'}${listing.code.slice(0, 2)}${String(stays.length + 1).padStart(4, '0')}`,
        channel,
        status,
        guest: `${GUESTS[Math.floor(next() * GUESTS.length)]} ${String.fromCharCode(65 + Math.floor(next() * 26))}.`,
        checkIn: day,
        checkOut: addDays(day, nights),
        nights,
        booked: addDays(day, -20 - Math.floor(next() * 40)),
        rent: kept * rent,
        cleaning: kept * cleaning,
        fee: kept * fee,
        payout: kept * (rent + cleaning - fee),
      });
      day = addDays(day, nights + Math.floor(next() * 5));
    }
    return stays;
  });
}

/** What the stand-in of Hostify tells. */
export function hostifyData(stays) {
  const major = (cents) => cents / 100;
  return {
    listings: LISTINGS.filter(({ hostify }) => hostify).map(({ hostify, name }) => ({
      id: hostify,
      name,
      nickname: name,
      currency: 'EUR',
      service_pms: 1,
    })),
    reservations: stays
      .filter(({ listing }) => listing.hostify)
      .map((stay, index) => ({
        id: 9_001 + index,
        listing_id: stay.listing.hostify,
        status: stay.status,
        source: stay.channel,
        confirmation_code: stay.code,
        guest_name: stay.guest,
        checkIn: stay.checkIn,
        checkOut: stay.checkOut,
        nights: stay.nights,
        confirmed_at: `${stay.booked} 10:00:00`,
        currency: 'EUR',
        base_price: major(stay.rent),
        cleaning_fee: major(stay.cleaning),
        extras_price: 0,
        tax_amount: 0,
        channel_commission: major(stay.fee),
        payout_price: major(stay.payout),
      })),
  };
}

/** The other stays as Airbnb's own file of transactions has them, each paid on the day after arrival. */
export function airbnbFile(stays) {
  const day = (date) => date.replace(/^(\d+)-(\d+)-(\d+)$/, '$2/$3/$1');
  const money = (cents) => (cents / 100).toFixed(2);
  const lines = stays
    .filter(({ listing, status }) => !listing.hostify && status === 'accepted')
    .flatMap((stay) => {
      const paid = day(addDays(stay.checkIn, 1));
      const year = stay.checkIn.slice(0, 4);
      return [
        [
          paid,
          paid,
          'Payout',
          '',
          '',
          '',
          '',
          '',
          '',
          '',
          'Transfer to bank',
          `G-${stay.code}`,
          'EUR',
          '',
          money(stay.payout),
        ],
        [
          ...[paid, '', 'Reservation', stay.code, day(stay.booked), day(stay.checkIn), day(stay.checkOut), stay.nights],
          ...[
            stay.guest,
            stay.listing.name,
            '',
            '',
            'EUR',
            money(stay.payout),
            '',
            money(stay.fee),
            '',
            money(stay.cleaning),
          ],
          ...['', money(stay.rent + stay.cleaning), '0.00', year],
        ],
      ];
    });
  const header = `Date,Arriving by date,Type,Confirmation code,Booking date,Start date,End date,Nights,Guest,Listing,Details,Reference code,\
Currency,Amount,Paid out,Service fee,Fast pay fee,Cleaning fee,Pet fee,Gross earnings,Occupancy taxes,Earnings year`;
  const width = header.split(',').length;
  const rows = lines.map((cells) => [...cells, ...Array(width - cells.length).fill('')].join(','));
  return `${[header, ...rows].join('\r\n')}\r\n`;
}

/** Expenses of last month. */
export function expenses(today) {
  const month = firstOfMonth(today, -1);
  return [
    {
      listing: 'ALFAMA-1',
      category: 'maintenance',
      description: 'Boiler valve',
      day: addDays(month, 8),
      amount: '86.50',
    },
    {
      listing: 'CHIADO-3',
      category: 'supplies',
      description: 'Linen, two sets',
      day: addDays(month, 11),
      amount: '120.00',
    },
    {
      listing: 'ERICEIRA-5',
      category: 'utilities',
      description: 'Electricity',
      day: addDays(month, 19),
      amount: '64.20',
    },
  ];
}

/** @returns {{ from: string, to: string }} first and last day of the month before */
export function lastMonth(today) {
  const from = firstOfMonth(today, -1);
  return { from, to: addDays(from, nightsBetween(from, firstOfMonth(today, 0)) - 1) };
}
