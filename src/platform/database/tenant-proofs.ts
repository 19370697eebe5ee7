import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { SystemDatabase } from './system-database.js';

/** Proofs that this server has named the tenant, and not an injected statement; current_tenant() in Postgres checks them. */
@Injectable()
export class TenantProofs {
  private key?: Promise<Buffer>;
  private readonly proofs = new Map<string, string>();

  constructor(private readonly system: SystemDatabase) {}

  async of(tenantId: string): Promise<string> {
    const known = this.proofs.get(tenantId);
    if (known) return known;
    const proof = await this.hash(tenantId.toLowerCase());
    this.proofs.set(tenantId, proof);
    return proof;
  }

  /** Proof that this server has named a user of the tenant; current_person() in Postgres checks it. */
  ofPerson(tenantId: string, userId: string): Promise<string> {
    return this.hash(tenantId.toLowerCase() + userId.toLowerCase());
  }

  private async hash(text: string): Promise<string> {
    const key = await (this.key ??= this.read());
    return createHash('sha256').update(key).update(text).digest('hex');
  }

  private async read(): Promise<Buffer> {
    try {
      const row = await this.system.first<{ key: Buffer }>('SELECT key FROM tenant_proof_key');
      if (!row) throw new Error('tenant_proof_key is empty: no tenant can be proven to Postgres');
      return row.key;
    } catch (error) {
      // The next transaction tries again.
      this.key = undefined;
      throw error;
    }
  }
}
