import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { SystemDatabase } from '../database/system-database.js';
import type { Role } from '../tenancy/context.js';
import { hashPassword, verifyPassword } from './passwords.js';
import { sameEmail, UserAccount } from './user.entity.js';

export interface User {
  id: string;
  email: string;
  role: Role;
  tenantId: string | null;
  tenant: string | null;
  /** Version of the user's sessions; tokens of an earlier one are void. */
  tokenVersion?: number;
}

const USER = `u.id, u.email, u.role, u.tenant_id AS "tenantId", t.slug AS tenant, u.token_version AS "tokenVersion"`;

export interface NewUser {
  /** Null for an OPERATOR and for nobody else. */
  tenantId: string | null;
  email: string;
  password: string;
  role: Role;
}

interface UserRow extends User {
  passwordHash: string;
}

/** People who log in, and the tenants they belong to. They are read before a tenant is known, therefore as the system. */
@Injectable()
export class UsersService {
  constructor(private readonly db: SystemDatabase) {}

  /** The user when e-mail and password fit, else undefined; an unknown e-mail takes as long as a wrong password. */
  async authenticate(email: string, password: string): Promise<User | undefined> {
    const row = await this.db.first<UserRow>(
      `SELECT ${USER}, u.password_hash AS "passwordHash"
       FROM app_user u LEFT JOIN tenant t ON t.id = u.tenant_id
       WHERE lower(u.email) = lower($1) AND u.disabled_at IS NULL AND t.disabled_at IS NULL`,
      [email],
    );
    if (!(await verifyPassword(row?.passwordHash, password)) || !row) return undefined;
    const { passwordHash: _, ...user } = row;
    return user;
  }

  /** Changes the user's password and ends all sessions. Undefined when the present password is wrong. */
  async changePassword(email: string, present: string, next: string): Promise<User | undefined> {
    const user = await this.authenticate(email, present);
    if (!user) return undefined;
    const row = await this.db.first<{ tokenVersion: number }>(
      `UPDATE app_user SET password_hash = $2, token_version = token_version + 1
       WHERE id = $1 AND token_version = $3 AND disabled_at IS NULL RETURNING token_version AS "tokenVersion"`,
      [user.id, await hashPassword(next), user.tokenVersion],
    );
    return row && { ...user, ...row };
  }

  /** The account an e-mail belongs to, disabled or not. */
  account(email: string): Promise<UserAccount | null> {
    return this.db.repository(UserAccount).findOneBy({ email: sameEmail(email) });
  }

  /** Adds a user, or gives the one with this e-mail a new password. */
  async put(user: NewUser): Promise<{ id: string }> {
    const row = await this.db.first<{ id: string }>(
      `INSERT INTO app_user (id, tenant_id, email, password_hash, role) VALUES ($1, $2, $3, $4, $5)
       ON CONFLICT (lower(email)) DO UPDATE SET password_hash = excluded.password_hash,
         token_version = app_user.token_version + 1 RETURNING id`,
      [uuidv7(), user.tenantId, user.email, await hashPassword(user.password), user.role],
    );
    return row!;
  }

  /** Adds a user. */
  async create({ password, ...user }: NewUser): Promise<{ id: string }> {
    const id = uuidv7();
    await this.db.repository(UserAccount).insert({ id, ...user, passwordHash: await hashPassword(password) });
    return { id };
  }

  /** The user as stored now; undefined once the user or the tenant is disabled, so that their tokens end at once. */
  find(id: string): Promise<User | undefined> {
    return this.db.first<User>(
      `SELECT ${USER} FROM app_user u LEFT JOIN tenant t ON t.id = u.tenant_id
       WHERE u.id = $1 AND u.disabled_at IS NULL AND t.disabled_at IS NULL`,
      [id],
    );
  }

  /** @param tenant `demo`: its people are shown around */
  async createTenant(tenant: { slug: string; name: string; demo?: boolean }): Promise<{ id: string }> {
    const id = uuidv7();
    const values = [id, tenant.slug, tenant.name, tenant.demo ?? false];
    await this.db.run('INSERT INTO tenant (id, slug, name, demo) VALUES ($1, $2, $3, $4)', values);
    return { id };
  }

  findTenant(slug: string): Promise<{ id: string; disabledAt: Date | null } | undefined> {
    return this.db.first('SELECT id, disabled_at AS "disabledAt" FROM tenant WHERE slug = $1', [slug]);
  }
}
