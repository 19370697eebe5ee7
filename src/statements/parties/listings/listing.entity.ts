import { Column, CreateDateColumn, Entity, PrimaryGeneratedColumn } from 'typeorm';
import { TenantEntity } from '../../../platform/database/tenant-entity.js';

export const LISTING_STATUSES = ['active', 'offboarded'] as const;
export type ListingStatus = (typeof LISTING_STATUSES)[number];

/** A house, flat or room that the manager lets for its owners. */
@Entity('listing')
export class Listing extends TenantEntity {
  @PrimaryGeneratedColumn('identity', { type: 'integer', generatedIdentity: 'ALWAYS' })
  id!: number;

  @Column({ type: 'text' })
  name!: string;

  /** The manager's own short name, unique. */
  @Column({ type: 'text' })
  code!: string;

  /** What reservations are in, unless they say otherwise. */
  @Column({ type: 'text' })
  currency!: string;

  @Column({ type: 'text' })
  timezone!: string;

  /** offboarded: no longer managed; its past stays, and is still stated. */
  @Column({ type: 'text', default: 'active' })
  status!: ListingStatus;

  @Column({ type: 'integer', nullable: true })
  parentId!: number | null;

  @CreateDateColumn({ type: 'timestamptz' })
  createdAt!: Date;
}
