import { Column, Entity, PrimaryColumn } from 'typeorm';
import { TenantEntity } from '../../platform/database/tenant-entity.js';

/** An address to which the ends of a tenant's jobs are reported. */
@Entity('webhook')
export class Webhook extends TenantEntity {
  /** UUIDv7: its order is the order of creation. */
  @PrimaryColumn({ type: 'uuid' })
  id!: string;

  @Column({ type: 'text' })
  url!: string;

  @Column({ type: 'text', nullable: true })
  description!: string | null;

  @Column({ type: 'text', array: true })
  events!: string[];

  /** null: jobs of every kind. */
  @Column({ type: 'text', array: true, nullable: true })
  jobNames!: string[] | null;

  /** null: jobs of every hotel. */
  @Column({ type: 'integer', nullable: true })
  hotelId!: number | null;

  /** Encrypted. Like the previous secret, read only where a message is signed. */
  @Column({ type: 'text', select: false })
  secret!: string;

  /** Encrypted; messages are signed with it too until previousUntil, while the receiver changes over. */
  @Column({ type: 'text', nullable: true, select: false })
  previousSecret!: string | null;

  @Column({ type: 'timestamptz', nullable: true })
  previousUntil!: Date | null;

  @Column({ type: 'boolean', default: true })
  enabled!: boolean;

  @Column({ type: 'text', nullable: true })
  disabledReason!: string | null;

  /** Deliveries given up since the last successful one. */
  @Column({ type: 'integer', default: 0 })
  failures!: number;

  /** When the first of these was given up. */
  @Column({ type: 'timestamptz', nullable: true })
  failingSince!: Date | null;

  @Column({ type: 'uuid', nullable: true })
  createdBy!: string | null;

  @Column({ type: 'timestamptz', default: () => 'now()' })
  createdAt!: Date;
}
