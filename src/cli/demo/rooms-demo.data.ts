import type { WeekdayRule } from '../../rooms/index.js';

/** Month and day of every year, MM-DD. */
type Yearly = { from: string; to: string };

export interface DemoCategory {
  code: string;
  name: string;
  /** Major units of the hotel's currency. */
  basePrice: string;
  rooms: { firstNumber: number; count: number; prefix?: string };
  overbooking?: number;
  seasons?: (Yearly & { name: string; price?: string; percent?: number })[];
  weekdays?: WeekdayRule[];
  overrides?: (Yearly & { price: string; reason: string })[];
}

export interface DemoHotel {
  name: string;
  legalName: string;
  timeZone: string;
  currency: string;
  categories: DemoCategory[];
}

export interface DemoTenant {
  slug: string;
  name: string;
  /** Nights kept open for sale. */
  daysAhead: number;
  hotels: DemoHotel[];
}

const WEEKEND: WeekdayRule[] = [{ name: 'Weekend', weekdays: [5, 6], percent: 20 }];
const SUMMER = { name: 'Summer', from: '06-15', to: '09-15' };
const NEW_YEAR = { from: '12-30', to: '12-31' };

const casaDoMar: DemoHotel = {
  name: 'Casa do Mar',
  legalName: 'Casa do Mar Hotelaria, Lda.',
  timeZone: 'Europe/Lisbon',
  currency: 'EUR',
  categories: [
    {
      code: 'SGL',
      name: 'Single, garden side',
      basePrice: '79.00',
      rooms: { firstNumber: 101, count: 8 },
      seasons: [{ ...SUMMER, percent: 35 }],
      weekdays: WEEKEND,
    },
    {
      code: 'DBL',
      name: 'Double, sea view',
      basePrice: '120.00',
      rooms: { firstNumber: 201, count: 20 },
      overbooking: 1,
      seasons: [{ ...SUMMER, price: '185.00' }],
      weekdays: WEEKEND,
      overrides: [{ ...NEW_YEAR, price: '260.00', reason: 'Fireworks over the bay' }],
    },
    {
      code: 'STE',
      name: 'Suite with terrace',
      basePrice: '240.00',
      rooms: { firstNumber: 301, count: 4 },
      seasons: [{ ...SUMMER, price: '390.00' }],
    },
  ],
};

const laPlaza: DemoHotel = {
  name: 'Hotel La Plaza',
  legalName: 'Hoteles de la Plaza, S.L.',
  timeZone: 'Europe/Madrid',
  currency: 'EUR',
  categories: [
    {
      code: 'STD',
      name: 'Standard double',
      basePrice: '99.95',
      rooms: { firstNumber: 101, count: 24 },
      overbooking: 2,
      seasons: [{ name: 'Trade fairs', from: '01-20', to: '02-10', percent: 45 }],
      weekdays: [{ name: 'Business days', weekdays: [1, 2, 3], percent: 12.5 }],
    },
    {
      code: 'SUP',
      name: 'Superior, plaza side',
      basePrice: '139.00',
      rooms: { firstNumber: 201, count: 12 },
      weekdays: WEEKEND,
      overrides: [{ from: '05-15', to: '05-15', price: '195.00', reason: 'San Isidro' }],
    },
  ],
};

const harborHouse: DemoHotel = {
  name: 'Harbor House',
  legalName: 'Harbor House Hospitality LLC',
  timeZone: 'America/New_York',
  currency: 'USD',
  categories: [
    {
      code: 'QN',
      name: 'Queen',
      basePrice: '189.00',
      rooms: { firstNumber: 1, count: 18, prefix: 'H' },
      seasons: [{ name: 'Fall foliage', from: '09-20', to: '11-05', percent: 25 }],
      weekdays: WEEKEND,
    },
    {
      code: 'KG',
      name: 'King, harbor view',
      basePrice: '259.00',
      rooms: { firstNumber: 21, count: 12, prefix: 'H' },
      seasons: [{ ...SUMMER, price: '319.00' }],
      weekdays: WEEKEND,
      overrides: [{ from: '07-03', to: '07-05', price: '449.00', reason: 'Independence Day' }],
    },
  ],
};

const gipfelblick: DemoHotel = {
  name: 'Berghotel Gipfelblick',
  legalName: 'Gipfelblick GmbH',
  timeZone: 'Europe/Vienna',
  currency: 'EUR',
  categories: [
    {
      code: 'DZ',
      name: 'Double with balcony',
      basePrice: '145.00',
      rooms: { firstNumber: 11, count: 16 },
      seasons: [{ name: 'Ski season', from: '01-01', to: '03-31', percent: 40 }],
      weekdays: WEEKEND,
    },
    { code: 'FAM', name: 'Family room', basePrice: '210.00', rooms: { firstNumber: 41, count: 6 } },
  ],
};

const chaletMatter: DemoHotel = {
  name: 'Chalet Matter',
  legalName: 'Chalet Matter AG',
  timeZone: 'Europe/Zurich',
  currency: 'CHF',
  categories: [
    {
      code: 'STU',
      name: 'Studio',
      basePrice: '180.00',
      rooms: { firstNumber: 1, count: 9 },
      seasons: [{ name: 'Ski season', from: '01-01', to: '04-15', price: '265.00' }],
    },
  ],
};

/** Two groups of believable hotels: about 100 rooms by the sea, 31 in the mountains. */
export const DEMO_TENANTS: DemoTenant[] = [
  { slug: 'seaside', name: 'Seaside Hotels', daysAhead: 365, hotels: [casaDoMar, laPlaza, harborHouse] },
  { slug: 'alpine', name: 'Alpine Stays', daysAhead: 180, hotels: [gipfelblick, chaletMatter] },
];
