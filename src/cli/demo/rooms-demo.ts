import type { INestApplicationContext } from '@nestjs/common';
import { today } from '../../platform/dates/index.js';
import {
  CronRoomGenerationService,
  type HotelRow,
  HotelsService,
  PriceOverridesService,
  RoomCategoriesService,
  RoomsService,
} from '../../rooms/index.js';
import { DEMO_TENANTS, type DemoCategory, type DemoHotel, type DemoTenant } from './rooms-demo.data.js';

export { DEMO_TENANTS, type DemoTenant };

type App = Pick<INestApplicationContext, 'get'>;

/** Rows of one page while looking for what is there already. */
const PAGE = 200;

/**
 * Makes a demo tenant's hotels, categories, rooms and prices, and turns its nightly generation on. Call it within the
 * tenant's context. What is there already, by name or code, is left as it is: a second call makes nothing.
 * @returns how many hotels, categories and rooms the tenant's demo has
 */
export async function seedRooms(
  app: App,
  tenant: DemoTenant,
): Promise<{ hotels: number; categories: number; rooms: number }> {
  const { hotels } = await app.get(HotelsService).list(PAGE, 0);
  for (const demo of tenant.hotels) {
    const { categories: _, ...values } = demo;
    const hotel = hotels.find((one) => one.name === demo.name) ?? (await app.get(HotelsService).create(values));
    await seedCategories(app, hotel, demo);
  }
  const { isRunning, schedules } = await app.get(CronRoomGenerationService).status();
  // Only for a tenant whose generation was never turned on, so that one that people have turned off stays off.
  if (!isRunning && schedules.length === 0)
    await app.get(CronRoomGenerationService).start({ daysAhead: tenant.daysAhead });
  const categories = tenant.hotels.flatMap((hotel) => hotel.categories);
  return {
    hotels: tenant.hotels.length,
    categories: categories.length,
    rooms: categories.reduce((sum, category) => sum + category.rooms.count, 0),
  };
}

async function seedCategories(app: App, hotel: HotelRow, demo: DemoHotel): Promise<void> {
  const { roomCategories } = await app.get(RoomCategoriesService).list({ hotelId: hotel.id, limit: PAGE, offset: 0 });
  const year = Number(today(hotel.timeZone, new Date()).slice(0, 4));
  for (const category of demo.categories) {
    if (roomCategories.some((one) => one.code === category.code)) continue;
    await seedCategory(app, hotel, category, year);
  }
}

async function seedCategory(app: App, hotel: HotelRow, demo: DemoCategory, year: number): Promise<void> {
  // Two years, so that the demo has its seasons whenever it is started.
  const years = [year, year + 1];
  const { id } = await app.get(RoomCategoriesService).create({
    hotelId: hotel.id,
    code: demo.code,
    name: demo.name,
    basePrice: demo.basePrice,
    defaultOverbookingLimit: demo.overbooking,
    weekdayRules: demo.weekdays,
    seasonRules: years.flatMap((y) =>
      (demo.seasons ?? []).map(({ from, to, ...season }) => ({
        ...season,
        from: `${y}-${from}`,
        to: `${y}-${to}`,
      })),
    ),
  });
  await app.get(RoomsService).createMany({ roomCategoryId: id, ...demo.rooms });
  for (const { from, to, ...override } of demo.overrides ?? [])
    for (const y of years)
      await app.get(PriceOverridesService).create(id, { ...override, from: `${y}-${from}`, to: `${y}-${to}` });
}
