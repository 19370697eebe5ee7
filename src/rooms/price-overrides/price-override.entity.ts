import { Column, CreateDateColumn, Entity, PrimaryGeneratedColumn } from 'typeorm';
import { TenantEntity } from '../../platform/database/tenant-entity.js';
import type { LocalDate } from '../../platform/dates/index.js';
import { dateSpan, type DateSpan } from '../date-span.js';

/** A price set by hand as it was before another took its place. */
export interface ReplacedOverride {
  from: LocalDate;
  /** Included. */
  to: LocalDate;
  weekdays: number[];
  priceMinor: number;
  reason: string | null;
  createdBy: string | null;
  /** ISO 8601. */
  createdAt: string;
}

/** A price set by hand for some dates of a category. Two of one category never stand within the same dates for the same weekday. */
@Entity('price_override')
export class PriceOverride extends TenantEntity {
  @PrimaryGeneratedColumn('identity', { type: 'integer', generatedIdentity: 'ALWAYS' })
  id!: number;

  @Column({ type: 'integer' })
  categoryId!: number;

  /** Both ends are dates, never open. */
  @Column({ type: 'daterange', transformer: dateSpan })
  during!: DateSpan;

  /** ISO weekdays of those dates it holds on. */
  @Column({ type: 'smallint', array: true })
  weekdays!: number[];

  /** Minor units; 0 is a price. */
  @Column({ type: 'bigint' })
  priceMinor!: number;

  @Column({ type: 'text', nullable: true })
  reason!: string | null;

  /** Those whose place it took, as they were before. */
  @Column({ type: 'jsonb', default: [] })
  replaced!: ReplacedOverride[];

  /** User who set it. */
  @Column({ type: 'uuid', nullable: true })
  createdBy!: string | null;

  @CreateDateColumn({ type: 'timestamptz' })
  createdAt!: Date;
}
