import { Injectable } from '@nestjs/common';
import { violates } from '../../../platform/database/postgres-error.js';
import { TenantDatabase } from '../../../platform/database/tenant-database.js';
import { AppError, invalid, notFound } from '../../../platform/errors/app-error.js';
import { isCurrency } from '../../../platform/money/index.js';
import { nameOf } from '../layouts/layout.js';
import { StatementFileMapping } from './file-mapping.entity.js';
import type { FileMappingRequest } from './file-mappings.dto.js';

export type FileMappingRow = Pick<
  StatementFileMapping,
  'id' | 'name' | 'columns' | 'constants' | 'statuses' | 'dateOrder' | 'decimalMark'
>;

/** Mappings of a tenant: which columns of its own files are which fields. */
@Injectable()
export class FileMappings {
  constructor(private readonly db: TenantDatabase) {}

  all(): Promise<FileMappingRow[]> {
    return this.db.withRepository(StatementFileMapping, (mappings) => mappings.find({ order: { name: 'ASC' } }));
  }

  /** @throws AppError NOT_FOUND */
  async get(id: number): Promise<FileMappingRow> {
    const mapping = await this.db.withRepository(StatementFileMapping, (mappings) => mappings.findOneBy({ id }));
    if (!mapping) throw notFound('Mapping');
    return mapping;
  }

  /** @throws AppError VALIDATION_FAILED, CONFLICT (name taken) */
  create(request: FileMappingRequest): Promise<FileMappingRow> {
    return this.save(valuesOf(request));
  }

  /** @throws AppError NOT_FOUND, VALIDATION_FAILED, CONFLICT (name taken) */
  async replace(id: number, request: FileMappingRequest): Promise<FileMappingRow> {
    await this.get(id);
    return this.save(valuesOf(request), id);
  }

  /** Files that were read with it stay as they are. @throws AppError NOT_FOUND */
  async remove(id: number): Promise<void> {
    await this.get(id);
    await this.db.withRepository(StatementFileMapping, (mappings) => mappings.delete({ id }));
  }

  private async save(values: Omit<FileMappingRow, 'id'>, id?: number): Promise<FileMappingRow> {
    try {
      return await this.db.withRepository(StatementFileMapping, async (mappings) => {
        if (id !== undefined) await mappings.update({ id }, values);
        const at = id ?? ((await mappings.insert(values)).identifiers[0]!['id'] as number);
        return mappings.findOneByOrFail({ id: at });
      });
    } catch (error) {
      if (!violates(error, 'statement_file_mapping_name_key')) throw error;
      throw new AppError('CONFLICT', 'A mapping of this name exists', { cause: error });
    }
  }
}

/** @throws AppError VALIDATION_FAILED for a mapping that could read no file */
function valuesOf(request: FileMappingRequest): Omit<FileMappingRow, 'id'> {
  const columns = Object.fromEntries(
    Object.entries(request.columns).filter(([, title]) => title !== undefined),
  ) as FileMappingRow['columns'];
  const { constants = {}, dateOrder = null, decimalMark = null } = request;
  const statuses = Object.fromEntries((request.statuses ?? []).map(({ word, status }) => [word, status]));
  for (const field of ['code', 'checkIn'] as const)
    if (columns[field] === undefined) throw invalid(`columns.${field}`, `columns.${field} must name a column`);
  if (columns.checkOut === undefined && columns.nights === undefined)
    throw invalid('columns.checkOut', 'columns.checkOut or columns.nights must name a column');
  if (columns.gross === undefined && columns.amount === undefined)
    throw invalid('columns.gross', 'columns.gross or columns.amount must name a column');
  if (columns.listing === undefined && constants.listing === undefined)
    throw invalid('columns.listing', 'columns.listing must name a column, or constants.listing a listing');
  const titles = Object.values(columns).map(nameOf);
  if (new Set(titles).size < titles.length) throw invalid('columns', 'A column can be one field only');
  if (constants.currency !== undefined && !isCurrency(constants.currency))
    throw invalid('constants.currency', 'constants.currency must be an ISO 4217 code');
  return { name: request.name, columns, constants, statuses, dateOrder, decimalMark };
}
