import { Injectable } from '@nestjs/common';
import { v7 as newId } from 'uuid';
import { JobsService } from '../../../jobs/index.js';
import { AllTenants } from '../../../platform/database/all-tenants.js';
import { TenantDatabase } from '../../../platform/database/tenant-database.js';
import { SealedColumns } from '../../../platform/secrets/sealed-columns.js';
import { SecretBox, type SecretPlace } from '../../../platform/secrets/secret-box.js';
import { RequestContext } from '../../../platform/tenancy/context.js';
import { EndPermission } from './end-permission.job.js';

const PURPOSE = 'ended-permission';

/** What is kept of a permission: the token, and the address at Google that it is for. */
export interface EndedPermission {
  token: string;
  /** Absent: of a release that did not keep it. */
  address?: string;
}

/**
 * Permissions whose accounts are deleted, and whose end Google has not heard of yet: encrypted, and nothing of the user, who may be gone
 * as well.
 */
@Injectable()
export class EndedPermissions {
  constructor(
    private readonly db: TenantDatabase,
    private readonly tenants: AllTenants,
    private readonly context: RequestContext,
    private readonly box: SecretBox,
    private readonly jobs: JobsService,
    columns: SealedColumns,
  ) {
    columns.add({ table: 'ended_permission', column: 'token_sealed', purpose: PURPOSE });
  }

  /**
   * Whether another account here lives on what this address has allowed: Google knows us as one application, and ends all of it
   * together, for whichever user and tenant it was given.
   * @param accountId not this one
   */
  isShared(address: string, accountId: string | null = null): Promise<boolean> {
    const condition = `source = 'google' AND name = $1 AND state = 'active' AND id IS DISTINCT FROM $2::uuid`;
    return this.tenants.any('calendar_account', condition, [address, accountId]);
  }

  /** Keeps the permission, and the job that takes it back, in the transaction that deletes the account. */
  keep(permission: EndedPermission): Promise<void> {
    return this.db.transaction(async (tx) => {
      const id = newId();
      await tx.run('INSERT INTO ended_permission (id, token_sealed) VALUES ($1, $2)', [
        id,
        this.box.seal(JSON.stringify(permission), this.place(id)),
      ]);
      await this.jobs.enqueue(EndPermission, { permissionId: id });
    });
  }

  /** Undefined once Google knows. @throws SecretError */
  async find(id: string): Promise<EndedPermission | undefined> {
    const row = await this.db.first<{ sealed: string }>(
      'SELECT token_sealed AS sealed FROM ended_permission WHERE id = $1',
      [id],
    );
    const text = row && this.box.open(row.sealed, this.place(id));
    return text?.startsWith('{') ? (JSON.parse(text) as EndedPermission) : text === undefined ? text : { token: text };
  }

  async forget(id: string): Promise<void> {
    await this.db.transaction((tx) => tx.run('DELETE FROM ended_permission WHERE id = $1', [id]));
  }

  private place(id: string): SecretPlace {
    return { purpose: PURPOSE, tenantId: this.context.tenantId, id };
  }
}
