import type { INestApplicationContext } from '@nestjs/common';
import {
  CronRoomGenerationService,
  HotelsService,
  PriceOverridesService,
  RoomCategoriesService,
  RoomsService,
} from '../../rooms/index.js';

interface DemoCategory {
  code: string;
  name: string;
  price: string;
  rooms: number;
  /** Number of the first room. */
  from: number;
}

interface DemoHotel {
  name: string;
  timeZone: string;
  currency: string;
  categories: DemoCategory[];
}

export interface DemoTenant {
  slug: string;
  name: string;
  hotels: DemoHotel[];
}

const category = (code: string, name: string, price: string, rooms: number, from: number): DemoCategory => ({
  code,
  name,
  price,
  rooms,
  from,
});

/** A hotel group by the sea in three time zones, and a small one in the mountains. */
export const DEMO_TENANTS: readonly DemoTenant[] = [
  {
    slug: 'seaside',
    name: 'Seaside Hotels',
    hotels: [
      {
        name: 'Casa do Mar',
        timeZone: 'Europe/Lisbon',
        currency: 'EUR',
        categories: [
          category('DBL', 'Double, garden side', '120.00', 18, 101),
          category('SEA', 'Double, sea view', '165.00', 14, 201),
          category('STE', 'Suite with terrace', '310.00', 4, 301),
        ],
      },
      {
        name: 'Hotel Malvarrosa',
        timeZone: 'Europe/Madrid',
        currency: 'EUR',
        categories: [
          category('SGL', 'Single', '78.00', 10, 101),
          category('DBL', 'Double', '112.00', 20, 201),
          category('FAM', 'Family room', '158.00', 6, 301),
        ],
      },
      {
        name: 'Harbor House',
        timeZone: 'America/New_York',
        currency: 'USD',
        categories: [
          category('QUE', 'Queen, harbor view', '189.00', 16, 101),
          category('KNG', 'King, corner', '239.00', 8, 201),
        ],
      },
    ],
  },
  {
    slug: 'alpine',
    name: 'Alpine Lodges',
    hotels: [
      {
        name: 'Berghof Sonnblick',
        timeZone: 'Europe/Vienna',
        currency: 'EUR',
        categories: [category('DBL', 'Doppelzimmer', '134.00', 12, 1), category('APT', 'Apartment', '210.00', 5, 101)],
      },
    ],
  },
];

/** Creates a tenant's hotels through the product's own services and starts its nightly generation. */
export async function seedRooms(app: INestApplicationContext, tenant: DemoTenant): Promise<void> {
  const year = new Date().getUTCFullYear();
  for (const { categories, ...hotel } of tenant.hotels) {
    const { id: hotelId } = await app.get(HotelsService).create(hotel);
    for (const { code, name, price, rooms, from } of categories) {
      const created = await app.get(RoomCategoriesService).create({
        hotelId,
        code,
        name,
        basePrice: price,
        seasonRules: [0, 1].map((ahead) => ({
          name: 'High season',
          startDate: `${year + ahead}-07-01`,
          endDate: `${year + ahead}-08-31`,
          percent: 30,
        })),
        weekdayRules: [{ name: 'Weekend', weekdays: [5, 6], percent: 15 }],
      });
      await app.get(RoomsService).createMany({ roomCategoryId: created.id, firstNumber: from, count: rooms });
      await app.get(PriceOverridesService).create(created.id, {
        startDate: `${year}-12-31`,
        endDate: `${year}-12-31`,
        price: (Number(price) * 2).toFixed(2),
        reason: 'New Year’s Eve',
      });
    }
  }
  await app.get(CronRoomGenerationService).start({});
}
