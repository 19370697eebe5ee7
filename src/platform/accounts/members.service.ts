import { Injectable } from '@nestjs/common';
import {
  mayGrant,
  OPEN_SESSION,
  sameEmail,
  SessionsService,
  type SessionView,
  type TenantRole,
  UserAccount,
} from '../auth/index.js';
import { SystemDatabase } from '../database/system-database.js';
import { AppError, notFound } from '../errors/app-error.js';

export interface MemberView {
  id: string;
  email: string;
  role: TenantRole;
  createdAt: Date;
  disabledAt: Date | null;
}

export interface ListedMember extends MemberView {
  /** Browsers the user is logged in with. */
  sessions: number;
  /** When the last of them was used; null when there is none. */
  lastUsedAt: Date | null;
}

export interface MemberChange {
  role?: TenantRole;
  disabled?: boolean;
}

const MEMBER = { id: true, email: true, role: true, createdAt: true, disabledAt: true } as const;

/** Runs after a user was disabled. */
export type DisabledHook = (tenantId: string, userId: string) => Promise<void>;

/** The users of a tenant and their roles. Read as the system, because the app role may not read every column of theirs. */
@Injectable()
export class MembersService {
  private readonly disabledHooks: DisabledHook[] = [];

  constructor(
    private readonly db: SystemDatabase,
    private readonly sessions: SessionsService,
  ) {}

  /** What follows when a user is disabled. Registered while the application is put together. */
  onDisabled(hook: DisabledHook): void {
    this.disabledHooks.push(hook);
  }

  /** By e-mail address. */
  async list(tenantId: string, limit: number, offset: number): Promise<{ users: ListedMember[]; total: number }> {
    const users = await this.db.rows<ListedMember>(
      `SELECT u.id, u.email, u.role, u.created_at AS "createdAt", u.disabled_at AS "disabledAt", o.sessions, o."lastUsedAt"
       FROM app_user u
       CROSS JOIN LATERAL (SELECT count(*) AS sessions, max(s.last_used_at) AS "lastUsedAt" FROM user_session s
                           WHERE s.user_id = u.id AND ${OPEN_SESSION}) AS o
       WHERE u.tenant_id = $1 ORDER BY lower(u.email) LIMIT $2 OFFSET $3`,
      [tenantId, limit, offset],
    );
    const total = await this.db.repository(UserAccount).countBy({ tenantId });
    return { users, total };
  }

  /** Browsers the user is logged in with, the last one used first. @throws AppError NOT_FOUND */
  async sessionsOf(
    tenantId: string,
    id: string,
    limit: number,
    offset: number,
  ): Promise<{ sessions: SessionView[]; total: number }> {
    if (!(await this.db.repository(UserAccount).existsBy({ tenantId, id }))) throw notFound('User');
    return this.sessions.list(id, limit, offset);
  }

  /**
   * Ends all sessions and access tokens of a user, e.g. of a lost device; the user can log in again.
   * @param actor role of whoever asks
   * @throws AppError NOT_FOUND; FORBIDDEN above the actor's own role
   */
  async endSessions(tenantId: string, id: string, actor: string): Promise<void> {
    await this.db.transaction(async (tx) => {
      const users = tx.repository(UserAccount);
      const user = await users.findOne({
        select: MEMBER,
        where: { tenantId, id },
        lock: { mode: 'pessimistic_write' },
      });
      if (!user) throw notFound('User');
      if (!mayGrant(actor, user.role as TenantRole))
        throw new AppError('FORBIDDEN', `A ${actor} does not end the sessions of a ${user.role}`);
      await users.update({ tenantId, id }, { tokenVersion: () => 'token_version + 1' });
    });
  }

  /** @throws AppError NOT_FOUND */
  async byEmail(tenantId: string, email: string): Promise<MemberView> {
    const where = { tenantId, email: sameEmail(email) };
    const user = await this.db.repository(UserAccount).findOne({ select: MEMBER, where });
    if (!user) throw notFound('User');
    return user as MemberView;
  }

  /**
   * Gives a user another role, disables or enables one. Ends the user's sessions; keys need no change, because a key never
   * has more rights than its user at that moment.
   * @param actor role of whoever asks
   * @throws AppError NOT_FOUND; FORBIDDEN above the actor's own role; CONFLICT when no ADMIN would be left.
   */
  async change(tenantId: string, id: string, change: MemberChange, actor: string): Promise<MemberView> {
    const after = await this.write(tenantId, id, change, actor);
    // Not part of the change: whoever disables a user again starts again what was lost with a process.
    if (change.disabled) for (const hook of this.disabledHooks) await hook(tenantId, id);
    return after;
  }

  private write(tenantId: string, id: string, { role, disabled }: MemberChange, actor: string): Promise<MemberView> {
    return this.db.transaction(async (tx) => {
      // All ADMINs are locked: when two demote each other at the same time, the second one finds that no other is left.
      const users = tx.repository(UserAccount);
      const held = (await users.find({
        select: MEMBER,
        where: [
          { tenantId, role: 'ADMIN' },
          { tenantId, id },
        ],
        order: { id: 'ASC' },
        lock: { mode: 'pessimistic_write' },
      })) as MemberView[];
      const before = held.find((user) => user.id === id);
      if (!before) throw notFound('User');
      for (const one of [before.role, role ?? before.role])
        if (!mayGrant(actor, one)) throw new AppError('FORBIDDEN', `A ${actor} neither makes nor changes a ${one}`);
      const after = { role: role ?? before.role, disabled: disabled ?? before.disabledAt !== null };
      const works = (user: MemberView) => user.role === 'ADMIN' && user.disabledAt === null;
      const others = held.filter((user) => user.id !== id && works(user));
      if (works(before) && (after.role !== 'ADMIN' || after.disabled) && others.length === 0)
        throw new AppError('CONFLICT', 'This is the last ADMIN; make another one first');
      await users.update(
        { tenantId, id },
        {
          role: after.role,
          disabledAt: after.disabled ? () => 'coalesce(disabled_at, now())' : null,
          tokenVersion: () => 'token_version + 1',
        },
      );
      return (await users.findOneOrFail({ select: MEMBER, where: { tenantId, id } })) as MemberView;
    });
  }
}
