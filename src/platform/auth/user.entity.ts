import { Column, Entity, type FindOperator, PrimaryColumn, Raw } from 'typeorm';
import type { Role } from '../tenancy/context.js';

/**
 * Somebody who logs in. Not a `TenantEntity`: an operator has no tenant, and the rows are read before it is known whose
 * request it is, so they are reached through `SystemDatabase`, and every condition on a tenant is written out.
 */
@Entity('app_user')
export class UserAccount {
  @PrimaryColumn('uuid')
  id!: string;

  /** Null for an operator, and for nobody else. */
  @Column({ type: 'uuid', nullable: true })
  tenantId!: string | null;

  /** Unique over all tenants, upper and lower case being the same. */
  @Column({ type: 'text' })
  email!: string;

  /** Argon2id; read by the log-in alone. */
  @Column({ type: 'text', select: false })
  passwordHash!: string;

  @Column({ type: 'text' })
  role!: Role;

  @Column({ type: 'timestamptz', nullable: true })
  disabledAt!: Date | null;

  @Column({ type: 'timestamptz', insert: false, update: false })
  createdAt!: Date;

  /** Version of the user's sessions: tokens of an earlier one are void. */
  @Column({ type: 'integer', default: 0 })
  tokenVersion!: number;

  /** How the person wants things shown in the console; null: as the browser, the hotel or the system has it. */
  @Column({ type: 'text', nullable: true })
  locale!: string | null;

  @Column({ type: 'text', nullable: true })
  displayZone!: string | null;

  @Column({ type: 'text', nullable: true })
  theme!: 'system' | 'light' | 'dark' | null;

  /** Keys of one letter do nothing for this person. */
  @Column({ type: 'boolean', default: false })
  keysOff!: boolean;

  /** When the person has ended the tour of the demo; null: it is shown. */
  @Column({ type: 'timestamptz', nullable: true })
  tourEndedAt!: Date | null;
}

/** A condition on an e-mail address: upper and lower case are the same. */
export function sameEmail(email: string): FindOperator<string> {
  return Raw((column) => `lower(${column}) = lower(:email)`, { email }) as FindOperator<string>;
}
