import { Injectable } from '@nestjs/common';
import { SystemDatabase } from '../database/system-database.js';

/** The tenants of this installation, for work that the platform does for each of them. */
@Injectable()
export class TenantsService {
  constructor(private readonly db: SystemDatabase) {}

  /** Ids of those that are not disabled, oldest first. */
  async ids(): Promise<string[]> {
    const rows = await this.db.rows<{ id: string }>(
      'SELECT id FROM tenant WHERE disabled_at IS NULL ORDER BY created_at, id',
    );
    return rows.map(({ id }) => id);
  }

  /**
   * Whether the tenant is there and not disabled. Routes that need no account ask this before they open anything of a tenant; all others
   * learn it with the credential.
   */
  async isOpen(id: string): Promise<boolean> {
    return (await this.db.first('SELECT FROM tenant WHERE id = $1 AND disabled_at IS NULL', [id])) !== undefined;
  }
}
