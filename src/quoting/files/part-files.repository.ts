import { Injectable } from '@nestjs/common';
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

  /** Holds it until the caller's transaction ends: nobody prices it meanwhile. */
  async hold(id: string): Promise<void> {
    await this.db.rows('SELECT FROM part_file WHERE id = $1 FOR NO KEY UPDATE', [id]);
  }

  /** Whether a file has these bytes; one that has them is not deleted until the caller's transaction ends. */
  async holdBytes(sha256: string): Promise<boolean> {
    const rows = await this.db.rows('SELECT FROM part_file WHERE sha256 = $1 LIMIT 1 FOR KEY SHARE', [sha256]);
    return rows.length > 0;
  }

  /** Fails on a foreign key while something refers to it. */
  async delete(id: string): Promise<void> {
    await this.db.withRepository(PartFile, (files) => files.delete({ id }));
  }
}
