import { Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import { TenantDatabase } from '../../../platform/database/tenant-database.js';
import { AppError, notFound } from '../../../platform/errors/app-error.js';
import { given } from '../../../platform/http/given.js';
import type { PartiesQuery } from '../fields.js';
import type { CreateOwnerRequest, OwnerResponse, OwnersResponse, UpdateOwnerRequest } from './owners.dto.js';
import { Owner } from './owner.entity.js';

/** What of an owner is kept in its currency, in words; undefined: nothing. */
type InCurrency = (ownerId: number) => Promise<string | undefined>;

@Injectable()
export class OwnersService {
  private readonly inCurrency: InCurrency[] = [];

  constructor(private readonly db: TenantDatabase) {}

  /** Areas that keep amounts in an owner's currency say so here: another currency would give these another meaning. */
  keepsCurrency(hook: InCurrency): void {
    this.inCurrency.push(hook);
  }

  async create(request: CreateOwnerRequest): Promise<OwnerResponse> {
    return this.db.withRepository(Owner, async (owners) => {
      const { id } = await owners.save(owners.create(given(request)));
      return toResponse(await owners.findOneByOrFail({ id }));
    });
  }

  /** By name; those that are no longer active only when asked for. */
  async list({ limit, offset, inactive }: PartiesQuery): Promise<OwnersResponse> {
    const [rows, total] = await this.db.withRepository(Owner, (owners) =>
      owners.findAndCount({
        where: inactive ? {} : { active: true },
        order: { name: 'ASC', id: 'ASC' },
        take: limit,
        skip: offset,
      }),
    );
    return { owners: rows.map(toResponse), total };
  }

  async answer(id: number): Promise<OwnerResponse> {
    return toResponse(await this.get(id));
  }

  /** @throws AppError NOT_FOUND */
  async get(id: number): Promise<Owner> {
    const owner = await this.db.withRepository(Owner, (owners) => owners.findOneBy({ id }));
    if (!owner) throw notFound('Owner');
    return owner;
  }

  /** Those of the ids that exist, by id. */
  async byIds(ids: readonly number[]): Promise<Map<number, Owner>> {
    const rows = await this.db.withRepository(Owner, (owners) => owners.findBy({ id: In([...new Set(ids)]) }));
    return new Map(rows.map((owner) => [owner.id, owner]));
  }

  /** Until the transaction ends, nobody changes the owner. @throws AppError NOT_FOUND */
  async locked(id: number): Promise<Owner> {
    const owner = await this.db.withRepository(Owner, (owners) =>
      owners.findOne({ where: { id }, lock: { mode: 'for_no_key_update' } }),
    );
    if (!owner) throw notFound('Owner');
    return owner;
  }

  /** @throws AppError NOT_FOUND; CONFLICT for another currency once amounts are kept in it */
  update(id: number, request: UpdateOwnerRequest): Promise<OwnerResponse> {
    return this.db.transaction(async (tx) => {
      const before = await this.locked(id);
      if (request.currency !== undefined && request.currency !== before.currency) await this.assertFree(before);
      const owners = tx.repository(Owner);
      // What a bounce said of the old address does not hold for another one.
      const reached =
        request.email !== undefined && request.email !== before.email ? { mailTrouble: null } : ({} as const);
      await owners.save(owners.merge(before, given(request), reached));
      return toResponse(await owners.findOneByOrFail({ id }));
    });
  }

  /** Mail does not reach the owner, and why; null: it does again. */
  async setMailTrouble(id: number, words: string | null): Promise<void> {
    await this.db.rows('UPDATE owner SET mail_trouble = $2 WHERE id = $1', [id, words && words.slice(0, 500)]);
  }

  private async assertFree({ id, currency }: Owner): Promise<void> {
    for (const hook of this.inCurrency) {
      const what = await hook(id);
      if (what) throw new AppError('CONFLICT', `The owner's currency stays ${currency}: it has ${what}`);
    }
  }
}

function toResponse(owner: Owner): OwnerResponse {
  const { id, name, email, address, locale, currency, payoutMethod, mailTrouble, active } = owner;
  return { id, name, email, address, locale, currency, payoutMethod, mailTrouble, active };
}
