import { Body, Controller, Get, Param, Patch, Post, Put, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Roles } from '../../platform/auth/index.js';
import { ApiProblems } from '../../platform/http/api-problems.js';
import { IdPipe } from '../../platform/http/id.pipe.js';
import { PageQuery } from '../../platform/http/page.query.js';
import {
  CreateLegalEntityRequest,
  InvoicingRequest,
  InvoicingResponse,
  LegalEntitiesResponse,
  LegalEntityResponse,
  SeriesListResponse,
  SeriesQuery,
  UpdateLegalEntityRequest,
} from './legal-entities.dto.js';
import { LegalEntitiesService } from './legal-entities.service.js';

@ApiTags('PMS: invoicing')
@Controller('legal-entities')
export class LegalEntitiesController {
  constructor(private readonly entities: LegalEntitiesService) {}

  @Post()
  @Roles('ADMIN', 'MANAGER')
  @ApiOperation({ summary: 'Add a legal entity: who sells' })
  @ApiCreatedResponse({ type: LegalEntityResponse })
  @ApiProblems(400, 401, 403, 409)
  create(@Body() body: CreateLegalEntityRequest): Promise<LegalEntityResponse> {
    return this.entities.create(body);
  }

  @Get()
  @Roles('ADMIN', 'MANAGER', 'STAFF')
  @ApiOperation({ summary: 'Legal entities by name' })
  @ApiOkResponse({ type: LegalEntitiesResponse })
  @ApiProblems(400, 401, 403)
  list(@Query() query: PageQuery): Promise<LegalEntitiesResponse> {
    return this.entities.list(query);
  }

  @Get(':id')
  @Roles('ADMIN', 'MANAGER', 'STAFF')
  @ApiOperation({ summary: 'One legal entity' })
  @ApiOkResponse({ type: LegalEntityResponse })
  @ApiProblems(400, 401, 403, 404)
  get(@Param('id', IdPipe) id: number): Promise<LegalEntityResponse> {
    return this.entities.get(id);
  }

  @Patch(':id')
  @Roles('ADMIN', 'MANAGER')
  @ApiOperation({ summary: 'Change a legal entity; what was issued stays as it is' })
  @ApiOkResponse({ type: LegalEntityResponse })
  @ApiProblems(400, 401, 403, 404, 409)
  update(@Param('id', IdPipe) id: number, @Body() body: UpdateLegalEntityRequest): Promise<LegalEntityResponse> {
    return this.entities.update(id, body);
  }
}

@ApiTags('PMS: invoicing')
@Controller('hotels/:id/invoicing')
export class HotelInvoicingController {
  constructor(private readonly entities: LegalEntitiesService) {}

  @Get()
  @Roles('ADMIN', 'MANAGER', 'STAFF')
  @ApiOperation({ summary: 'Whose invoices a hotel issues, and in which series' })
  @ApiOkResponse({ type: InvoicingResponse })
  @ApiProblems(400, 401, 403, 404)
  get(@Param('id', IdPipe) id: number): Promise<InvoicingResponse> {
    return this.entities.invoicing(id);
  }

  @Put()
  @Roles('ADMIN', 'MANAGER')
  @ApiOperation({ summary: 'Set that, for what is issued from now on' })
  @ApiOkResponse({ type: InvoicingResponse })
  @ApiProblems(400, 401, 403, 404, 409)
  put(@Param('id', IdPipe) id: number, @Body() body: InvoicingRequest): Promise<InvoicingResponse> {
    return this.entities.putInvoicing(id, body);
  }
}

@ApiTags('PMS: invoicing')
@Controller('invoice-series')
export class InvoiceSeriesController {
  constructor(private readonly entities: LegalEntitiesService) {}

  @Get()
  @Roles('ADMIN', 'MANAGER', 'STAFF')
  @ApiOperation({ summary: 'Series with the number each gives out next, latest fiscal year first' })
  @ApiOkResponse({ type: SeriesListResponse })
  @ApiProblems(400, 401, 403, 404)
  async list(@Query() query: SeriesQuery): Promise<SeriesListResponse> {
    const series = await this.entities.series(query.legalEntityId);
    return { series, total: series.length };
  }
}
