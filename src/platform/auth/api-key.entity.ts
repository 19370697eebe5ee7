import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Role } from '../tenancy/context.js';

/**
 * A key for programs. Not a `TenantEntity`: an operator's key has no tenant, and a key is looked up before it is known whose
 * request it is. The app role may not read `hash` and `madeBy`, so they are never selected.
 */
@Entity('api_key')
export class ApiKey {
  @PrimaryColumn('uuid')
  id!: string;

  /** Null for an operator's. */
  @Column({ type: 'uuid', nullable: true })
  tenantId!: string | null;

  /** The user it acts for. */
  @Column('uuid')
  userId!: string;

  @Column('text')
  name!: string;

  /** First characters of its text, to recognise it by. */
  @Column('text')
  prefix!: string;

  /** SHA-256 of its text. */
  @Column({ type: 'bytea', select: false })
  hash!: Buffer;

  @Column('text')
  role!: Role;

  @Column({ type: 'timestamptz', insert: false, update: false })
  createdAt!: Date;

  @Column({ type: 'timestamptz', nullable: true })
  expiresAt!: Date | null;

  @Column({ type: 'timestamptz', nullable: true })
  lastUsedAt!: Date | null;

  @Column({ type: 'timestamptz', nullable: true })
  revokedAt!: Date | null;

  /** The key it was made with, if it was made with one: it is revoked with it. */
  @Column({ type: 'uuid', nullable: true, select: false })
  madeBy!: string | null;
}
