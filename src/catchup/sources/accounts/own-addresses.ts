import { Injectable } from '@nestjs/common';
import { PersonalDatabase } from '../../../platform/database/personal-database.js';
import { SecretError } from '../../../platform/secrets/key-ring.js';
import { RequestContext } from '../../../platform/tenancy/context.js';
import { ownIn } from '../caldav/caldav-login.js';
import { AccountSecrets } from './account-secrets.js';

interface Row {
  email: string;
  id: string | null;
  source: 'google' | 'caldav' | null;
  name: string | null;
  sealed: string | null;
}

/** Calendar files do not say whose they are: her answer to an invitation is found by her addresses. */
@Injectable()
export class OwnAddresses {
  constructor(
    private readonly db: PersonalDatabase,
    private readonly context: RequestContext,
    private readonly secrets: AccountSecrets,
  ) {}

  /** Of the user who acts, in lower case: by which she logs in here, her accounts at Google, what her CalDAV servers name. */
  async mine(): Promise<Set<string>> {
    const { tenantId, userId } = this.context;
    const rows = await this.db.rows<Row>(ADDRESSES, [userId]);
    const found = new Set<string>();
    for (const { email, id, source, name, sealed } of rows) {
      found.add(email.toLowerCase());
      if (source === 'google') found.add(name!.toLowerCase());
      if (sealed !== null) for (const one of this.opened({ id: id!, tenantId, userId }, sealed)) found.add(one);
    }
    return found;
  }

  private opened(account: { id: string; tenantId: string; userId: string }, sealed: string): string[] {
    try {
      return ownIn(this.secrets.open(account, 'server_url', sealed));
    } catch (error) {
      // Trouble of that account, which is told when it is read itself.
      if (!(error instanceof SecretError)) throw error;
      return [];
    }
  }
}

const ADDRESSES = `
  SELECT u.email, a.id, a.source, a.name, CASE WHEN a.source = 'caldav' THEN a.server_url_sealed END AS sealed
  FROM app_user u
  LEFT JOIN calendar_account a ON a.tenant_id = u.tenant_id AND a.user_id = u.id AND a.source IN ('google', 'caldav')
  WHERE u.id = $1`;
