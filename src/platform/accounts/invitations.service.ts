import { createHash, randomBytes } from 'node:crypto';
import { Injectable, Logger } from '@nestjs/common';
import { IsNull, Raw } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { hashPassword, mayGrant, sameEmail, type TenantRole, UserAccount } from '../auth/index.js';
import { Config } from '../config/config.js';
import { violates } from '../database/postgres-error.js';
import { SystemDatabase } from '../database/system-database.js';
import { AppError, notFound } from '../errors/app-error.js';
import { MailClient } from '../mail/mail.client.js';
import type { Principal } from '../tenancy/context.js';
import { Invitation } from './invitation.entity.js';

export interface InvitationView {
  id: string;
  email: string;
  role: TenantRole;
  createdAt: Date;
  expiresAt: Date;
}

export interface NewInvitation extends InvitationView {
  /** Where it is accepted; holds the token, which is stored nowhere. */
  link: string;
  /** Whether the mail server has taken a mail with the link. */
  mailed: boolean;
}

/** The account that was just made. */
export interface Accepted {
  id: string;
  email: string;
  role: TenantRole;
  tenantId: string;
  tenant: string;
}

interface Open extends Omit<Accepted, 'id'> {
  id: string;
  invitedBy: string | null;
  inviterRole: string | null;
  inviterWorks: boolean;
  keyWorks: boolean;
}

/** Who invites: a user, a key, or the command on the server. */
export type Inviter = Pick<Principal, 'role' | 'userId' | 'subject' | 'apiKeyId' | 'expiresAt'>;

const DAYS = 7;
const VIEW = { id: true, email: true, role: true, createdAt: true, expiresAt: true } as const;
/** It can still be accepted. */
const OPEN = { acceptedAt: IsNull(), revokedAt: IsNull(), expiresAt: Raw((column) => `${column} > now()`) };
/** Page on which an invitation is accepted. */
const INVITATION_PAGE = '/api/v1/invitations/page';

/** Invitations into a tenant: a link that works once, for a week, and of which only the hash is kept. */
@Injectable()
export class InvitationsService {
  private readonly logger = new Logger('Invitations');

  constructor(
    private readonly db: SystemDatabase,
    private readonly mail: MailClient,
    private readonly config: Config,
  ) {}

  /**
   * Invites an address; an open invitation of it is revoked. The answer does not say whether it has an account elsewhere.
   * @throws AppError NOT_FOUND (tenant); FORBIDDEN above the inviter's own role, and to who has no account here; CONFLICT for one of the
   *   tenant's users.
   */
  async invite(tenantId: string, email: string, role: TenantRole, by: Inviter): Promise<NewInvitation> {
    if (!mayGrant(by.role, role)) throw new AppError('FORBIDDEN', `A ${by.role} does not invite a ${role}`);
    // Whether the inviter still may is looked at when the invitation is accepted, and here nobody knows that of a person of the provider's.
    if (by.subject !== undefined)
      throw new AppError('FORBIDDEN', 'Only users of this server invite; the identity provider lets its own people in');
    const token = randomBytes(32).toString('base64url');
    // Invitations made with a key expire with the key. Those made in a session outlast the session.
    const end = by.apiKeyId ? (by.expiresAt ?? null) : null;
    const made = await this.db
      .transaction(async (tx) => {
        const tenant = await tx.first<{ name: string }>(
          'SELECT name FROM tenant WHERE id = $1 AND disabled_at IS NULL FOR SHARE',
          [tenantId],
        );
        if (!tenant) throw notFound('Tenant');
        const sameAddress = { tenantId, email: sameEmail(email) };
        if (await tx.repository(UserAccount).existsBy(sameAddress))
          throw new AppError('CONFLICT', `${email} is a user already`);
        const earlier = { ...sameAddress, acceptedAt: IsNull(), revokedAt: IsNull() };
        await tx.repository(Invitation).update(earlier, { revokedAt: () => 'now()' });
        const row = await tx.first<InvitationView>(
          `INSERT INTO invitation (id, tenant_id, email, role, hash, invited_by, made_by, expires_at)
           VALUES ($1, $2, $3, $4, $5, $6, $7, least(now() + interval '${DAYS} days', $8))
           RETURNING id, email, role, created_at AS "createdAt", expires_at AS "expiresAt"`,
          [uuidv7(), tenantId, email, role, digest(token), by.userId ?? null, by.apiKeyId ?? null, end],
        );
        return { ...row!, tenant: tenant.name };
      })
      .catch((error: unknown) => {
        if (violates(error, 'invitation_open_key'))
          throw new AppError('CONFLICT', 'The address is being invited just now');
        throw error;
      });
    const { tenant, ...view } = made;
    const link = `${this.config.publicUrl}${INVITATION_PAGE}#${token}`;
    return { ...view, link, mailed: await this.send(view, tenant, link) };
  }

