import { Column, CreateDateColumn, Entity, PrimaryGeneratedColumn } from 'typeorm';
import { TenantEntity } from '../../platform/database/tenant-entity.js';
import type { CancellationStep } from './cancellation.js';

/** What a hotel charges a guest who does not come, or cancels late. */
@Entity('penalty_rule')
export class PenaltyRule extends TenantEntity {
  @PrimaryGeneratedColumn('identity', { type: 'integer', generatedIdentity: 'ALWAYS' })
  id!: number;

  @Column({ type: 'integer' })
  hotelId!: number;

  /** Unique in the hotel. */
  @Column({ type: 'text' })
  name!: string;

  /** Share of the nights' price, 0 to 100, four decimals. */
  @Column({ type: 'numeric', precision: 7, scale: 4 })
  percent!: string;

  /** The share is of the first so many nights; null: of all. */
  @Column({ type: 'smallint', nullable: true })
  nights!: number | null;

  /** Added to the share; minor units of the hotel's currency. */
  @Column({ type: 'bigint' })
  flatMinor!: number;

  /** Never more than the whole stay. */
  @Column({ type: 'boolean' })
  capToStay!: boolean;

  /** Code of the tax it is subject to; null: outside the scope of tax. */
  @Column({ type: 'text', nullable: true })
  taxCode!: string | null;

  /** From when on a cancellation costs what; empty: it is free. */
  @Column({ type: 'jsonb', default: () => "'[]'" })
  cancellation!: CancellationStep[];

  /** For bookings that name no rule; a hotel has one such rule at most. */
  @Column({ type: 'boolean' })
  isDefault!: boolean;

  @Column({ type: 'boolean' })
  active!: boolean;

  @CreateDateColumn({ type: 'timestamptz', select: false })
  protected readonly createdAt!: Date;
}
