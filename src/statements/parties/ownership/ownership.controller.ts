import { Body, Controller, Get, Param, Put } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Roles } from '../../../platform/auth/index.js';
import { ApiProblems } from '../../../platform/http/api-problems.js';
import { assertDate } from '../../../platform/http/date-fields.js';
import { IdPipe } from '../../../platform/http/id.pipe.js';
import { OwnershipRequest, OwnershipResponse } from './ownership.dto.js';
import { type OwnershipShare, OwnershipService } from './ownership.service.js';

@ApiTags('Statements: owners')
@Controller('listings/:id/ownership')
export class OwnershipController {
  constructor(private readonly ownership: OwnershipService) {}

  @Get()
  @Roles('ADMIN', 'MANAGER')
  @ApiOperation({ summary: 'Who owns how much of the listing on which nights' })
  @ApiOkResponse({ type: OwnershipResponse })
  @ApiProblems(400, 401, 403, 404)
  async get(@Param('id', IdPipe) id: number): Promise<OwnershipResponse> {
    return answer(await this.ownership.of(id));
  }

  @Put()
  @Roles('ADMIN', 'MANAGER')
  @ApiOperation({
    summary: 'Replace the shares from a night on: a sale, a new co-owner',
    description: 'Nights before stay whose they were, also those of a stay that is under way.',
  })
  @ApiOkResponse({ type: OwnershipResponse })
  @ApiProblems(400, 401, 403, 404, 409)
  async put(@Param('id', IdPipe) id: number, @Body() { from, shares }: OwnershipRequest): Promise<OwnershipResponse> {
    assertDate('from', from);
    return answer(await this.ownership.replace(id, from, shares));
  }
}

function answer(shares: OwnershipShare[]): OwnershipResponse {
  return { shares: shares.map(({ listingId: _, ...share }) => share), total: shares.length };
}
