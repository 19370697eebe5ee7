import { Injectable, type OnModuleInit } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { SYSTEM } from './system-database.js';

/** Refuses to boot on a connection that row-level security does not bind. */
@Injectable()
export class RoleCheck implements OnModuleInit {
  constructor(
    @InjectDataSource() private readonly app: DataSource,
    @InjectDataSource(SYSTEM) private readonly system: DataSource,
  ) {}

  async onModuleInit(): Promise<void> {
    for (const dataSource of [this.app, this.system]) {
      const [role] = await dataSource.query<{ name: string; unbound: boolean }[]>(
        `SELECT rolname AS name, rolsuper OR rolbypassrls AS unbound FROM pg_roles WHERE rolname = current_user`,
      );
      if (!role || role.unbound) throw new Error(`Postgres role ${role?.name} would bypass row-level security`);
    }
  }
}
