import { Body, Controller, Get, Param, Patch } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Roles } from '../../platform/auth/index.js';
import { invalid } from '../../platform/errors/app-error.js';
import { ApiProblems } from '../../platform/http/api-problems.js';
import { given } from '../../platform/http/given.js';
import { IdPipe } from '../../platform/http/id.pipe.js';
import { HotelsService } from '../../rooms/index.js';
import { TaxCategoriesRepository } from '../taxes/tax-categories.repository.js';
import { HotelPolicyRequest, HotelPolicyResponse } from './hotel-policy.dto.js';
import { HotelPolicyRepository } from './hotel-policy.repository.js';

@ApiTags('PMS: set-up')
@Controller('hotels/:id/policy')
export class HotelPolicyController {
  constructor(
    private readonly hotels: HotelsService,
    private readonly policies: HotelPolicyRepository,
    private readonly taxes: TaxCategoriesRepository,
  ) {}

  @Get()
  @Roles('ADMIN', 'MANAGER', 'STAFF')
  @ApiOperation({ summary: 'How a hotel does its front office' })
  @ApiOkResponse({ type: HotelPolicyResponse })
  @ApiProblems(400, 401, 403, 404)
  async get(@Param('id', IdPipe) id: number): Promise<HotelPolicyResponse> {
    return this.policies.get((await this.hotels.get(id)).id);
  }

  @Patch()
  @Roles('ADMIN', 'MANAGER')
  @ApiOperation({ summary: 'Change it' })
  @ApiOkResponse({ type: HotelPolicyResponse })
  @ApiProblems(400, 401, 403, 404)
  async patch(@Param('id', IdPipe) id: number, @Body() body: HotelPolicyRequest): Promise<HotelPolicyResponse> {
    const hotel = await this.hotels.get(id);
    if (body.roomTaxCode != null && !(await this.taxes.find(hotel.id, body.roomTaxCode)))
      throw invalid('roomTaxCode', `The hotel has no tax category "${body.roomTaxCode}"`);
    const policy = { ...(await this.policies.get(hotel.id)), ...given(body) };
    await this.policies.put(hotel.id, policy);
    return policy;
  }
}
