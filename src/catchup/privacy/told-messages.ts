import { Injectable } from '@nestjs/common';
import { SmsInbox } from '../../messages/index.js';
import { PersonalDatabase } from '../../platform/database/personal-database.js';
import { RequestContext } from '../../platform/tenancy/context.js';
import type { ExportPage } from './personal-tables.js';

/** Mails that CatchUp writes to its user: they name her contacts, or her. */
export const MAILS = ['catchup-digest', 'catchup-notice', 'calendar-account-paused'];

const OWN_MAILS = `
  SELECT m.id, m.template, m.to_address AS "to", m.subject, m.body_text AS text, m.state, m.created_at AS "createdAt"
  FROM mail_message m
  WHERE (m.person_id = $1 OR (m.template = ANY ($2::text[])
      AND lower(m.to_address) = (SELECT lower(u.email) FROM app_user u WHERE u.id = $1)))
    AND ($3::uuid IS NULL OR m.id > $3)
  ORDER BY m.id LIMIT $4`;

/** What the user who acts was told, in clear: the texts of her SMS and of the mails that CatchUp wrote to her. */
@Injectable()
export class ToldMessages {
  constructor(
    private readonly db: PersonalDatabase,
    private readonly context: RequestContext,
    private readonly inbox: SmsInbox,
  ) {}

  async sms(most: number, after: string[] | null): Promise<ExportPage> {
    const { messages, nextCursor } = await this.inbox.list(most, after?.[0]);
    return { rows: messages.map((one) => JSON.stringify(one)), key: nextCursor === null ? null : [nextCursor] };
  }

  async mails(most: number, after: string[] | null): Promise<ExportPage> {
    const rows = await this.db.rows<{ id: string }>(OWN_MAILS, [this.context.userId, MAILS, after?.[0] ?? null, most]);
    const last = rows.at(-1);
    return { rows: rows.map((row) => JSON.stringify(row)), key: last ? [last.id] : null };
  }
}
