import { Body, Controller, Get, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Roles } from '../../platform/auth/index.js';
import { ApiProblems } from '../../platform/http/api-problems.js';
import { assertDate } from '../../platform/http/date-fields.js';
import { IdPipe } from '../../platform/http/id.pipe.js';
import {
  AgreementResponse,
  AgreementsQuery,
  AgreementsResponse,
  CreateAgreementRequest,
  UpdateAgreementRequest,
} from './agreements.dto.js';
import { AgreementsService } from './agreements.service.js';

@ApiTags('Statements: agreements')
@Controller('agreements')
export class AgreementsController {
  constructor(private readonly agreements: AgreementsService) {}

  @Post()
  @Roles('ADMIN', 'MANAGER')
  @ApiOperation({
    summary: 'Agree on terms from a day on',
    description: `The version before ends the day before. 409 when a version begins that day already, or when a final
statement covers it: what was stated is not agreed on anew.`,
  })
  @ApiCreatedResponse({ type: AgreementResponse })
  @ApiProblems(400, 401, 403, 404, 409)
  create(@Body() body: CreateAgreementRequest): Promise<AgreementResponse> {
    assertDate('from', body.from);
    return this.agreements.create(body, body.from);
  }

  @Get()
  @Roles('ADMIN', 'MANAGER')
  @ApiOperation({ summary: 'Versions of agreements, of an owner or a listing, by their first day' })
  @ApiOkResponse({ type: AgreementsResponse })
  @ApiProblems(400, 401, 403, 404)
  list(@Query() query: AgreementsQuery): Promise<AgreementsResponse> {
    return this.agreements.list(query);
  }

  @Get(':id')
  @Roles('ADMIN', 'MANAGER')
  @ApiOperation({ summary: 'One version of an agreement' })
  @ApiOkResponse({ type: AgreementResponse })
  @ApiProblems(400, 401, 403, 404)
  get(@Param('id', IdPipe) id: number): Promise<AgreementResponse> {
    return this.agreements.answer(id);
  }

  @Patch(':id')
  @Roles('ADMIN', 'MANAGER')
  @ApiOperation({
    summary: 'Correct the terms of a version',
    description: '409 once a final statement was made with it: then a version from a later day on is the way.',
  })
  @ApiOkResponse({ type: AgreementResponse })
  @ApiProblems(400, 401, 403, 404, 409)
  update(@Param('id', IdPipe) id: number, @Body() body: UpdateAgreementRequest): Promise<AgreementResponse> {
    return this.agreements.update(id, body.terms);
  }
}
