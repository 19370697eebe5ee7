import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '../../../platform/database/tenant-database.js';
import { AppError, MAX_FIELD_ERRORS } from '../../../platform/errors/app-error.js';
import { given } from '../../../platform/http/given.js';
import { formatMoney } from '../../../platform/money/index.js';
import { type CatalogueQuery, minorOf, priceOf } from '../fields.js';
import { MasterDataRepository } from '../master-data.repository.js';
import { QuotingSettingsService } from '../settings/quoting-settings.service.js';
import type { ProcessLimits } from './process-limits.js';
import { Process } from './process.entity.js';
import type {
  CreateProcessRequest,
  ProcessesResponse,
  ProcessResponse,
  UpdateProcessRequest,
} from './processes.dto.js';

/** Most codes that a refusal lists. */
const MOST_NAMED = 100;

@Injectable()
export class ProcessesService {
  constructor(
    private readonly db: TenantDatabase,
    private readonly data: MasterDataRepository,
    private readonly settings: QuotingSettingsService,
  ) {}

  /** @throws AppError VALIDATION_FAILED, CONFLICT */
  async create(request: CreateProcessRequest): Promise<ProcessResponse> {
    const currency = await this.settings.currency();
    return answer(await this.data.insert(Process, values(request, currency)), currency);
  }

  async list(query: CatalogueQuery): Promise<ProcessesResponse> {
    const { rows, total } = await this.data.page(Process, query);
    const currency = rows.length > 0 ? await this.settings.currency() : '';
    return { processes: rows.map((row) => answer(row, currency)), total };
  }

  /** @throws AppError NOT_FOUND */
  async get(id: number): Promise<ProcessResponse> {
    return answer(await this.data.get(Process, 'Process', id), await this.settings.currency());
  }

  /** Materials name processes by code: with another code they go on naming it. @throws AppError VALIDATION_FAILED, NOT_FOUND, CONFLICT */
  async update(id: number, request: UpdateProcessRequest): Promise<ProcessResponse> {
    const currency = await this.settings.currency();
    return this.db.transaction(async (tx) => {
      let former = '';
      const row = await this.data.update(Process, 'Process', id, (before) => {
        former = before.code;
        return values(request, currency);
      });
      if (row.code !== former)
        await tx.run(
          'UPDATE material SET processes = array_replace(processes, $1, $2) WHERE processes @> ARRAY[$1]::text[]',
          [former, row.code],
        );
      return answer(row, currency);
    });
  }

  /**
   * In the caller's transaction: that there is a process of each code, offered or not, until it ends.
   * @throws AppError UNPROCESSABLE naming those that are unknown, and those that there are
   */
  async known(path: string, codes: readonly string[]): Promise<void> {
    if (codes.length === 0) return;
    const found = await this.db.rows<{ code: string }>(
      'SELECT code FROM process WHERE code = ANY ($1::text[]) FOR KEY SHARE',
      [codes],
    );
    const unknown = codes.filter((code) => !found.some((one) => one.code === code));
    if (unknown.length === 0) return;
    const rows = await this.db.rows<{ code: string }>('SELECT code FROM process ORDER BY code LIMIT $1', [MOST_NAMED]);
    const known = rows.map(({ code }) => code);
    const there = known.length > 0 ? `there are ${known.join(', ')}` : 'there is none yet: POST /processes';
    const errors = unknown.slice(0, MAX_FIELD_ERRORS).map((code) => ({
      path: `${path}.${codes.indexOf(code)}`,
      message: `There is no process ${code}`,
    }));
    const message = `No process has the code ${unknown.join(', ')}; ${there}`;
    throw new AppError('UNPROCESSABLE', message, { errors, extra: { reason: 'unknown_process', known } });
  }

  /** What each process that is offered can make, by its code: for the analysis of parts. */
  async limits(): Promise<{ code: string; kind: Process['kind']; limits: ProcessLimits }[]> {
    return (await this.data.offered(Process)).map(({ code, kind, limits }) => ({ code, kind, limits }));
  }
}

function values(request: UpdateProcessRequest, currency: string): Partial<Process> {
  const { setupCost, programmingCost, finishingCost, hourlyRate, limits, ...rest } = request;
  return given({
    ...rest,
    // A plain object: what goes into the column is its members.
    limits: limits && { ...limits },
    setupMinor: minorOf('setupCost', setupCost, currency),
    programmingMinor: minorOf('programmingCost', programmingCost, currency),
    finishingMinor: minorOf('finishingCost', finishingCost, currency),
    hourlyMinor: priceOf('hourlyRate', hourlyRate, currency),
  });
}

function answer(row: Process, currency: string): ProcessResponse {
  const { id, code, name, kind, throughput, pierceSeconds, stockAllowance, limits, active } = row;
  return {
    id,
    code,
    name,
    kind,
    setupCost: formatMoney(row.setupMinor, currency),
    programmingCost: formatMoney(row.programmingMinor, currency),
    finishingCost: formatMoney(row.finishingMinor, currency),
    hourlyRate: row.hourlyMinor === null ? null : formatMoney(row.hourlyMinor, currency),
    currency,
    throughput,
    pierceSeconds,
    stockAllowance,
    limits,
    active,
  };
}
