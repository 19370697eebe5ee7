import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { TenantRole } from '../auth/index.js';

/**
 * An invitation into a tenant. Not a `TenantEntity`: who accepts one belongs to no tenant yet, and the app role has no rights
 * on the table, so it is reached through `SystemDatabase`.
 */
@Entity('invitation')
export class Invitation {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('uuid')
  tenantId!: string;

  @Column('text')
  email!: string;

  @Column('text')
  role!: TenantRole;

  /** SHA-256 of the token in the link. */
  @Column({ type: 'bytea', select: false })
  hash!: Buffer;

  /** A user of the tenant, or an operator; null for the command on the server. */
  @Column({ type: 'uuid', nullable: true })
  invitedBy!: string | null;

  /** The API key it was made with, if it was made with one: it ends with it. */
  @Column({ type: 'uuid', nullable: true })
  madeBy!: string | null;

  @Column({ type: 'timestamptz', insert: false, update: false })
  createdAt!: Date;

  @Column({ type: 'timestamptz' })
  expiresAt!: Date;

  @Column({ type: 'timestamptz', nullable: true })
  acceptedAt!: Date | null;

  @Column({ type: 'timestamptz', nullable: true })
  revokedAt!: Date | null;
}
