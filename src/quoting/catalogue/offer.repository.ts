import { Injectable, type Type } from '@nestjs/common';
import { TenantDatabase } from '../../platform/database/tenant-database.js';
import type { Tx } from '../../platform/database/tx.js';
import { AppError, notFound } from '../../platform/errors/app-error.js';
import type { Level } from './fields.js';
import { Finish } from './finishes/finish.entity.js';
import { Machine } from './machines/machine.entity.js';
import { Material } from './materials/material.entity.js';
import type { CodedDatum } from './master-datum.entity.js';
import { PriceBook } from './price-books/price-book.entity.js';
import { Process } from './processes/process.entity.js';
import { QuotingSettings } from './settings/quoting-settings.entity.js';
import { SETTINGS_MISSING } from './settings/quoting-settings.service.js';

/** What a price is to be made of: codes of the catalogue, and the level of the customer. */
export interface Wanted {
  processes: readonly string[];
  materials: readonly string[];
  finishes: readonly string[];
  level: Level;
}

/** All of the catalogue that a price rests on. Rows by their code. */
export interface Offer {
  settings: QuotingSettings;
  /** In use, of the level or the default one, whatever day they are valid on. */
  books: PriceBook[];
  processes: Map<string, Process>;
  materials: Map<string, Material>;
  finishes: Map<string, Finish>;
  /** Of all processes. */
  machines: Machine[];
}

type Kind = keyof Offer;

/** Row-level security leaves the tenant's rows. */
const OFFER = `
  SELECT 'settings' AS kind, to_jsonb(r) AS row FROM quoting_settings r
  UNION ALL SELECT 'books', to_jsonb(r) FROM price_book r WHERE active AND (level = $4 OR is_default)
  UNION ALL SELECT 'processes', to_jsonb(r) FROM process r WHERE active AND code = ANY ($1::text[])
  UNION ALL SELECT 'materials', to_jsonb(r) FROM material r WHERE active AND code = ANY ($2::text[])
  UNION ALL SELECT 'finishes', to_jsonb(r) FROM finish r WHERE active AND code = ANY ($3::text[])
  UNION ALL SELECT 'machines', to_jsonb(r) FROM (SELECT * FROM machine WHERE active ORDER BY id LIMIT 1000) r`;

/**
 * The catalogue as pricing reads it: one statement, because a quote is priced in the time of a few of them. Rows are edited through
 * MasterDataRepository.
 */
@Injectable()
export class OfferRepository {
  constructor(private readonly db: TenantDatabase) {}

  /** @throws AppError CONFLICT without settings; NOT_FOUND naming the first that is not offered */
  read({ processes, materials, finishes, level }: Wanted): Promise<Offer> {
    return this.db.transaction(async (tx) => {
      const rows = await tx.rows<{ kind: Kind; row: Record<string, unknown> }>(OFFER, [
        ...[processes, materials, finishes].map((codes) => [...new Set(codes)]),
        level,
      ]);
      const of = <E extends object>(kind: Kind, entity: Type<E>): E[] =>
        rows.filter((one) => one.kind === kind).map(({ row }) => hydrated(tx, entity, row));
      const [settings] = of('settings', QuotingSettings);
      if (!settings) throw new AppError('CONFLICT', SETTINGS_MISSING);
      return {
        settings,
        books: of('books', PriceBook),
        processes: byCode('Process', of('processes', Process), processes),
        materials: byCode('Material', of('materials', Material), materials),
        finishes: byCode('Finish', of('finishes', Finish), finishes),
        machines: of('machines', Machine),
      };
    });
  }
}

function byCode<E extends CodedDatum>(what: string, rows: readonly E[], codes: readonly string[]): Map<string, E> {
  const found = new Map(rows.map((row) => [row.code, row]));
  const missing = codes.find((code) => !found.has(code));
  if (missing !== undefined) throw notFound(`${what} ${missing}`);
  return found;
}

/**
 * A row of jsonb as its entity. The catalogue's decimals have at most 14 digits, so that none is lost in a number on the way, and
 * the zeros that Postgres fills up with are gone.
 */
function hydrated<E extends object>(tx: Tx, entity: Type<E>, row: Record<string, unknown>): E {
  const { columns } = tx.repository(entity).metadata;
  const read = (type: unknown, value: unknown) => {
    if (value === null || value === undefined) return null;
    if (type === 'numeric') return typeof value === 'number' ? String(value) : value;
    return type === 'timestamptz' ? new Date(value as string) : value;
  };
  const made = new entity();
  for (const { propertyName, databaseName, type } of columns)
    (made as Record<string, unknown>)[propertyName] = read(type, row[databaseName]);
  return made;
}
