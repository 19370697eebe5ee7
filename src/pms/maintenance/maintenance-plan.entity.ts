import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';
import type { LocalDate } from '../../platform/dates/index.js';
import { TenantEntity } from '../../platform/database/tenant-entity.js';
import type { PlanUnit } from './plan.js';
import type { Season } from './season.js';

/** Meter values are numbers in the code; numeric(12,2) converts to a number without loss that matters here. */
const meterValue = {
  from: (value: string | null) => (value === null ? null : Number(value)),
  to: (value: number | null) => value,
};

/** When an equipment is maintained: by the calendar, by use, or by whichever comes first. */
@Entity('pm_schedule')
export class MaintenancePlan extends TenantEntity {
  @PrimaryGeneratedColumn('identity', { type: 'integer', generatedIdentity: 'ALWAYS' })
  id!: number;

  @Column({ type: 'integer' })
  hotelId!: number;

  @Column({ type: 'integer' })
  equipmentId!: number;

  @Column({ type: 'text' })
  name!: string;

  /** fixed: from the anchor date, whenever the work is done. floating: from when it was done last. */
  @Column({ type: 'text' })
  mode!: 'fixed' | 'floating';

  @Column({ type: 'smallint' })
  everyN!: number;

  @Column({ type: 'text' })
  unit!: PlanUnit;

  @Column({ type: 'date' })
  anchorDate!: LocalDate;

  /** Also due after so much use, in the meter's unit. */
  @Column({ type: 'numeric', precision: 12, scale: 2, nullable: true, transformer: meterValue })
  everyUsage!: number | null;

  /** Days before the due date on which the work order is made. */
  @Column({ type: 'smallint' })
  leadDays!: number;

  /** Due in this part of the year only. */
  @Column({ type: 'jsonb', nullable: true })
  season!: Season | null;

  @Column({ type: 'boolean' })
  active!: boolean;

  @Column({ type: 'date', nullable: true })
  lastDoneOn!: LocalDate | null;

  /** What the meter showed then. */
  @Column({ type: 'numeric', precision: 12, scale: 2, nullable: true, transformer: meterValue })
  lastDoneReading!: number | null;
}
