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
}
