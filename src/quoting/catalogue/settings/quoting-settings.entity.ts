import { Column, CreateDateColumn, Entity, PrimaryGeneratedColumn } from 'typeorm';
import { TenantEntity } from '../../../platform/database/tenant-entity.js';

/** How a workshop quotes: one row a tenant. */
@Entity('quoting_settings')
export class QuotingSettings extends TenantEntity {
  @PrimaryGeneratedColumn('identity', { type: 'integer', generatedIdentity: 'ALWAYS' })
  id!: number;

  @Column({ type: 'text' })
  currency!: string;

  /** Decides when a day ends at the shop, and so when a quote expires. */
  @Column({ type: 'text' })
  timezone!: string;

  @Column({ type: 'text' })
  taxPolicy!: 'per_line' | 'per_order';

  /** Days a quote is valid, with the day it is sent on counted as day 0. */
  @Column({ type: 'integer' })
  validityDays!: number;

  @Column({ type: 'text' })
  quotePrefix!: string;

  @Column({ type: 'text' })
  orderPrefix!: string;

  @Column({ type: 'text' })
  invoicePrefix!: string;

  @Column({ type: 'text' })
  shopName!: string;

  @Column({ type: 'text', nullable: true })
  shopAddress!: string | null;

  /** Who is told of accepted and declined quotes, and whom customers ask. */
  @Column({ type: 'text', nullable: true })
  shopEmail!: string | null;

  @Column({ type: 'text', nullable: true })
  terms!: string | null;

  /** ISO: 1 is Monday. Lead times are counted in these. */
  @Column({ type: 'smallint', array: true, default: [1, 2, 3, 4, 5] })
  workingDays!: number[];

  /** Days on which nobody works: no working days, whatever day of the week they are. */
  @Column({ type: 'text', array: true, default: [] })
  closedDays!: string[];

  /** From the issue of an invoice until it is due; null: invoices name no day. */
  @Column({ type: 'integer', nullable: true })
  paymentDays!: number | null;

  @CreateDateColumn({ type: 'timestamptz' })
  createdAt!: Date;
}
