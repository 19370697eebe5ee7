import {
  Column,
  CreateDateColumn,
  Entity,
  JoinColumn,
  ManyToOne,
  PrimaryGeneratedColumn,
  UpdateDateColumn,
} from 'typeorm';
import { TenantEntity } from '../../platform/database/tenant-entity.js';
import { Hotel } from '../hotels/hotel.entity.js';

/** A kind of room of a hotel that is sold under one name and price. */
@Entity('room_category')
export class RoomCategory extends TenantEntity {
  @PrimaryGeneratedColumn('identity', { type: 'integer', generatedIdentity: 'ALWAYS' })
  id!: number;

  @Column({ type: 'integer' })
  hotelId!: number;

  /** Not loaded unless asked for. */
  @ManyToOne(() => Hotel)
  @JoinColumn({ name: 'hotel_id' })
  readonly hotel!: Hotel;

  /** Unique in the hotel. */
  @Column({ type: 'text' })
  code!: string;

  @Column({ type: 'text' })
  name!: string;

  /** Price of a night without any rule, minor units of the hotel's currency. */
  @Column({ type: 'bigint' })
  basePriceMinor!: number;

  /** Overbooking limit that a newly opened day starts with, rooms. */
  @Column({ type: 'integer', default: 0 })
  defaultOverbook!: number;

  @CreateDateColumn({ type: 'timestamptz' })
  createdAt!: Date;

  @UpdateDateColumn({ type: 'timestamptz', select: false })
  protected readonly updatedAt!: Date;
}
