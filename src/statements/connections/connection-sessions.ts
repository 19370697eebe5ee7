import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '../../platform/database/tenant-database.js';
import { SecretError } from '../../platform/secrets/key-ring.js';
import { SealedColumns } from '../../platform/secrets/sealed-columns.js';
import { SecretBox } from '../../platform/secrets/secret-box.js';
import { RequestContext } from '../../platform/tenancy/context.js';
import { Connection } from './connection.entity.js';
import { ProviderError } from './provider/provider-error.js';
import type { ProviderSession } from './provider/provider-session.js';

const PURPOSE = 'connection-key';

/** Opens connections: the one place where their keys are readable. */
@Injectable()
export class ConnectionSessions {
  constructor(
    private readonly db: TenantDatabase,
    private readonly context: RequestContext,
    private readonly box: SecretBox,
    columns: SealedColumns,
  ) {
    columns.add({ table: 'provider_connection', column: 'api_key', purpose: PURPOSE });
  }

  /** The key as it is kept. */
  seal(id: string, apiKey: string): string {
    return this.box.seal(apiKey, this.place(id));
  }

  /** Null when there is no such connection. @throws ProviderError unauthorized when its key cannot be read any more */
  async open(id: string, signal?: AbortSignal): Promise<(ProviderSession & { active: boolean }) | null> {
    const row = await this.db.withRepository(Connection, (connections) =>
      connections.createQueryBuilder('c').addSelect('c.apiKey').where('c.id = :id', { id }).getOne(),
    );
    if (!row) return null;
    return {
      connectionId: row.id,
      tenantId: this.context.tenantId,
      provider: row.provider,
      baseUrl: row.baseUrl,
      clientId: row.clientId,
      apiKey: this.key(row),
      source: row.name,
      active: row.active,
      signal,
    };
  }

  private key({ id, apiKey }: Connection): string {
    try {
      return this.box.open(apiKey, this.place(id));
    } catch (error) {
      if (!(error instanceof SecretError)) throw error;
      throw new ProviderError('unauthorized', `the key of the connection cannot be read: ${error.message}`);
    }
  }

  private place(id: string) {
    return { purpose: PURPOSE, tenantId: this.context.tenantId, id };
  }
}
