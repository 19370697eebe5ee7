import { Injectable, type OnModuleInit } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { APP_ROLE, SYSTEM_ROLE } from './data-source.js';
import { excessRights } from './role-powers.sql.js';
import { SYSTEM } from './system-database.js';

/**
 * Refuses to boot if an SQL injection could gain more rights than those of the role a connection works as. RESET ROLE leads
 * back to the role that logged in, so that role is checked, with every role it is a member of.
 */
@Injectable()
export class RoleCheck implements OnModuleInit {
  constructor(
    @InjectDataSource() private readonly app: DataSource,
    @InjectDataSource(SYSTEM) private readonly system: DataSource,
  ) {}

  async onModuleInit(): Promise<void> {
    await refuseTooMuch(this.app, APP_ROLE);
    await refuseTooMuch(this.system, SYSTEM_ROLE);
  }
}

async function refuseTooMuch(dataSource: DataSource, role: string): Promise<void> {
  const rows = await dataSource.query<{ who: string; can: string }[]>(excessRights(role));
  if (rows.length === 0) return;
  const who = rows[0]!.who;
  throw new Error(
    `Postgres lets ${who}, who logs in for ${role}, do more than row-level security may bind: ${rows.map(({ can }) => can).join(', ')}. ` +
      `Run npm run migrate, which prepares roles that may do less; if it has run, take these rights from ${who}, or from PUBLIC`,
  );
}
