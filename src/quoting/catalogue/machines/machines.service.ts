import { Injectable } from '@nestjs/common';
import { given } from '../../../platform/http/given.js';
import { formatMoney } from '../../../platform/money/index.js';
import { type CatalogueQuery, priceOf } from '../fields.js';
import { MasterDataRepository } from '../master-data.repository.js';
import { Process } from '../processes/process.entity.js';
import { QuotingSettingsService } from '../settings/quoting-settings.service.js';
import { Machine } from './machine.entity.js';
import type { CreateMachineRequest, MachineResponse, MachinesResponse, UpdateMachineRequest } from './machines.dto.js';

@Injectable()
export class MachinesService {
  constructor(
    private readonly data: MasterDataRepository,
    private readonly settings: QuotingSettingsService,
  ) {}

  /** @throws AppError VALIDATION_FAILED, NOT_FOUND (process), CONFLICT */
  async create({ processId, ...request }: CreateMachineRequest): Promise<MachineResponse> {
    const currency = await this.settings.currency();
    await this.data.get(Process, 'Process', processId);
    return answer(await this.data.insert(Machine, { processId, ...values(request, currency) }), currency);
  }

  async list(query: CatalogueQuery): Promise<MachinesResponse> {
    const { rows, total } = await this.data.page(Machine, query);
    const currency = rows.length > 0 ? await this.settings.currency() : '';
    return { machines: rows.map((row) => answer(row, currency)), total };
  }

  /** @throws AppError NOT_FOUND */
  async get(id: number): Promise<MachineResponse> {
    return answer(await this.data.get(Machine, 'Machine', id), await this.settings.currency());
  }

  /** @throws AppError VALIDATION_FAILED, NOT_FOUND, CONFLICT */
  async update(id: number, request: UpdateMachineRequest): Promise<MachineResponse> {
    const currency = await this.settings.currency();
    return answer(await this.data.update(Machine, 'Machine', id, () => values(request, currency)), currency);
  }

  /** Beds of all machines in use, mm, by id: for the analysis of parts. */
  async beds(): Promise<{ id: number; x: number; y: number; z: number }[]> {
    const machines = await this.data.offered(Machine);
    return machines.map(({ id, bedX, bedY, bedZ }) => ({ id, x: Number(bedX), y: Number(bedY), z: Number(bedZ) }));
  }
}

function values({ hourlyRate, ...request }: UpdateMachineRequest, currency: string): Partial<Machine> {
  return given({ ...request, hourlyMinor: priceOf('hourlyRate', hourlyRate, currency) });
}

function answer(row: Machine, currency: string): MachineResponse {
  const { id, code, name, processId, bedX, bedY, bedZ, hourlyMinor, active } = row;
  const hourlyRate = hourlyMinor === null ? null : formatMoney(hourlyMinor, currency);
  return { id, code, name, processId, bedX, bedY, bedZ, hourlyRate, currency, active };
}
