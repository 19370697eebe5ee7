import { Injectable } from '@nestjs/common';
import { mayGrant, type TenantRole } from '../auth/index.js';
import { SystemDatabase } from '../database/system-database.js';
import { AppError, notFound } from '../errors/app-error.js';

export interface MemberView {
  id: string;
  email: string;
  role: TenantRole;
  createdAt: Date;
  disabledAt: Date | null;
}

export interface MemberChange {
  role?: TenantRole;
  disabled?: boolean;
}

const VIEW = `id, email, role, created_at AS "createdAt", disabled_at AS "disabledAt"`;

/** The people of a tenant, and what they may do. As the system: their rows hold hashes that are no tenant's to read. */
@Injectable()
export class MembersService {
  constructor(private readonly db: SystemDatabase) {}

  /** By e-mail address. */
  async list(tenantId: string, limit: number, offset: number): Promise<{ users: MemberView[]; total: number }> {
    const count = await this.db.first<{ total: number }>(
      'SELECT count(*) AS total FROM app_user WHERE tenant_id = $1',
      [tenantId],
    );
    const users = await this.db.rows<MemberView>(
      `SELECT ${VIEW} FROM app_user WHERE tenant_id = $1 ORDER BY lower(email) LIMIT $2 OFFSET $3`,
      [tenantId, limit, offset],
    );
    return { users, total: count!.total };
  }

  /** @throws AppError NOT_FOUND */
  async byEmail(tenantId: string, email: string): Promise<MemberView> {
    const user = await this.db.first<MemberView>(
      `SELECT ${VIEW} FROM app_user WHERE tenant_id = $1 AND lower(email) = lower($2)`,
      [tenantId, email],
    );
    if (!user) throw notFound('User');
    return user;
  }

  /**
   * Gives a user another role, disables or enables one. Ends the user's sessions; keys follow by themselves, for a key does
   * what its user may.
   * @param actor role of whoever asks
   * @throws AppError NOT_FOUND; FORBIDDEN above the actor's own role; CONFLICT when no ADMIN would be left.
   */
  async change(tenantId: string, id: string, { role, disabled }: MemberChange, actor: string): Promise<MemberView> {
    return this.db.transaction(async (tx) => {
      // All ADMINs are held: of two who demote each other at a time, one finds that it would be the last.
      const held = await tx.rows<MemberView>(
        `SELECT ${VIEW} FROM app_user WHERE tenant_id = $1 AND (role = 'ADMIN' OR id = $2) ORDER BY id FOR UPDATE`,
        [tenantId, id],
      );
      const before = held.find((user) => user.id === id);
      if (!before) throw notFound('User');
      for (const one of [before.role, role ?? before.role])
        if (!mayGrant(actor, one)) throw new AppError('FORBIDDEN', `A ${actor} neither makes nor changes a ${one}`);
      const after = { role: role ?? before.role, disabled: disabled ?? before.disabledAt !== null };
      const works = (user: MemberView) => user.role === 'ADMIN' && user.disabledAt === null;
      const others = held.filter((user) => user.id !== id && works(user));
      if (works(before) && (after.role !== 'ADMIN' || after.disabled) && others.length === 0)
        throw new AppError('CONFLICT', 'This is the last ADMIN; make another one first');
      const user = await tx.first<MemberView>(
        `UPDATE app_user SET role = $3, disabled_at = CASE WHEN $4::boolean THEN coalesce(disabled_at, now()) END,
           token_version = token_version + 1
         WHERE tenant_id = $1 AND id = $2 RETURNING ${VIEW}`,
        [tenantId, id, after.role, after.disabled],
      );
      return user!;
    });
  }
}
