import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';
import { TenantEntity } from '../../platform/database/tenant-entity.js';

/** A piece of a hotel's equipment that is maintained. */
@Entity('equipment')
export class Equipment extends TenantEntity {
  @PrimaryGeneratedColumn('identity', { type: 'integer', generatedIdentity: 'ALWAYS' })
  id!: number;

  @Column({ type: 'integer' })
  hotelId!: number;

  @Column({ type: 'integer', nullable: true })
  roomId!: number | null;

  /** Unique in the hotel. */
  @Column({ type: 'text' })
  name!: string;

  /** Unit its meter counts in, such as h; null: it has no meter. */
  @Column({ type: 'text', nullable: true })
  meterUnit!: string | null;

  @Column({ type: 'boolean' })
  active!: boolean;
}
