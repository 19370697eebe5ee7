import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';
import { TenantEntity } from '../../platform/database/tenant-entity.js';

/** Somebody who cleans rooms at a hotel. */
@Entity('attendant')
export class Attendant extends TenantEntity {
  @PrimaryGeneratedColumn('identity', { type: 'integer', generatedIdentity: 'ALWAYS' })
  id!: number;

  @Column({ type: 'integer' })
  hotelId!: number;

  /** Unique in the hotel. */
  @Column({ type: 'text' })
  name!: string;

  /** The part of the hotel whose rooms they are given first. */
  @Column({ type: 'text', nullable: true })
  section!: string | null;

  @Column({ type: 'boolean' })
  active!: boolean;
}
