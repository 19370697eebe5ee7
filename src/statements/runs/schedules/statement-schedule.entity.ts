import { Column, CreateDateColumn, Entity, PrimaryGeneratedColumn } from 'typeorm';
import { TenantEntity } from '../../../platform/database/tenant-entity.js';
import type { LocalDate } from '../../../platform/dates/index.js';
import type { CalculationType } from '../../statements/statement-types.js';
import type { Grouping } from '../run-params.js';
import type { PeriodRule, Rhythm } from './schedule-rule.js';

/** When statements of all owners are made by themselves. */
@Entity('statement_schedule')
export class StatementSchedule extends TenantEntity {
  @PrimaryGeneratedColumn('identity', { type: 'integer', generatedIdentity: 'ALWAYS' })
  id!: number;

  /** Unique. */
  @Column({ type: 'text' })
  name!: string;

  @Column({ type: 'text' })
  rhythm!: Rhythm;

  /** Of a monthly one. */
  @Column({ type: 'smallint', nullable: true })
  dayOfMonth!: number | null;

  /** Of the others: 1 Monday to 7 Sunday. */
  @Column({ type: 'smallint', nullable: true })
  weekday!: number | null;

  /** A biweekly one counts its weeks from the week of this date. */
  @Column({ type: 'date', nullable: true })
  anchorDate!: LocalDate | null;

  /** HH:MM in the manager's zone. */
  @Column({ type: 'text' })
  localTime!: string;

  @Column({ type: 'text' })
  period!: PeriodRule;

  /** Null: as each agreement says. */
  @Column({ type: 'text', nullable: true })
  calculationType!: CalculationType | null;

  @Column({ type: 'text' })
  groupingBy!: Grouping;

  /** Local dates, YYYY-MM-DD, on which it does not run: texts, because arrays of dates would be read as instants. */
  @Column({ type: 'text', array: true, default: () => "'{}'" })
  skipDates!: LocalDate[];

  /** Whether the person who made it gets a mail when a run is done. */
  @Column({ type: 'boolean', default: true })
  notify!: boolean;

  @Column({ type: 'boolean', default: true })
  active!: boolean;

  @Column({ type: 'uuid', nullable: true })
  createdBy!: string | null;

  @CreateDateColumn({ type: 'timestamptz' })
  createdAt!: Date;
}
