import { Column, CreateDateColumn, Entity, PrimaryGeneratedColumn, UpdateDateColumn } from 'typeorm';
import { TenantEntity } from '../../platform/database/tenant-entity.js';

/** A hotel (property) of the tenant. */
@Entity('hotel')
export class Hotel extends TenantEntity {
  @PrimaryGeneratedColumn('identity', { type: 'integer', generatedIdentity: 'ALWAYS' })
  id!: number;

  /** Unique in the tenant. */
  @Column({ type: 'text' })
  name!: string;

  @Column({ type: 'text', nullable: true })
  legalName!: string | null;

  /** IANA zone; decides what "today" is. */
  @Column({ type: 'text' })
  timeZone!: string;

  /** ISO 4217. */
  @Column({ type: 'char', length: 3 })
  currency!: string;

  @CreateDateColumn({ type: 'timestamptz' })
  createdAt!: Date;

  @UpdateDateColumn({ type: 'timestamptz', select: false })
  protected readonly updatedAt!: Date;
}
