import { Injectable } from '@nestjs/common';
import { PersonalDatabase } from '../../platform/database/personal-database.js';
import { RequestContext } from '../../platform/tenancy/context.js';
import { type ExportPage, type PersonalTable, personalTables, toldColumns } from './personal-tables.js';
import { Phones } from '../digest/phone/phones.service.js';
import { ToldMessages } from './told-messages.js';

/** Rows that are read, and held in memory, at a time. */
const AT_ONCE = 500;

/** All that is kept of the user who acts, as JSON. */
@Injectable()
export class PersonalExport {
  constructor(
    private readonly db: PersonalDatabase,
    private readonly context: RequestContext,
    private readonly messages: ToldMessages,
    private readonly phones: Phones,
  ) {}

  /** The file in pieces, as fast as they are taken; each page of rows is a transaction of its own. */
  write(now: Date): AsyncGenerator<string> {
    const { tenantId, userId } = this.context;
    // The pieces are taken when the request's own context is over.
    return this.pieces(now, (fn) => this.context.asPerson(tenantId, userId, fn));
  }

  private async *pieces(now: Date, as: <T>(fn: () => Promise<T>) => Promise<T>): AsyncGenerator<string> {
    const tables = await as(() => this.db.transaction(personalTables));
    yield `{"exportedAt":${JSON.stringify(now.toISOString())}`;
    for (const table of tables) yield* list(table.name, (after) => as(() => this.page(table, after)));
    yield* list('phone', () => as(() => this.phone()));
    // Their texts are encrypted, or lie in a table of the tenant.
    yield* list('sms', (after) => as(() => this.messages.sms(AT_ONCE, after)));
    yield* list('mail', (after) => as(() => this.messages.mails(AT_ONCE, after)));
    yield '}\n';
  }

  /** Encrypted in its table, and not a secret to its user. */
  private async phone(): Promise<ExportPage> {
    const number = await this.phones.number();
    return { rows: number === null ? [] : [JSON.stringify({ number })], key: null };
  }

  /** The rows behind a key, in its order. A table without a key of its own has one row a user. */
  private async page(table: PersonalTable, after: string[] | null): Promise<ExportPage> {
    const told = toldColumns(table).map((name) => `t.${quoted(name)}`);
    const key = table.key.map(({ name }) => `t.${quoted(name)}`);
    const beyond =
      after && key.length > 0
        ? `WHERE (${key.join(', ')}) > (${table.key.map(({ type }, n) => `$${n + 1}::text::${type}`).join(', ')})`
        : '';
    const order = key.length > 0 ? `ORDER BY ${key.join(', ')}` : '';
    const rows = await this.db.rows<{ row: string; key: string[] }>(
      `SELECT (SELECT row_to_json(r) FROM (SELECT ${told.join(', ')}) r)::text AS row,
         ARRAY[${key.map((column) => `${column}::text`).join(', ')}]::text[] AS key
       FROM ${quoted(table.name)} t ${beyond} ${order} LIMIT ${AT_ONCE}`,
      after && key.length > 0 ? after : [],
    );
    return { rows: rows.map(({ row }) => row), key: key.length > 0 ? (rows.at(-1)?.key ?? null) : null };
  }
}

/** A member of the file: a list that comes page by page. */
async function* list(name: string, page: (after: string[] | null) => Promise<ExportPage>): AsyncGenerator<string> {
  yield `,\n${JSON.stringify(name)}:[`;
  let mark = '\n';
  for (let after: string[] | null = null; ;) {
    const { rows, key }: ExportPage = await page(after);
    for (const row of rows) {
      yield `${mark}${row}`;
      mark = ',\n';
    }
    if (rows.length < AT_ONCE || key === null) break;
    after = key;
  }
  yield ']';
}

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
