import { Body, Controller, Get, Param, Patch } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Roles } from '../../platform/auth/index.js';
import { ApiProblems } from '../../platform/http/api-problems.js';
import { IdPipe } from '../../platform/http/id.pipe.js';
import { HotelPolicyRequest, HotelPolicyResponse } from './hotel-policy.dto.js';
import { HotelPolicyService } from './hotel-policy.service.js';

@ApiTags('PMS: set-up')
@Controller('hotels/:id/policy')
export class HotelPolicyController {
  constructor(private readonly policies: HotelPolicyService) {}

  @Get()
  @Roles('ADMIN', 'MANAGER', 'STAFF')
  @ApiOperation({ summary: 'How a hotel does its front office' })
  @ApiOkResponse({ type: HotelPolicyResponse })
  @ApiProblems(400, 401, 403, 404)
  get(@Param('id', IdPipe) id: number): Promise<HotelPolicyResponse> {
    return this.policies.get(id);
  }

  @Patch()
  @Roles('ADMIN', 'MANAGER')
  @ApiOperation({
    summary: 'Change it',
    description:
      'Whether prices include tax is refused (409, `reason` PRICES_SOLD) while stays are booked, or may be reinstated, that are still to be charged: they would cost another amount than was agreed.',
  })
  @ApiOkResponse({ type: HotelPolicyResponse })
  @ApiProblems(400, 401, 403, 404, 409)
  patch(@Param('id', IdPipe) id: number, @Body() body: HotelPolicyRequest): Promise<HotelPolicyResponse> {
    return this.policies.change(id, body);
  }
}
