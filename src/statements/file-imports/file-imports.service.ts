import type { IncomingMessage } from 'node:http';
import { Injectable } from '@nestjs/common';
import { v7 as newId } from 'uuid';
import { JobsService } from '../../jobs/index.js';
import { Config } from '../../platform/config/config.js';
import { violates } from '../../platform/database/postgres-error.js';
import { TenantDatabase } from '../../platform/database/tenant-database.js';
import { AppError, invalid } from '../../platform/errors/app-error.js';
import { FileStorage, type StoredFile } from '../../platform/storage/index.js';
import { RequestContext } from '../../platform/tenancy/context.js';
import { ListingAliases } from '../parties/listings/listing-aliases.js';
import { StatementImport } from './file-import.job.js';
import type {
  ConfirmStatementImportRequest,
  CreateStatementImportQuery,
  UpdateStatementImportRequest,
} from './file-imports.dto.js';
import { FileImportsRepository } from './file-imports.repository.js';
import { ImportCounter } from './import-counter.js';
import { type ImportOptions, type ImportRow, questionsOf, type Question } from './import-row.js';
import type { Layout } from './layouts/layout.js';
import { FileMappings } from './mappings/file-mappings.service.js';
import { UnreadableFileError } from './reading/open-file.js';
import { type Survey, survey } from './reading/survey.js';
import { RowJudge } from './row-judge.js';
import { StagedRows } from './staged-rows.js';
import { Staging } from './staging.js';

/** A file that nobody has confirmed is deleted. */
export const PREVIEW_DAYS = 30;
const DAY_MS = 86_400_000;
/** Previews of a tenant at a time. */
const MOST_PREVIEWS = 100;

/** Files of stays and payouts: a preview of each, and the order to keep it. */
@Injectable()
export class FileImportsService {
  constructor(
    private readonly db: TenantDatabase,
    private readonly context: RequestContext,
    private readonly config: Config,
    private readonly storage: FileStorage,
    private readonly jobs: JobsService,
    private readonly imports: FileImportsRepository,
    private readonly staging: Staging,
    private readonly rows: StagedRows,
    private readonly judge: RowJudge,
    private readonly counter: ImportCounter,
    private readonly mappings: FileMappings,
    private readonly aliases: ListingAliases,
  ) {}

  /**
   * Keeps the file as it comes, and what it would bring. The same bytes sent again, before they were confirmed, are the same import.
   * @throws AppError NOT_FOUND (mapping), VALIDATION_FAILED for what cannot be read, PAYLOAD_TOO_LARGE, CONFLICT
   */
  async create(query: CreateStatementImportQuery, body: IncomingMessage): Promise<string> {
    const { name = 'import.csv', mappingId = null, dateOrder = null, decimalMark = null, currency = null } = query;
    const layouts = await this.staging.layouts(mappingId);
    if ((await this.imports.unconfirmed()) >= MOST_PREVIEWS)
      throw new AppError('CONFLICT', `${MOST_PREVIEWS} imports wait to be confirmed; confirm or delete some of them`);
    const keepUntil = new Date(Date.now() + PREVIEW_DAYS * DAY_MS);
    const limitBytes = this.config.IMPORT_LIMIT_BYTES;
    const file = { name, contentType: 'text/csv', body, limitBytes, purpose: 'statement-import', keepUntil };
    const stored = await this.storage.save(file);
    const id = newId();
    try {
      const same = await this.imports.waiting(stored.sha256);
      if (same) return await this.again(same, stored);
      const how = howToRead(await this.look(stored.id, layouts), layouts);
      const options = await this.withMapping({ mappingId: how.mappingId, dateOrder, decimalMark, currency });
      const createdBy = this.context.principal?.userId ?? null;
      await this.imports.insert({ ...stored, id, name, storedFileId: stored.id, ...how, options, createdBy });
    } catch (error) {
      if (violates(error, 'statement_import_waiting_key')) {
        const same = await this.imports.waiting(stored.sha256);
        if (same) return this.again(same, stored);
      }
      await this.storage.remove(stored.id);
      throw error;
    }
    await this.preview(id);
    return id;
  }

  /** Reads it another way, or with listings that were matched. @throws AppError as create(); CONFLICT once it is confirmed */
  async update(id: string, { mapListings = [], mappingId, ...how }: UpdateStatementImportRequest): Promise<void> {
    const row = await this.waiting(id);
    const given = Object.fromEntries(Object.entries(how).filter(([, value]) => value !== undefined));
    const wanted = { ...row.options, ...given, ...(mappingId !== undefined && { mappingId }) };
    const layouts = await this.staging.layouts(wanted.mappingId);
    const read = howToRead(await this.look(row.storedFileId!, layouts), layouts);
    const options = await this.withMapping({ ...wanted, mappingId: read.mappingId });
    await this.db.transaction(async () => {
      await this.imports.lock(id);
      await this.waiting(id);
      if (read.source) await this.learn(read.source, mapListings);
      await this.imports.reread(id, { ...read, options });
    });
    await this.preview(id);
  }

