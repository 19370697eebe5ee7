import { Injectable } from '@nestjs/common';
import { given } from '../../../platform/http/given.js';
import { formatMoney } from '../../../platform/money/index.js';
import { type CatalogueQuery, minorOf } from '../fields.js';
import { MasterDataRepository } from '../master-data.repository.js';
import { QuotingSettingsService } from '../settings/quoting-settings.service.js';
import { Finish } from './finish.entity.js';
import type { CreateFinishRequest, FinishesResponse, FinishResponse, UpdateFinishRequest } from './finishes.dto.js';

@Injectable()
export class FinishesService {
  constructor(
    private readonly data: MasterDataRepository,
    private readonly settings: QuotingSettingsService,
  ) {}

  /** @throws AppError VALIDATION_FAILED, CONFLICT */
  async create(request: CreateFinishRequest): Promise<FinishResponse> {
    const currency = await this.settings.currency();
    return answer(await this.data.insert(Finish, values(request, currency)), currency);
  }

  async list(query: CatalogueQuery): Promise<FinishesResponse> {
    const { rows, total } = await this.data.page(Finish, query);
    const currency = rows.length > 0 ? await this.settings.currency() : '';
    return { finishes: rows.map((row) => answer(row, currency)), total };
  }

  /** @throws AppError NOT_FOUND */
  async get(id: number): Promise<FinishResponse> {
    return answer(await this.data.get(Finish, 'Finish', id), await this.settings.currency());
  }

  /** @throws AppError VALIDATION_FAILED, NOT_FOUND, CONFLICT */
  async update(id: number, request: UpdateFinishRequest): Promise<FinishResponse> {
    const currency = await this.settings.currency();
    return answer(await this.data.update(Finish, 'Finish', id, () => values(request, currency)), currency);
  }
}

function values({ perPart, minimum, ...request }: UpdateFinishRequest, currency: string): Partial<Finish> {
  return given({
    ...request,
    perPartMinor: minorOf('perPart', perPart, currency),
    minimumMinor: minorOf('minimum', minimum, currency),
  });
}

function answer(
  { id, code, name, perPartMinor, perCm2, minimumMinor, active }: Finish,
  currency: string,
): FinishResponse {
  const perPart = formatMoney(perPartMinor, currency);
  return { id, code, name, perPart, perCm2, minimum: formatMoney(minimumMinor, currency), currency, active };
}
