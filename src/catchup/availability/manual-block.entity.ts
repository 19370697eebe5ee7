import { Column, CreateDateColumn, Entity, PrimaryColumn } from 'typeorm';
import { TenantEntity } from '../../platform/database/tenant-entity.js';
import type { LocalDate } from '../../platform/dates/index.js';

/** Time that a user keeps for herself: once (startsAt, endsAt), or weekly (the other members). */
@Entity('manual_block')
export class ManualBlockRow extends TenantEntity {
  @PrimaryColumn({ type: 'uuid' })
  id!: string;

  /** Filled and checked by the database, as the tenant. */
  @Column({ type: 'uuid', select: false, insert: false, update: false })
  protected readonly userId!: string;

  @Column({ type: 'text' })
  kind!: 'busy' | 'commute';

  @Column({ type: 'text', nullable: true })
  title!: string | null;

  @Column({ type: 'timestamptz', nullable: true })
  startsAt!: Date | null;

  @Column({ type: 'timestamptz', nullable: true })
  endsAt!: Date | null;

  @Column({ type: 'smallint', array: true, nullable: true })
  weekdays!: number[] | null;

  /** HH:MM:SS, as Postgres tells it. */
  @Column({ type: 'time', nullable: true })
  fromTime!: string | null;

  @Column({ type: 'time', nullable: true })
  toTime!: string | null;

  @Column({ type: 'date', nullable: true })
  since!: LocalDate | null;

  @Column({ type: 'date', nullable: true })
  until!: LocalDate | null;

  @CreateDateColumn({ type: 'timestamptz' })
  createdAt!: Date;
}
