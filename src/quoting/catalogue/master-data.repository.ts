import { Injectable, type Type } from '@nestjs/common';
import { type DeepPartial, type FindOptionsOrder, type FindOptionsWhere, In } from 'typeorm';
import { violates } from '../../platform/database/postgres-error.js';
import { TenantDatabase } from '../../platform/database/tenant-database.js';
import { AppError, notFound } from '../../platform/errors/app-error.js';
import type { CatalogueQuery } from './fields.js';
import type { CodedDatum, MasterDatum } from './master-datum.entity.js';

/** What a row may clash with, and the words for it. */
const CLASHES: Record<string, string> = {
  material_code_key: 'A material has this code already',
  process_code_key: 'A process has this code already',
  machine_code_key: 'A machine has this code already',
  finish_code_key: 'A finish has this code already',
  price_book_code_key: 'A price book has this code already',
  price_book_overlap: 'Another price book of this level is valid on some of these dates',
  price_book_default_overlap: 'Another price book is the default one on some of these dates',
};

type Renamed = (entity: Type<CodedDatum>, from: string, to: string) => Promise<void>;

/** Rows of the catalogue, edited one by one. */
@Injectable()
export class MasterDataRepository {
  private readonly renamed: Renamed[] = [];

  constructor(private readonly db: TenantDatabase) {}

  /** Runs in the transaction that gives a row another code: what names it by its code has to follow. */
  onRenamed(hook: Renamed): void {
    this.renamed.push(hook);
  }

  /** By name; those that are no longer offered only when asked for. */
  page<E extends MasterDatum>(
    entity: Type<E>,
    { limit, offset, inactive }: CatalogueQuery,
  ): Promise<{ rows: E[]; total: number }> {
    return this.db.withRepository(entity, async (repository) => {
      const [rows, total] = await repository.findAndCount({
        where: (inactive ? {} : { active: true }) as FindOptionsWhere<E>,
        order: { name: 'ASC', id: 'ASC' } as FindOptionsOrder<E>,
        take: limit,
        skip: offset,
      });
      return { rows, total };
    });
  }

  /** All that are offered, by id. */
  offered<E extends MasterDatum>(entity: Type<E>): Promise<E[]> {
    return this.db.withRepository(entity, (repository) =>
      repository.find({
        where: { active: true } as FindOptionsWhere<E>,
        order: { id: 'ASC' } as FindOptionsOrder<E>,
        take: 1_000,
      }),
    );
  }

  /** @throws AppError NOT_FOUND */
  async get<E extends MasterDatum>(entity: Type<E>, what: string, id: number): Promise<E> {
    const row = await this.db.withRepository(entity, (repository) =>
      repository.findOneBy({ id } as FindOptionsWhere<E>),
    );
    if (!row) throw notFound(what);
    return row;
  }

  /** Those of the codes that are offered, by code. @throws AppError NOT_FOUND naming the first that is not there */
  async byCode<E extends CodedDatum>(entity: Type<E>, what: string, codes: readonly string[]): Promise<Map<string, E>> {
    const wanted = [...new Set(codes)];
    const rows = await this.db.withRepository(entity, (repository) =>
      repository.findBy({ code: In(wanted), active: true } as unknown as FindOptionsWhere<E>),
    );
    const found = new Map(rows.map((row) => [row.code, row]));
    const missing = wanted.find((code) => !found.has(code));
    if (missing !== undefined) throw notFound(`${what} ${missing}`);
    return found;
  }

  /** @throws AppError CONFLICT */
  insert<E extends MasterDatum>(entity: Type<E>, values: Partial<NoInfer<E>>): Promise<E> {
    return this.saving(() =>
      this.db.withRepository(entity, async (repository) => {
        const { id } = await repository.save(repository.create(values as DeepPartial<E>));
        return repository.findOneByOrFail({ id } as FindOptionsWhere<E>);
      }),
    );
  }

  /** @throws AppError NOT_FOUND, CONFLICT */
  update<E extends MasterDatum>(
    entity: Type<E>,
    what: string,
    id: number,
    change: (before: NoInfer<E>) => Partial<NoInfer<E>> | Promise<Partial<NoInfer<E>>>,
  ): Promise<E> {
    return this.saving(() =>
      this.db.withRepository(entity, async (repository) => {
        const where = { id } as FindOptionsWhere<E>;
        const before = await repository.findOne({ where, lock: { mode: 'pessimistic_write' } });
        if (!before) throw notFound(what);
        const changed = await change(before);
        const { code: from } = before as Partial<CodedDatum>;
        const { code: to } = (await repository.save(
          repository.merge(before, changed as DeepPartial<E>),
        )) as Partial<CodedDatum>;
        if (from !== undefined && to !== undefined && from !== to)
          for (const hook of this.renamed) await hook(entity as unknown as Type<CodedDatum>, from, to);
        return repository.findOneByOrFail(where);
      }),
    );
  }

  private async saving<T>(write: () => Promise<T>): Promise<T> {
    try {
      return await write();
    } catch (error) {
      const clash = Object.keys(CLASHES).find((constraint) => violates(error, constraint));
      if (clash) throw new AppError('CONFLICT', CLASHES[clash]!);
      throw error;
    }
  }
}