  /**
   * Starts the job that keeps it. Called again, it answers the same job; listings that are matched then count from the next file on.
   * @throws AppError NOT_FOUND (import, listing); VALIDATION_FAILED naming what must be said first
   */
  async confirm(id: string, { mapListings = [], ...how }: ConfirmStatementImportRequest): Promise<string> {
    return this.db.transaction(async () => {
      await this.imports.lock(id);
      const row = await this.imports.get(id);
      if (row.confirmedAt && row.jobId) {
        if (mapListings.length > 0) await this.learn(row.source!, mapListings);
        return row.jobId;
      }
      const given = Object.fromEntries(Object.entries(how).filter(([, value]) => value !== undefined));
      const options: ImportOptions = { ...row.options, ...given };
      const open = questionsOf({ ...row, options });
      if (open.length > 0) throw invalid(FIELD_OF[open[0]!], `Not clear from the file: ${open.join(', ')}`);
      await this.learn(row.source!, mapListings);
      if (Object.keys(given).length > 0) await this.imports.reread(id, { ...row, options });
      else await this.rows.matchListings(id, row.source!);
      const job = await this.jobs.enqueue(StatementImport, { importId: id });
      await this.imports.confirm(id, job.id);
      return job.id;
    });
  }

  /** @throws AppError NOT_FOUND; CONFLICT once it is confirmed */
  async remove(id: string): Promise<void> {
    await this.db.transaction(async () => {
      await this.imports.lock(id);
      const { storedFileId } = await this.waiting(id);
      await this.imports.delete(id);
      if (storedFileId) await this.storage.remove(storedFileId);
    });
  }

  /** What would become of the rows, if they were kept now. */
  private async preview(id: string): Promise<void> {
    const row = await this.imports.get(id);
    if (row.layout === null) return;
    const layout = (await this.staging.layouts(row.options.mappingId)).find(({ id: name }) => name === row.layout)!;
    await this.staging.run(row, layout, (step) => this.db.transaction(step));
    for (let after: string | undefined = ''; after !== undefined;)
      after = (await this.judge.stays(id, after, null)).last;
    await this.judge.others(id, false);
    await this.imports.setPreview(id, await this.counter.count(id));
  }

  private async look(storedFileId: string, layouts: readonly Layout[]): Promise<Survey> {
    try {
      return await survey(this.staging.opener(storedFileId), layouts);
    } catch (error) {
      if (error instanceof UnreadableFileError) throw invalid('file', error.message);
      throw error;
    }
  }

  private async again(same: ImportRow, stored: StoredFile): Promise<string> {
    await this.storage.remove(stored.id);
    // The process that took it in may have ended before its preview was there.
    if (same.preview === null) await this.preview(same.id);
    return same.id;
  }

  private async waiting(id: string): Promise<ImportRow> {
    const row = await this.imports.get(id);
    if (row.confirmedAt) throw new AppError('CONFLICT', 'The import is confirmed and stays');
    return row;
  }

  private async learn(source: string, listings: readonly { name: string; listingId: number }[]): Promise<void> {
    await this.aliases.learn(source, new Map(listings.map(({ name, listingId }) => [name, listingId])));
  }

  /** What the mapping says of dates and numbers holds where the request says nothing. */
  private async withMapping(options: ImportOptions): Promise<ImportOptions> {
    if (options.mappingId === null) return options;
    const { dateOrder, decimalMark } = await this.mappings.get(options.mappingId);
    return { ...options, dateOrder: options.dateOrder ?? dateOrder, decimalMark: options.decimalMark ?? decimalMark };
  }
}

const FIELD_OF: Record<Question, string> = {
  layout: 'mappingId',
  date_order: 'dateOrder',
  decimal_mark: 'decimalMark',
  currency: 'currency',
};

/** @throws AppError VALIDATION_FAILED for a file that contradicts itself, with the lines */
function howToRead(found: Survey, layouts: readonly Layout[]) {
  const [contradiction] = found.form.contradictions;
  if (contradiction) {
    const lines = contradiction.examples.map(({ line, text, reads }) => `line ${line} "${text}" (${reads})`);
    const what = contradiction.what === 'date_order' ? 'dates in two orders' : 'numbers with two decimal marks';
    throw invalid('file', `The file has ${what}: ${lines.join(', ')}`);
  }
  const layout = layouts.find(({ id }) => id === found.layoutId);
  const asked = {
    ...found,
    needsCurrency: layout?.needsCurrency === true && found.columns.currency === undefined,
    currency: layout?.currency ?? null,
  };
  const { id = null, source = null, mappingId = null } = layout ?? {};
  return { survey: asked, layout: id, source, mappingId };
}
