import { Injectable } from '@nestjs/common';
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

@Injectable()
export class ProcessesService {
  constructor(
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

  /** @throws AppError VALIDATION_FAILED, NOT_FOUND, CONFLICT */
  async update(id: number, request: UpdateProcessRequest): Promise<ProcessResponse> {
    const currency = await this.settings.currency();
    return answer(await this.data.update(Process, 'Process', id, () => values(request, currency)), currency);
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
    limits: limits && ({ ...limits }),
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
