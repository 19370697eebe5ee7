import { Column, CreateDateColumn, Entity, PrimaryGeneratedColumn } from 'typeorm';
import { TenantEntity } from '../../../platform/database/tenant-entity.js';
import type { LocalDate } from '../../../platform/dates/index.js';
import type { ExpenseCategory } from '../categories.js';

export const RHYTHMS = ['monthly', 'weekly'] as const;
export type Rhythm = (typeof RHYTHMS)[number];

/** What is spent for a listing again and again. */
@Entity('recurring_expense')
export class RecurringExpense extends TenantEntity {
  @PrimaryGeneratedColumn('identity', { type: 'integer', generatedIdentity: 'ALWAYS' })
  id!: number;

  @Column({ type: 'integer' })
  listingId!: number;

  /** Null: all owners of the listing on each day, by their shares. */
  @Column({ type: 'integer', nullable: true })
  ownerId!: number | null;

  @Column({ type: 'text' })
  category!: ExpenseCategory;

  @Column({ type: 'text' })
  description!: string;

  @Column({ type: 'bigint' })
  amountMinor!: number;

  @Column({ type: 'text' })
  currency!: string;

  @Column({ type: 'text' })
  rhythm!: Rhythm;

  /** Monthly: day 1 to 31, where a month is shorter its last; weekly: 1 Monday to 7 Sunday. */
  @Column({ type: 'integer' })
  onDay!: number;

  @Column({ type: 'date' })
  fromDay!: LocalDate;

  /** Last day; null: for good. */
  @Column({ type: 'date', nullable: true })
  toDay!: LocalDate | null;

  @Column({ type: 'boolean', default: true })
  active!: boolean;

  /** Day on which it was made active again, after it had been stopped; null: it never was. */
  @Column({ type: 'date', nullable: true })
  activeSince!: LocalDate | null;

  @CreateDateColumn({ type: 'timestamptz' })
  createdAt!: Date;
}