  /** Open ones, newest first. */
  async list(
    tenantId: string,
    limit: number,
    offset: number,
  ): Promise<{ invitations: InvitationView[]; total: number }> {
    const [invitations, total] = await this.db.repository(Invitation).findAndCount({
      select: VIEW,
      where: { tenantId, ...OPEN },
      order: { createdAt: 'DESC', id: 'DESC' },
      take: limit,
      skip: offset,
    });
    return { invitations, total };
  }

  /** Takes an open one back. @throws AppError NOT_FOUND */
  async revoke(tenantId: string, id: string): Promise<void> {
    const open = { tenantId, id, ...OPEN };
    const { affected } = await this.db.repository(Invitation).update(open, { revokedAt: () => 'now()' });
    if (affected === 0) throw notFound('Invitation');
  }

  /**
   * Makes the account an invitation is for.
   * @throws AppError NOT_FOUND for one that was used, taken back or is over, or whose inviter may no longer give this role;
   *   CONFLICT when the address has an account.
   */
  async accept(token: string, password: string): Promise<Accepted> {
    // Checked before the password is hashed, which is expensive.
    await this.find(this.db, token);
    const passwordHash = await hashPassword(password);
    try {
      return await this.db.transaction(async (tx) => {
        const invitation = await this.find(tx, token, 'FOR UPDATE OF i');
        const id = uuidv7();
        const { tenantId, tenant, email, role } = invitation;
        await tx.repository(UserAccount).insert({ id, tenantId, email, passwordHash, role });
        await tx.repository(Invitation).update(invitation.id, { acceptedAt: () => 'now()' });
        return { id, email, role, tenantId, tenant };
      });
    } catch (error) {
      if (violates(error, 'app_user_email_key')) throw new AppError('CONFLICT', 'This address has an account already');
      throw error;
    }
  }

  private async find(db: Pick<SystemDatabase, 'first'>, token: string, lock = ''): Promise<Open> {
    const found = await db.first<Open>(
      `SELECT i.id, i.email, i.role, i.tenant_id AS "tenantId", t.slug AS tenant, i.invited_by AS "invitedBy",
              u.role AS "inviterRole", u.id IS NOT NULL AND u.disabled_at IS NULL AS "inviterWorks",
              i.made_by IS NULL OR (k.id IS NOT NULL AND k.revoked_at IS NULL) AS "keyWorks"
       FROM invitation i JOIN tenant t ON t.id = i.tenant_id AND t.disabled_at IS NULL
       LEFT JOIN app_user u ON u.id = i.invited_by LEFT JOIN api_key k ON k.id = i.made_by
       WHERE i.hash = $1 AND i.accepted_at IS NULL AND i.revoked_at IS NULL AND i.expires_at > now() ${lock}`,
      [digest(token)],
    );
    const stands =
      found?.keyWorks && (found.invitedBy === null || (found.inviterWorks && mayGrant(found.inviterRole!, found.role)));
    if (!found || !stands) throw notFound('Invitation');
    return found;
  }

  private async send({ id, email, role }: InvitationView, tenant: string, link: string): Promise<boolean> {
    if (!this.mail.configured) return false;
    const text = `You are invited to work for ${tenant} on Nightshift, as ${role}.

Choose a password here, within ${DAYS} days:
${link}

If you did not expect this, nothing happens unless you open it.
`;
    try {
      await this.mail.send({ to: email, subject: `Invitation to ${tenant}`, text, idempotencyKey: `invitation ${id}` });
      return true;
    } catch (error) {
      // The inviter has the link from the answer, which also says that no mail was sent.
      this.logger.warn(`an invitation was not mailed: ${(error as Error).message}`);
      return false;
    }
  }
}

function digest(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
