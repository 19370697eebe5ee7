import { Column, Entity, PrimaryColumn } from 'typeorm';
import { TenantEntity } from '../../../platform/database/tenant-entity.js';
import type { SourceKind } from '../calendar-source.js';

/** An account that a user's calendars are read from. */
@Entity('calendar_account')
export class CalendarAccount extends TenantEntity {
  /** UUIDv7: its order is the order of creation. */
  @PrimaryColumn({ type: 'uuid' })
  id!: string;

  /** Filled by the database with the person of the transaction, and never written. */
  @Column({ type: 'uuid', insert: false, update: false })
  userId!: string;

  @Column({ type: 'text' })
  source!: SourceKind;

  /** The address at Google, the user's name at a CalDAV server, the title of a feed. */
  @Column({ type: 'text' })
  name!: string;

  /** Encrypted, as all that follows with "sealed": AccountSecrets. */
  @Column({ type: 'text', nullable: true, select: false })
  serverUrlSealed!: string | null;

  @Column({ type: 'text', nullable: true, select: false })
  passwordSealed!: string | null;

  @Column({ type: 'text', nullable: true, select: false })
  refreshTokenSealed!: string | null;

  @Column({ type: 'text', nullable: true, select: false })
  accessTokenSealed!: string | null;

  @Column({ type: 'timestamptz', nullable: true, select: false })
  accessTokenExpiresAt!: Date | null;

  /** While a process asks for a new access token; the others wait for what it gets. */
  @Column({ type: 'timestamptz', nullable: true, select: false })
  refreshClaimedUntil!: Date | null;

  /** What the user has allowed, as the provider said. */
  @Column({ type: 'text', array: true, default: () => "'{}'" })
  scopes!: string[];

  @Column({ type: 'text', default: 'active' })
  state!: 'active' | 'needs_reauth';

  /** Why it is not read, in words for its user, and since when. */
  @Column({ type: 'text', nullable: true })
  trouble!: string | null;

  @Column({ type: 'timestamptz', nullable: true })
  troubleAt!: Date | null;

  /** Grows each time it is connected again: what was asked with the log-in before says nothing of this one. */
  @Column({ type: 'int', default: 1 })
  connection!: number;

  /** The first of the refusals of its log-in that nothing has contradicted since. */
  @Column({ type: 'timestamptz', nullable: true, select: false })
  refusedAt!: Date | null;

  /** Where the next changes of its list of calendars begin, and when all of them were listed. */
  @Column({ type: 'text', nullable: true, select: false })
  listToken!: string | null;

  @Column({ type: 'timestamptz', nullable: true, select: false })
  listReadAt!: Date | null;

  @Column({ type: 'timestamptz', default: () => 'now()' })
  createdAt!: Date;
}
