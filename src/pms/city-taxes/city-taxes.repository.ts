import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '../../platform/database/tenant-database.js';
import { notFound } from '../../platform/errors/app-error.js';
import { CityTax } from './city-tax.entity.js';

export type CityTaxRow = Pick<
  CityTax,
  'id' | 'hotelId' | 'name' | 'amountMinor' | 'maxNights' | 'exemptUnderAge' | 'taxCode' | 'validFrom' | 'validTo'
>;
export type CityTaxValues = Omit<CityTaxRow, 'id'>;

@Injectable()
export class CityTaxesRepository {
  constructor(private readonly db: TenantDatabase) {}

  /** By hotel, name and first night; of one hotel if given. */
  list(hotelId: number | null): Promise<CityTaxRow[]> {
    return this.db.withRepository(CityTax, (taxes) =>
      taxes.find({
        where: hotelId === null ? {} : { hotelId },
        order: { hotelId: 'ASC', name: 'ASC', validFrom: 'ASC' },
      }),
    );
  }

  /** @throws AppError NOT_FOUND */
  async get(id: number): Promise<CityTaxRow> {
    const tax = await this.db.withRepository(CityTax, (taxes) => taxes.findOneBy({ id }));
    if (!tax) throw notFound('City tax');
    return tax;
  }

  /** The same, held until the transaction ends. @throws AppError NOT_FOUND */
  async held(id: number): Promise<CityTaxRow> {
    await this.db.rows('SELECT FROM city_tax WHERE id = $1 FOR NO KEY UPDATE', [id]);
    return this.get(id);
  }

  /** Fails on city_tax_overlap when one of this name holds for the same night. */
  insert(values: CityTaxValues): Promise<CityTaxRow> {
    return this.db.withRepository(CityTax, async (taxes) => {
      const { identifiers } = await taxes.insert(values);
      return taxes.findOneByOrFail({ id: identifiers[0]!.id as number });
    });
  }

  /** @throws as insert */
  update(id: number, values: CityTaxValues): Promise<CityTaxRow> {
    return this.db.withRepository(CityTax, async (taxes) => {
      await taxes.update({ id }, values);
      return taxes.findOneByOrFail({ id });
    });
  }
}
