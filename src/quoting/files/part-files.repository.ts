import { Injectable } from '@nestjs/common';
import { IsNull } from 'typeorm';
import { TenantDatabase } from '../../platform/database/tenant-database.js';
import { PartFile } from './part-file.entity.js';

export type NewPartFile = Pick<
  PartFile,
  'id' | 'name' | 'unit' | 'storedFileId' | 'sha256' | 'bytes' | 'externalRef' | 'createdBy'
>;

@Injectable()
export class PartFilesRepository {
  constructor(private readonly db: TenantDatabase) {}

  async insert(values: NewPartFile): Promise<PartFile> {
    await this.db.withRepository(PartFile, (files) => files.insert(values));
    return (await this.find(values.id))!;
  }

  find(id: string): Promise<PartFile | null> {
    return this.db.withRepository(PartFile, (files) => files.findOneBy({ id }));
  }

  byReference(externalRef: string): Promise<PartFile | null> {
    return this.db.withRepository(PartFile, (files) => files.findOneBy({ externalRef }));
  }

  ofStored(storedFileId: string): Promise<PartFile | null> {
    return this.db.withRepository(PartFile, (files) => files.findOneBy({ storedFileId }));
  }

  /** Newest first. */
  async page(limit: number, offset: number): Promise<{ rows: PartFile[]; total: number }> {
    const [rows, total] = await this.db.withRepository(PartFile, (files) =>
      files.findAndCount({ order: { id: 'DESC' }, take: limit, skip: offset }),
    );
    return { rows, total };
  }

  async update(
    id: string,
    values: Partial<Pick<PartFile, 'unit' | 'format' | 'analysisId' | 'analysisJobId'>>,
  ): Promise<void> {
    await this.db.withRepository(PartFile, (files) => files.update({ id }, values));
  }

  /** What was measured of a file, unless its lengths have got another unit since it was read. */
  async measured({ id, unit }: PartFile, values: Pick<PartFile, 'format' | 'analysisId'>): Promise<void> {
    await this.db.withRepository(PartFile, (files) => files.update({ id, unit: unit ?? IsNull() }, values));
  }

  /** Holds it until the caller's transaction ends: nobody prices it meanwhile. */
  async hold(id: string): Promise<void> {
    await this.db.rows('SELECT FROM part_file WHERE id = $1 FOR NO KEY UPDATE', [id]);
  }

  /** Fails on a foreign key while something refers to it. */
  async delete(id: string): Promise<void> {
    await this.db.withRepository(PartFile, (files) => files.delete({ id }));
  }
}
