import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '../../platform/database/tenant-database.js';
import { notFound } from '../../platform/errors/app-error.js';
import { DeliveriesRepository } from './deliveries.repository.js';
import type { RunRecipientsResponse, StatementRecipientResponse } from './delivery.dto.js';

/** Owners of each list in one answer; the counts are of all. */
export const MOST_LISTED = 500;

interface Row {
  ownerId: number;
  owner: string;
  email: string | null;
  mailTrouble: string | null;
  /** Final ones that a mail would be written for. */
  due: number;
  /** On their way, or sent, to the address that the owner has. */
  already: number;
  notFinal: number;
}

/** To whom the statements of a run would go, before they are sent. */
@Injectable()
export class Recipients {
  constructor(
    private readonly db: TenantDatabase,
    private readonly deliveries: DeliveriesRepository,
  ) {}

  /** @throws AppError NOT_FOUND */
  ofRun(runJobId: string): Promise<RunRecipientsResponse> {
    return this.db.transaction(async (tx) => {
      if (!(await this.deliveries.isRun(runJobId))) throw notFound('Run');
      const rows = await tx.rows<Row>(RECIPIENTS, [await this.deliveries.idsOf(runJobId)]);
      const due = rows.filter((row) => row.due > 0);
      const [reached, none] = [due.filter(({ email }) => email), due.filter(({ email }) => !email)];
      const sum = (some: readonly Row[], of: 'due' | 'already' | 'notFinal') =>
        some.reduce((count, row) => count + row[of], 0);
      return {
        statements: sum(reached, 'due'),
        owners: reached.length,
        recipients: reached.slice(0, MOST_LISTED).map(toRecipient),
        statementsWithoutAddress: sum(none, 'due'),
        ownersWithoutAddress: none.length,
        withoutAddress: none.slice(0, MOST_LISTED).map(toRecipient),
        alreadySent: sum(rows, 'already'),
        notFinal: sum(rows, 'notFinal'),
      };
    });
  }
}

function toRecipient({ ownerId, owner, email, mailTrouble, due }: Row): StatementRecipientResponse {
  return { ownerId, owner, email, mailTrouble, statements: due };
}

/** As StatementSending.send decides, by owner. $1: statements. */
const RECIPIENTS = `
  SELECT o.id AS "ownerId", o.name AS owner, o.email, o.mail_trouble AS "mailTrouble",
    count(*) FILTER (WHERE s.state IN ('final', 'sent', 'paid') AND d.there IS NOT TRUE)::int AS due,
    count(*) FILTER (WHERE s.state IN ('final', 'sent', 'paid') AND d.there)::int AS already,
    count(*) FILTER (WHERE s.state IN ('draft', 'review'))::int AS "notFinal"
  FROM statement s JOIN owner o ON o.id = s.owner_id
  LEFT JOIN LATERAL (
    SELECT state IN ('queued', 'sent') AND to_address = o.email AS there FROM statement_delivery
    WHERE statement_id = s.id ORDER BY attempt DESC LIMIT 1) d ON true
  WHERE s.id = ANY ($1::uuid[]) GROUP BY o.id ORDER BY o.name, o.id`;
