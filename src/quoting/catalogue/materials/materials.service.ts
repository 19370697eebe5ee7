import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '../../../platform/database/tenant-database.js';
import { given } from '../../../platform/http/given.js';
import { formatMoney } from '../../../platform/money/index.js';
import { type CatalogueQuery, priceOf } from '../fields.js';
import { MasterDataRepository } from '../master-data.repository.js';
import { ProcessesService } from '../processes/processes.service.js';
import { QuotingSettingsService } from '../settings/quoting-settings.service.js';
import { Material } from './material.entity.js';
import type {
  CreateMaterialRequest,
  MaterialResponse,
  MaterialsResponse,
  UpdateMaterialRequest,
} from './materials.dto.js';

@Injectable()
export class MaterialsService {
  constructor(
    private readonly db: TenantDatabase,
    private readonly data: MasterDataRepository,
    private readonly settings: QuotingSettingsService,
    private readonly processes: ProcessesService,
  ) {}

  /** @throws AppError VALIDATION_FAILED, CONFLICT; UNPROCESSABLE for a process that is not there */
  async create(request: CreateMaterialRequest): Promise<MaterialResponse> {
    const currency = await this.settings.currency();
    return this.db.transaction(async () => {
      await this.processes.known('processes', request.processes ?? []);
      return answer(await this.data.insert(Material, values(request, currency)), currency);
    });
  }

  async list(query: CatalogueQuery): Promise<MaterialsResponse> {
    const { rows, total } = await this.data.page(Material, query);
    const currency = rows.length > 0 ? await this.settings.currency() : '';
    return { materials: rows.map((row) => answer(row, currency)), total };
  }

  /** @throws AppError NOT_FOUND */
  async get(id: number): Promise<MaterialResponse> {
    return answer(await this.data.get(Material, 'Material', id), await this.settings.currency());
  }

  /** @throws AppError VALIDATION_FAILED, NOT_FOUND, CONFLICT; UNPROCESSABLE for a process that is not there */
  async update(id: number, request: UpdateMaterialRequest): Promise<MaterialResponse> {
    const currency = await this.settings.currency();
    return this.db.transaction(async () => {
      await this.processes.known('processes', request.processes ?? []);
      return answer(await this.data.update(Material, 'Material', id, () => values(request, currency)), currency);
    });
  }
}

function values({ pricePerKg, ...request }: UpdateMaterialRequest, currency: string): Partial<Material> {
  return given({ ...request, pricePerKgMinor: priceOf('pricePerKg', pricePerKg, currency) });
}

function answer(row: Material, currency: string): MaterialResponse {
  const { id, code, name, density, pricePerKgMinor, wasteFactor, thickness, processes, active } = row;
  const pricePerKg = pricePerKgMinor === null ? null : formatMoney(pricePerKgMinor, currency);
  return { id, code, name, density, pricePerKg, currency, wasteFactor, thickness, processes, active };
}
