import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '../database/tenant-database.js';
import { storableText } from '../database/storable-text.js';
import { invalid, notFound } from '../errors/app-error.js';
import { RequestContext } from '../tenancy/context.js';
import { isMailAddress, sameAddress } from './mail-address.js';

export interface SuppressionView {
  address: string;
  reason: 'refused' | 'added';
  detail: string | null;
  messageId: string | null;
  createdBy: string | null;
  createdAt: Date;
}

const VIEW = `address, reason, detail, message_id AS "messageId", created_by AS "createdBy", created_at AS "createdAt"`;
const MAX_DETAIL = 500;

/** Addresses to which the tenant sends no mail: refused by their server, or put here by a person (rules mail 3). */
@Injectable()
export class Suppressions {
  constructor(
    private readonly db: TenantDatabase,
    private readonly context: RequestContext,
  ) {}

  /** Newest first. */
  async list(limit: number, offset: number): Promise<{ suppressions: SuppressionView[]; total: number }> {
    return this.db.transaction(async (tx) => {
      const count = await tx.first<{ total: number }>('SELECT count(*) AS total FROM mail_suppression');
      const suppressions = await tx.rows<SuppressionView>(
        `SELECT ${VIEW} FROM mail_suppression ORDER BY created_at DESC, address LIMIT $1 OFFSET $2`,
        [limit, offset],
      );
      return { suppressions, total: count!.total };
    });
  }

  /** @throws AppError NOT_FOUND */
  async get(address: string): Promise<SuppressionView> {
    const row = await this.find(address);
    if (!row) throw notFound('Suppression');
    return row;
  }

  find(address: string): Promise<SuppressionView | undefined> {
    return this.db.first<SuppressionView>(`SELECT ${VIEW} FROM mail_suppression WHERE address = $1`, [
      storableText(sameAddress(address)),
    ]);
  }

  /** Adds an address; one that is there already stays as it is and is answered. */
  async add(
    address: string,
    reason: 'refused' | 'added',
    detail: string | null,
    messageId: string | null = null,
  ): Promise<SuppressionView> {
    if (!isMailAddress(address)) throw invalid('address', 'address must be exactly one mail address');
    return this.db.transaction(async (tx) => {
      await tx.run(
        `INSERT INTO mail_suppression (tenant_id, address, reason, detail, message_id, created_by)
         VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (tenant_id, address) DO NOTHING`,
        [
          this.context.tenantId,
          sameAddress(address),
          reason,
          detail && storableText(detail, MAX_DETAIL),
          messageId,
          this.context.principal?.userId ?? null,
        ],
      );
      return this.get(address);
    });
  }

  /** Mail may be sent to the address again. @throws AppError NOT_FOUND */
  async remove(address: string): Promise<void> {
    const gone = await this.db.transaction((tx) =>
      tx.run('DELETE FROM mail_suppression WHERE address = $1', [storableText(sameAddress(address))]),
    );
    if (gone === 0) throw notFound('Suppression');
  }
}
