import type { INestApplicationContext } from '@nestjs/common';
import { TenantDatabase } from '../../platform/database/tenant-database.js';
import { addDays, type LocalDate } from '../../platform/dates/index.js';
import { AttendantsRepository } from '../../pms/housekeeping/attendants.repository.js';
import { MaintenanceService } from '../../pms/maintenance/maintenance.service.js';
import type { HotelRow } from '../../rooms/index.js';

type App = Pick<INestApplicationContext, 'get'>;

const NAMES = ['Rosa', 'Piet', 'Amina', 'Jorge'];
const SECTIONS = ['floor 1', 'floor 2', 'floor 3'];
/** Days of the roster from yesterday on. */
const ROSTER_DAYS = 15;
const MINUTES = 210;
/** Of the guests who have checked in, every third wants no service today, and every fifth is not to be disturbed. */
const WISHES = `
  UPDATE booking SET no_service = CASE WHEN id::text < '5' THEN ARRAY[$2::date] ELSE '{}' END,
    do_not_disturb = CASE WHEN id::text > 'e' THEN ARRAY[$2::date] ELSE '{}' END
  WHERE hotel_id = $1 AND status = 'checked_in'`;

/** Who cleans and what is maintained at a demo hotel. Call it within the tenant's context, in its transaction. */
export async function seedStaff(app: App, hotel: HotelRow, date: LocalDate): Promise<void> {
  const db = app.get(TenantDatabase, { strict: false });
  const attendants = app.get(AttendantsRepository, { strict: false });
  const dates = Array.from({ length: ROSTER_DAYS }, (_, index) => addDays(date, index - 1));
  for (const [index, name] of NAMES.entries()) {
    const section = SECTIONS[index % SECTIONS.length]!;
    const { id } = await attendants.insert({ hotelId: hotel.id, name, section, active: true });
    await attendants.putShifts(id, dates, MINUTES);
  }
  await attendants.putRule(hotel.id, { roomCategoryId: null, taskType: 'departure', minutes: 40, inspect: true });
  await attendants.putRule(hotel.id, { roomCategoryId: null, taskType: 'stayover', minutes: 20, inspect: false });
  await db.rows(WISHES, [hotel.id, date]);
  // Sections by floor; some vacant rooms wait for a cleaning, or for a week already.
  await db.rows(
    `INSERT INTO room_state (tenant_id, room_id, condition, cleaned_on, section)
     SELECT tenant_id, id, CASE WHEN id % 11 = 0 THEN 'dirty' ELSE 'clean' END, $2::date - (id % 9), 'floor ' || (1 + id % 3)
     FROM room WHERE hotel_id = $1 ON CONFLICT (room_id) DO NOTHING`,
    [hotel.id, date],
  );
  await seedEquipment(app.get(MaintenanceService, { strict: false }), hotel.id, date);
}

async function seedEquipment(maintenance: MaintenanceService, hotelId: number, date: LocalDate): Promise<void> {
  const add = async (name: string, meterUnit?: string) =>
    (await maintenance.addEquipment({ hotelId, name, meterUnit })).id;
  const boiler = await add('Boiler', 'h');
  await maintenance.addSchedule(boiler, {
    name: 'Burner inspection',
    mode: 'floating',
    everyN: 6,
    unit: 'month',
    anchorDate: addDays(date, 60),
    everyUsage: 1_500,
    lastDoneOn: addDays(date, -110),
    lastDoneReading: 8_000,
  });
  await maintenance.read(boiler, { value: 8_000, readOn: addDays(date, -110) });
  await maintenance.read(boiler, { value: 9_612, readOn: addDays(date, -1) });
  const lift = await add('Lift');
  const monthly = { name: 'Safety check', mode: 'fixed', everyN: 1, unit: 'month', leadDays: 7 } as const;
  await maintenance.addSchedule(lift, { ...monthly, anchorDate: addDays(date, 5) });
  const pool = await add('Pool pump');
  const weekly = { name: 'Filter', mode: 'fixed', everyN: 1, unit: 'week', leadDays: 2 } as const;
  await maintenance.addSchedule(pool, { ...weekly, anchorDate: addDays(date, 1) });
}
