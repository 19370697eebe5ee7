import { Column, Entity, PrimaryColumn } from 'typeorm';
import { TenantEntity } from '../../platform/database/tenant-entity.js';
import type { ProviderName } from './provider/provider.js';

export type ReadState = 'none' | 'running' | 'ok' | 'failed';

/** An account at a provider of stays. */
@Entity('provider_connection')
export class Connection extends TenantEntity {
  /** UUIDv7: its order is the order of creation. */
  @PrimaryColumn({ type: 'uuid' })
  id!: string;

  @Column({ type: 'text' })
  provider!: ProviderName;

  /** Source of its stays and of its names of listings. */
  @Column({ type: 'text' })
  name!: string;

  @Column({ type: 'text' })
  baseUrl!: string;

  @Column({ type: 'text', nullable: true })
  clientId!: string | null;

  /** Encrypted; read only where the provider is asked. */
  @Column({ type: 'text', select: false })
  apiKey!: string;

  @Column({ type: 'text', nullable: true, select: false })
  token!: string | null;

  @Column({ type: 'timestamptz', nullable: true, select: false })
  tokenExpiresAt!: Date | null;

  @Column({ type: 'timestamptz', nullable: true, select: false })
  tokenClaimedUntil!: Date | null;

  @Column({ type: 'timestamptz', array: true, default: () => "'{}'", select: false })
  tokensAskedAt!: Date[];

  @Column({ type: 'boolean', default: true })
  active!: boolean;

  @Column({ type: 'text', default: '30 2 * * *' })
  cron!: string;

  @Column({ type: 'uuid', nullable: true })
  lastJobId!: string | null;

  @Column({ type: 'text', default: 'none' })
  lastState!: ReadState;

  @Column({ type: 'timestamptz', nullable: true })
  lastStateAt!: Date | null;

  @Column({ type: 'timestamptz', nullable: true })
  lastOkAt!: Date | null;

  @Column({ type: 'jsonb', nullable: true })
  lastError!: { code: string; message: string } | null;

  @Column({ type: 'uuid', nullable: true })
  createdBy!: string | null;

  @Column({ type: 'timestamptz', default: () => 'now()' })
  createdAt!: Date;
}
