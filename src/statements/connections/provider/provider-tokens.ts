import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '../../../platform/database/tenant-database.js';
import { SealedColumns } from '../../../platform/secrets/sealed-columns.js';
import { SecretBox } from '../../../platform/secrets/secret-box.js';
import { ProviderError } from './provider-error.js';
import type { ProviderSession } from './provider-session.js';

export interface IssuedToken {
  token: string;
  expiresInSeconds: number;
}
interface TokenRow {
  token: string | null;
  expired: boolean;
  asked: number;
}

/** How long one process may take to get a token before another tries. */
const CLAIM_SECONDS = 60;
/** A token is replaced so long before its end. */
const MARGIN_SECONDS = 60;
/** How often a process looks whether the one that asks has got the token, ms. */
const LOOK_MS = 200;

/**
 * Access tokens of connections, kept encrypted: they last a day, and a provider gives a few of them. However many processes need a
 * new one, one of them asks and the others wait for what it gets.
 */
@Injectable()
export class ProviderTokens {
  private readonly asking = new Map<string, Promise<string>>();

  constructor(
    private readonly db: TenantDatabase,
    private readonly box: SecretBox,
    columns: SealedColumns,
  ) {
    columns.add({ table: 'provider_connection', column: 'token', purpose: 'connection-token' });
  }

  /**
   * The connection's token.
   * @param refused one that the provider does not take any more, although its time is not up
   * @param most tokens a day that the provider gives
   * @throws ProviderError token_limit, or what `issue` throws
   */
  async get(
    session: ProviderSession,
    most: number,
    issue: () => Promise<IssuedToken>,
    refused?: string,
  ): Promise<string> {
    const kept = await this.kept(session);
    if (kept !== null && kept !== refused) return kept;
    const key = `${session.tenantId} ${session.connectionId}`;
    const running = this.asking.get(key);
    if (running) return running;
    const asking = this.renew(session, most, issue, refused).finally(() => this.asking.delete(key));
    this.asking.set(key, asking);
    return asking;
  }

  private async renew(
    session: ProviderSession,
    most: number,
    issue: () => Promise<IssuedToken>,
    refused?: string,
  ): Promise<string> {
    const { connectionId: id } = session;
    for (let looks = 0; looks < (2 * CLAIM_SECONDS * 1_000) / LOOK_MS; looks++) {
      const kept = await this.kept(session);
      if (kept !== null && kept !== refused) return kept;
      if (await this.db.first(CLAIM, [id, most])) return this.issued(session, issue);
      const row = await this.row(id);
      if (row !== undefined && row.asked >= most)
        throw new ProviderError('token_limit', `the provider gives ${most} tokens a day, and they are used up`);
      await sleep(LOOK_MS);
    }
    throw new ProviderError('unavailable', 'no token came');
  }

  private async issued(session: ProviderSession, issue: () => Promise<IssuedToken>): Promise<string> {
    const { connectionId: id } = session;
    try {
      const { token, expiresInSeconds } = await issue();
      await this.db.rows(
        `UPDATE provider_connection SET token = $2, token_claimed_until = NULL,
           token_expires_at = clock_timestamp() + make_interval(secs => $3::float8) WHERE id = $1`,
        [id, this.box.seal(token, this.place(session)), expiresInSeconds],
      );
      return token;
    } catch (error) {
      await this.db.rows('UPDATE provider_connection SET token_claimed_until = NULL WHERE id = $1', [id]);
      throw error;
    }
  }

  private async kept(session: ProviderSession): Promise<string | null> {
    const row = await this.row(session.connectionId);
    if (!row) throw new ProviderError('unavailable', 'the connection is gone');
    return row.token === null || row.expired ? null : this.box.open(row.token, this.place(session));
  }

  private row(id: string): Promise<TokenRow | undefined> {
    return this.db.first<TokenRow>(
      `SELECT token, token_expires_at < clock_timestamp() + interval '${MARGIN_SECONDS} s' AS expired,
         (SELECT count(*)::int FROM unnest(tokens_asked_at) AS at WHERE at > clock_timestamp() - interval '24 h') AS asked
       FROM provider_connection WHERE id = $1`,
      [id],
    );
  }

  private place({ tenantId, connectionId }: ProviderSession) {
    return { purpose: 'connection-token', tenantId, id: connectionId };
  }
}

/** One process takes the claim, unless today's tokens are used up. */
const CLAIM = `
  UPDATE provider_connection c SET token_claimed_until = clock_timestamp() + interval '${CLAIM_SECONDS} s',
    tokens_asked_at = ARRAY(SELECT at FROM unnest(tokens_asked_at) AS at WHERE at > clock_timestamp() - interval '24 h'
      UNION ALL SELECT clock_timestamp())
  WHERE id = $1 AND (token_claimed_until IS NULL OR token_claimed_until < clock_timestamp())
    AND (SELECT count(*) FROM unnest(tokens_asked_at) AS at WHERE at > clock_timestamp() - interval '24 h') < $2
  RETURNING id`;
