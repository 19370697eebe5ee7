import { Injectable } from '@nestjs/common';
import { SystemDatabase } from './system-database.js';

/**
 * Whether anybody, of whichever tenant, has such a row: for what users of several tenants hold in common outside, as one account at a
 * provider. The answer decides what the server does by itself, and is never told to a user.
 */
@Injectable()
export class AllTenants {
  constructor(private readonly db: SystemDatabase) {}

  /** @param condition with its parameters from $1 on; table and condition are the code's own words */
  async any(table: string, condition: string, parameters: readonly unknown[]): Promise<boolean> {
    return (await this.db.first(`SELECT 1 FROM ${table} WHERE ${condition} LIMIT 1`, [...parameters])) !== undefined;
  }
}
