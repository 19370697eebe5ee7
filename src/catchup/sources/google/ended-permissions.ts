import { Injectable } from '@nestjs/common';
import { v7 as newId } from 'uuid';
import { JobsService } from '../../../jobs/index.js';
import { TenantDatabase } from '../../../platform/database/tenant-database.js';
import { SealedColumns } from '../../../platform/secrets/sealed-columns.js';
import { SecretBox, type SecretPlace } from '../../../platform/secrets/secret-box.js';
import { RequestContext } from '../../../platform/tenancy/context.js';
import { EndPermission } from './end-permission.job.js';

const PURPOSE = 'ended-permission';

/**
 * Permissions whose accounts are deleted, and whose end Google has not heard of yet: a token and nothing of whom it was, since the user
 * may be gone as well.
 */
@Injectable()
export class EndedPermissions {
  constructor(
    private readonly db: TenantDatabase,
    private readonly context: RequestContext,
    private readonly box: SecretBox,
    private readonly jobs: JobsService,
    columns: SealedColumns,
  ) {
    columns.add({ table: 'ended_permission', column: 'token_sealed', purpose: PURPOSE });
  }

  /** Keeps the token, and the job that takes it back, in the transaction that deletes the account. */
  keep(token: string): Promise<void> {
    return this.db.transaction(async (tx) => {
      const id = newId();
      await tx.run('INSERT INTO ended_permission (id, token_sealed) VALUES ($1, $2)', [
        id,
        this.box.seal(token, this.place(id)),
      ]);
      await this.jobs.enqueue(EndPermission, { permissionId: id });
    });
  }

  /** Undefined once Google knows. @throws SecretError */
  async token(id: string): Promise<string | undefined> {
    const row = await this.db.first<{ sealed: string }>(
      'SELECT token_sealed AS sealed FROM ended_permission WHERE id = $1',
      [id],
    );
    return row && this.box.open(row.sealed, this.place(id));
  }

  async forget(id: string): Promise<void> {
    await this.db.transaction((tx) => tx.run('DELETE FROM ended_permission WHERE id = $1', [id]));
  }

  private place(id: string): SecretPlace {
    return { purpose: PURPOSE, tenantId: this.context.tenantId, id };
  }
}
