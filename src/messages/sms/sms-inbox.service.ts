import { Injectable } from '@nestjs/common';
import { PersonalDatabase } from '../../platform/database/personal-database.js';
import { SecretBox } from '../../platform/secrets/secret-box.js';
import { maskedNumber } from '../../platform/sms/phone-number.js';
import { SmsClient } from '../../platform/sms/sms.client.js';
import type { SmsState } from '../../platform/sms/sms-status.js';
import { RequestContext } from '../../platform/tenancy/context.js';

export interface SmsView {
  id: string;
  purpose: string;
  number: string;
  text: string | null;
  state: SmsState;
  route: 'provider' | 'inbox' | null;
  encoding: string;
  segments: number;
  error: string | null;
  createdAt: Date;
  settledAt: Date | null;
}

/** Purpose of messages whose text proves that its reader has the number. */
export const CODE = 'code';

type Row = Omit<SmsView, 'number' | 'text'> & { number: string; body: string };

/** A user's own SMS: the inbox of a server without a provider, or with the demo's stand-in. */
@Injectable()
export class SmsInbox {
  constructor(
    private readonly db: PersonalDatabase,
    private readonly box: SecretBox,
    private readonly context: RequestContext,
    private readonly client: SmsClient,
  ) {}

  /** Newest first. */
  async list(limit: number, cursor?: string): Promise<{ messages: SmsView[]; nextCursor: string | null }> {
    const rows = await this.db.rows<Row>(`${SELECT} WHERE $2::uuid IS NULL OR id < $2 ORDER BY id DESC LIMIT $1`, [
      limit + 1,
      cursor ?? null,
    ]);
    const page = rows.slice(0, limit).map((row) => this.view(row));
    return { messages: page, nextCursor: rows.length > limit ? page.at(-1)!.id : null };
  }

  /** One message of the user who acts. */
  async get(id: string): Promise<SmsView | undefined> {
    const row = await this.db.first<Row>(`${SELECT} WHERE id = $1`, [id]);
    return row && this.view(row);
  }

  private view({ number, body, ...row }: Row): SmsView {
    const { tenantId, userId } = this.context;
    const place = { tenantId, userId, id: row.id };
    // Who may read it here without having the number proves nothing by it.
    const shown = row.purpose !== CODE || row.route === 'inbox' || !this.client.reachesTelephones;
    return {
      ...row,
      number: maskedNumber(this.box.open(number, { purpose: 'sms-number', ...place })),
      text: shown ? this.box.open(body, { purpose: 'sms-body', ...place }) : null,
    };
  }
}

const SELECT = `SELECT id, purpose, number_sealed AS number, body_sealed AS body, state, route, encoding, segments, error,
  created_at AS "createdAt", settled_at AS "settledAt" FROM sms_message`;
