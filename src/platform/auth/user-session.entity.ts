import { Column, Entity, PrimaryColumn } from 'typeorm';

/**
 * A session of a browser. Not a `TenantEntity`: an operator's has no tenant, and it is looked up before it is known whose request it
 * is. Only the system role may read the table.
 */
@Entity('user_session')
export class UserSession {
  @PrimaryColumn('uuid')
  id!: string;

  /** Null for an operator's. */
  @Column({ type: 'uuid', nullable: true })
  tenantId!: string | null;

  @Column('uuid')
  userId!: string;

  /** SHA-256 of the cookie. */
  @Column({ type: 'bytea', select: false })
  hash!: Buffer;

  /** Under which version of the user's sessions it began: a higher one ends it. */
  @Column('integer')
  tokenVersion!: number;

  @Column({ type: 'text', nullable: true })
  userAgent!: string | null;

  @Column({ type: 'text', nullable: true })
  address!: string | null;

  @Column({ type: 'timestamptz', insert: false, update: false })
  createdAt!: Date;

  @Column({ type: 'timestamptz', insert: false })
  lastUsedAt!: Date;

  @Column({ type: 'timestamptz' })
  expiresAt!: Date;

  @Column({ type: 'timestamptz', nullable: true })
  endedAt!: Date | null;
}
