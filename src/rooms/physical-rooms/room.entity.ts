import { Column, CreateDateColumn, Entity, PrimaryGeneratedColumn, UpdateDateColumn } from 'typeorm';
import { TenantEntity } from '../../platform/database/tenant-entity.js';
import { dateSpan, type DateSpan } from '../date-span.js';

/** A physical room. It is retired, never deleted: nights and stays keep pointing at it. */
@Entity('room')
export class Room extends TenantEntity {
  @PrimaryGeneratedColumn('identity', { type: 'integer', generatedIdentity: 'ALWAYS' })
  id!: number;

  @Column({ type: 'integer' })
  hotelId!: number;

  @Column({ name: 'category_id', type: 'integer' })
  roomCategoryId!: number;

  /** Unique in the hotel; may have letters. */
  @Column({ type: 'text' })
  number!: string;

  /** Dates on which the room is in service; `until` is the first date it no longer is. */
  @Column({ type: 'daterange', transformer: dateSpan })
  inService!: DateSpan;

  @CreateDateColumn({ type: 'timestamptz', select: false })
  protected readonly createdAt!: Date;

  @UpdateDateColumn({ type: 'timestamptz', select: false })
  protected readonly updatedAt!: Date;
}
