import { Injectable } from '@nestjs/common';
import { violates } from '../../platform/database/postgres-error.js';
import { TenantDatabase } from '../../platform/database/tenant-database.js';
import { AppError, invalid } from '../../platform/errors/app-error.js';
import { dateOf } from '../../platform/http/date-fields.js';
import { given } from '../../platform/http/given.js';
import { formatMoney } from '../../platform/money/index.js';
import { parseAmount } from '../../platform/money/parse-amount.js';
import { type HotelRow, HotelsService } from '../../rooms/index.js';
import { TaxCategoriesRepository } from '../taxes/tax-categories.repository.js';
import type { CityTaxResponse, CreateCityTaxRequest, UpdateCityTaxRequest } from './city-taxes.dto.js';
import { CityTaxesRepository, type CityTaxRow, type CityTaxValues } from './city-taxes.repository.js';

/** What a town takes of each guest for each night. What has been charged keeps its amount. */
@Injectable()
export class CityTaxesService {
  constructor(
    private readonly db: TenantDatabase,
    private readonly hotels: HotelsService,
    private readonly cityTaxes: CityTaxesRepository,
    private readonly taxes: TaxCategoriesRepository,
  ) {}

  /** @throws AppError NOT_FOUND (hotel) */
  async list(hotelId?: number): Promise<CityTaxResponse[]> {
    const hotels = hotelId === undefined ? await this.hotels.all() : [await this.hotels.get(hotelId)];
    const byId = new Map(hotels.map((hotel) => [hotel.id, hotel]));
    return (await this.cityTaxes.list(hotelId ?? null)).map((tax) => toResponse(tax, byId.get(tax.hotelId)!));
  }

  /** @throws AppError NOT_FOUND (hotel), VALIDATION_FAILED; CONFLICT when one of this name holds for the same night */
  async create(request: CreateCityTaxRequest): Promise<CityTaxResponse> {
    const hotel = await this.hotels.get(request.hotelId);
    const none = { maxNights: null, exemptUnderAge: 18, taxCode: null, validTo: null };
    const values = await this.values(hotel, request);
    const all = inOrder({ ...none, ...values, hotelId: hotel.id } as CityTaxValues);
    return this.save(hotel, () => this.cityTaxes.insert(all));
  }

  /** @throws as create */
  async update(id: number, request: UpdateCityTaxRequest): Promise<CityTaxResponse> {
    const hotel = await this.hotels.get((await this.cityTaxes.get(id)).hotelId);
    const changed = await this.values(hotel, request);
    return this.save(hotel, async () => {
      const { id: _, ...before } = await this.cityTaxes.held(id);
      return this.cityTaxes.update(id, inOrder({ ...before, ...changed }));
    });
  }

  private async values(hotel: HotelRow, request: UpdateCityTaxRequest): Promise<Partial<CityTaxValues>> {
    const { amount, validFrom, validTo, name, maxNights, exemptUnderAge, taxCode } = request;
    if (taxCode != null && !(await this.taxes.find(hotel.id, taxCode)))
      throw invalid('taxCode', `The hotel has no tax category "${taxCode}"`);
    return {
      ...given({ name, maxNights, exemptUnderAge, taxCode }),
      ...(amount !== undefined && { amountMinor: parseAmount('amount', amount, hotel.currency) }),
      ...(validFrom !== undefined && { validFrom: dateOf('validFrom', validFrom)! }),
      ...(validTo !== undefined && { validTo: validTo === null ? null : dateOf('validTo', validTo)! }),
    };
  }

  private async save(hotel: HotelRow, write: () => Promise<CityTaxRow>): Promise<CityTaxResponse> {
    try {
      return toResponse(await this.db.transaction(write), hotel);
    } catch (error) {
      if (violates(error, 'city_tax_overlap'))
        throw new AppError('CONFLICT', 'A city tax of this name holds for some of these nights: end it first');
      throw error;
    }
  }
}

/** @throws AppError VALIDATION_FAILED */
function inOrder(values: CityTaxValues): CityTaxValues {
  if (values.validTo !== null && values.validTo < values.validFrom)
    throw invalid('validTo', 'validTo must not lie before validFrom');
  return values;
}

function toResponse({ amountMinor, ...tax }: CityTaxRow, { currency }: HotelRow): CityTaxResponse {
  const { id, hotelId, name, maxNights, exemptUnderAge, taxCode, validFrom, validTo } = tax;
  const amount = formatMoney(amountMinor, currency);
  return { id, hotelId, name, amount, currency, maxNights, exemptUnderAge, taxCode, validFrom, validTo };
}
