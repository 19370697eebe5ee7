import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '../../../platform/database/tenant-database.js';
import { notFound } from '../../../platform/errors/app-error.js';
import { WITH_BALANCE } from '../../statements/balance.sql.js';

const MOST_SHOWN = 500;

export interface PortalStatement {
  id: string;
  number: string;
  version: number;
  from: string;
  to: string;
  currency: string;
  netMinor: number;
  closingMinor: number;
  /** Still to be paid out; of one that is paid, what was. */
  payableMinor: number;
  paid: boolean;
  /** Number of the later one with which its closing is paid; null: none. */
  goesOnTo: string | null;
}

export interface PortalAgreement {
  listing: string;
  feePercent: string;
  feeBase: string;
  from: string;
  to: string | null;
}

/** What an owner sees by its link. */
export interface OwnerPortal {
  owner: { name: string; locale: string };
  manager: string;
  /** Latest period first. */
  statements: PortalStatement[];
  /** By listing, the latest first. */
  agreements: PortalAgreement[];
}

const OWNER = `
  SELECT o.name, o.locale, (SELECT s.manager_name FROM statement_settings s WHERE s.tenant_id = o.tenant_id) AS manager
  FROM owner o WHERE o.id = $1`;

const SHOWN = `s.state IN ('final', 'sent', 'paid')`;

const STATEMENTS = `
  SELECT s.id, s.number, s.version, s.period_from::text AS "from", s.period_to::text AS "to", s.currency, s.net_minor AS "netMinor",
         s.closing_minor AS "closingMinor", s.state = 'paid' AS paid,
         CASE WHEN s.state = 'paid' THEN greatest(0, s.closing_minor - s.reserve_minor) ELSE own.left_minor END AS "payableMinor",
         CASE WHEN s.state <> 'paid' THEN later.number END AS "goesOnTo"
  FROM statement s ${WITH_BALANCE}
  WHERE s.owner_id = $1 AND ${SHOWN} ORDER BY s.period_from DESC, s.id DESC LIMIT ${MOST_SHOWN}`;

const AGREEMENTS = `
  SELECT l.name AS listing, a.terms->>'feePercent' AS "feePercent", a.terms->>'feeBase' AS "feeBase",
         lower(a.valid)::text AS "from", (upper(a.valid) - 1)::text AS "to"
  FROM agreement a JOIN listing l ON l.tenant_id = a.tenant_id AND l.id = a.listing_id
  WHERE a.owner_id = $1 ORDER BY l.name, lower(a.valid) DESC LIMIT ${MOST_SHOWN}`;

/** Reads what an owner may see: statements that are final, and what was agreed. */
@Injectable()
export class OwnerPortals {
  constructor(private readonly db: TenantDatabase) {}

  read(ownerId: number): Promise<OwnerPortal> {
    return this.db.transaction(async (tx) => {
      const row = await tx.first<{ name: string; locale: string; manager: string | null }>(OWNER, [ownerId]);
      const { name, locale, manager } = row!;
      return {
        owner: { name, locale },
        manager: manager ?? '',
        statements: await tx.rows<PortalStatement>(STATEMENTS, [ownerId]),
        agreements: await tx.rows<PortalAgreement>(AGREEMENTS, [ownerId]),
      };
    });
  }

  /** @throws AppError NOT_FOUND for a statement of somebody else, or one that is not final */
  async assertShown(ownerId: number, statementId: string): Promise<void> {
    const found = await this.db.first(`SELECT 1 FROM statement s WHERE s.id = $1 AND s.owner_id = $2 AND ${SHOWN}`, [
      statementId,
      ownerId,
    ]);
    if (!found) throw notFound('Statement');
  }
}
