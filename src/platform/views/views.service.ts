import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { PersonalDatabase } from '../database/personal-database.js';
import { violates } from '../database/postgres-error.js';
import { AppError, notFound } from '../errors/app-error.js';
import { RequestContext } from '../tenancy/context.js';

export interface SavedView {
  id: string;
  page: string;
  name: string;
  search: string;
  createdAt: Date;
}

/** Views that one person may keep. */
const MOST = 100;
const COLUMNS = 'id, page, name, search, created_at AS "createdAt"';

/** Filters, orders and columns that a person has given a name; nobody else sees them. */
@Injectable()
export class ViewsService {
  constructor(
    private readonly db: PersonalDatabase,
    private readonly context: RequestContext,
  ) {}

  /** By page and name. */
  list(page: string | undefined, limit: number, offset: number): Promise<{ views: SavedView[]; total: number }> {
    return this.db.transaction(async (tx) => {
      const where = '($1::text IS NULL OR page = $1)';
      const count = await tx.first<{ total: number }>(`SELECT count(*) AS total FROM saved_view WHERE ${where}`, [
        page ?? null,
      ]);
      const views = await tx.rows<SavedView>(
        `SELECT ${COLUMNS} FROM saved_view WHERE ${where} ORDER BY page, lower(name), id LIMIT $2 OFFSET $3`,
        [page ?? null, limit, offset],
      );
      return { views, total: count!.total };
    });
  }

  /** @throws AppError CONFLICT for a name that she has given already, or when she has too many */
  create(view: Pick<SavedView, 'page' | 'name' | 'search'>): Promise<SavedView> {
    return this.named(view.name, () =>
      this.db.transaction(async (tx) => {
        const count = await tx.first<{ total: number }>('SELECT count(*) AS total FROM saved_view');
        if (count!.total >= MOST) throw new AppError('CONFLICT', `A person may keep ${MOST} views at most`);
        const row = await tx.first<SavedView>(
          `INSERT INTO saved_view (id, user_id, page, name, search) VALUES ($1, $2, $3, $4, $5) RETURNING ${COLUMNS}`,
          [randomUUID(), this.context.userId, view.page, view.name, view.search],
        );
        return row!;
      }),
    );
  }

  /** @throws AppError NOT_FOUND, also for somebody else's; CONFLICT for a name that she has given already */
  change(id: string, { name, search }: { name?: string; search?: string }): Promise<SavedView> {
    return this.named(name, async () => {
      const row = await this.db.first<SavedView>(
        `UPDATE saved_view SET name = coalesce($2, name), search = coalesce($3, search) WHERE id = $1 RETURNING ${COLUMNS}`,
        [id, name ?? null, search ?? null],
      );
      if (!row) throw notFound('View');
      return row;
    });
  }

  /** @throws AppError NOT_FOUND */
  async remove(id: string): Promise<void> {
    const row = await this.db.first('DELETE FROM saved_view WHERE id = $1 RETURNING id', [id]);
    if (!row) throw notFound('View');
  }

  private async named<T>(name: string | undefined, work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      if (violates(error, 'saved_view_name_key')) throw new AppError('CONFLICT', `There is a view "${name}" already`);
      throw error;
    }
  }
}
