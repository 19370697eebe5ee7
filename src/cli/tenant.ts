import 'reflect-metadata';
import { userInfo } from 'node:os';
import { parseArgs } from 'node:util';
import { type INestApplicationContext, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { isEmail } from 'class-validator';
import { AccountsModule } from '../platform/accounts/accounts.module.js';
import { InvitationsService, type NewInvitation } from '../platform/accounts/invitations.service.js';
import { MembersService } from '../platform/accounts/members.service.js';
import { TenantAccountsService } from '../platform/accounts/tenant-accounts.service.js';
import { AuditModule } from '../platform/audit/audit.module.js';
import { AuditService } from '../platform/audit/audit.service.js';
import { AuthModule, isTenantRole, type TenantRole } from '../platform/auth/index.js';
import { loadConfig } from '../platform/config/config.js';
import { ConfigModule } from '../platform/config/config.module.js';
import { DatabaseModule } from '../platform/database/database.module.js';
import { AppError } from '../platform/errors/app-error.js';
import { TenancyModule } from '../platform/tenancy/tenancy.module.js';

const HELP = `npm run tenant -- …
  create <slug> --name <name> [--admin <e-mail>]   a tenant, and an invitation for its first ADMIN
  invite <slug> <e-mail> [--role ADMIN|MANAGER|STAFF]
  list                                             all tenants
  users <slug>                                     the people of one
  role <slug> <e-mail> ADMIN|MANAGER|STAFF
  disable <slug> [--user <e-mail>]                 a tenant, or one of its people; at once
  enable <slug> [--user <e-mail>]`;

/** The command line is wrong; the message says how. */
class Misuse extends Error {}

const operator = { role: 'OPERATOR' } as const;

type Options = { name?: string; admin?: string; role?: string; user?: string };

/** Runs the command; answers the lines to print. @throws Misuse, AppError */
async function run(app: INestApplicationContext, words: string[], options: Options): Promise<string[]> {
  const [command, slug = '', email = '', role = ''] = words;
  const [tenants, members, invitations] = [
    app.get(TenantAccountsService),
    app.get(MembersService),
    app.get(InvitationsService),
  ];
  const userOf = async (address: string) => {
    const tenant = await tenants.bySlug(slug);
    return { tenant, user: await members.byEmail(tenant.id, address) };
  };
  switch (command) {
    case 'list': {
      const { tenants: all } = await tenants.list(10_000, 0);
      return all.map((one) => `${one.slug}\t${one.name}\t${one.users} users${one.disabledAt ? '\tdisabled' : ''}`);
    }
    case 'users': {
      const { users } = await members.list((await tenants.bySlug(slug)).id, 10_000, 0);
      return users.map((one) => `${one.email}\t${one.role}${one.disabledAt ? '\tdisabled' : ''}`);
    }
    case 'create': {
      if (!/^[a-z0-9-]{2,40}$/.test(slug)) throw new Misuse('The short name must be 2 to 40 of a-z, 0-9 and -');
      if (!options.name?.trim()) throw new Misuse('Say its --name');
      const admin = options.admin === undefined ? undefined : address(options.admin);
      const { id } = await tenants.create({ slug, name: options.name.trim() });
      const lines = [`Tenant ${slug} is there.`];
      return admin ? [...lines, ...told(await invitations.invite(id, admin, 'ADMIN', operator))] : lines;
    }
    case 'invite': {
      const { id } = await tenants.bySlug(slug);
      return told(await invitations.invite(id, address(email), roleOf(options.role ?? 'STAFF'), operator));
    }
    case 'role': {
      const wanted = roleOf(role);
      const { tenant, user } = await userOf(email);
      await members.change(tenant.id, user.id, { role: wanted }, operator.role);
      return [`${user.email} is ${wanted} of ${slug}.`];
    }
    case 'disable':
    case 'enable': {
      const disabled = command === 'disable';
      if (options.user === undefined) {
        await tenants.change((await tenants.bySlug(slug)).id, { disabled });
        return [`Tenant ${slug} is ${command}d.`];
      }
      const { tenant, user } = await userOf(options.user);
      await members.change(tenant.id, user.id, { disabled }, operator.role);
      return [`${user.email} is ${command}d.`];
    }
    default:
      throw new Misuse('Say what to do');
  }
}

function address(text: string): string {
  if (!isEmail(text, { require_tld: false })) throw new Misuse(`"${text}" is no e-mail address`);
  return text;
}

function roleOf(text: string): TenantRole {
  const role = text.toUpperCase();
  if (!isTenantRole(role)) throw new Misuse('The role is ADMIN, MANAGER or STAFF');
  return role;
}

function told({ email, role, link, expiresAt, mailed }: NewInvitation): string[] {
  const how = mailed ? 'A mail with the link is on its way.' : 'No mail was sent; hand the link over yourself.';
  return [`${email} is invited as ${role}, until ${expiresAt.toISOString()}. ${how}`, link];
}

/** Writes to the operators' audit trail which command was run, and by which user of the machine. */
async function note(app: INestApplicationContext, words: string[], options: Options, status: number): Promise<void> {
  const [command, ...target] = words;
  if (command === 'list' || command === 'users') return;
  const name = userInfo().username;
  await app.get(AuditService).record({
    actor: { kind: 'command', role: 'OPERATOR', tenantId: null, id: null, name, apiKeyId: null },
    action: `npm run tenant ${command}`,
    target: { words: target },
    about: [],
    detail: { ...options },
    status,
    requestId: null,
  });
}

const { values, positionals } = parse();
try {
  const config = loadConfig({ ...process.env, ROLES: 'api' });
  // Only the modules that the command needs, so that it starts fast and needs no Redis.
  @Module({
    imports: [ConfigModule.forRoot(config), TenancyModule, DatabaseModule, AuthModule, AuditModule, AccountsModule],
  })
  class TenantCommand {}
  const app = await NestFactory.createApplicationContext(TenantCommand, { logger: ['error', 'fatal'] });
  try {
    const lines = await run(app, positionals, values).catch(async (error: unknown) => {
      if (error instanceof AppError) await note(app, positionals, values, error.status);
      throw error;
    });
    await note(app, positionals, values, 200);
    for (const line of lines) console.log(line);
  } finally {
    await app.close();
  }
  process.exit(0);
} catch (error) {
  console.error(error instanceof Misuse ? `${error.message}.\n\n${HELP}` : (error as Error).message);
  process.exit(1);
}

function parse(): { values: Options; positionals: string[] } {
  const text = { type: 'string' } as const;
  try {
    return parseArgs({ allowPositionals: true, options: { name: text, admin: text, role: text, user: text } });
  } catch (error) {
    console.error(`${(error as Error).message}\n\n${HELP}`);
    process.exit(1);
  }
}
