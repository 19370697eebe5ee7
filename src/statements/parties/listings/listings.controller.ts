import { Body, Controller, Get, Param, Patch, Post, Put, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Roles } from '../../../platform/auth/index.js';
import { ApiProblems } from '../../../platform/http/api-problems.js';
import { IdPipe } from '../../../platform/http/id.pipe.js';
import { OwnersService } from '../owners/owners.service.js';
import { ListingAliases } from './listing-aliases.js';
import {
  AliasesRequest,
  AliasesResponse,
  CreateListingRequest,
  ListingResponse,
  ListingsQuery,
  ListingsResponse,
  UpdateListingRequest,
} from './listings.dto.js';
import { ListingsService } from './listings.service.js';

@ApiTags('Statements: owners')
@Controller('listings')
export class ListingsController {
  constructor(
    private readonly listings: ListingsService,
    private readonly aliases: ListingAliases,
    private readonly owners: OwnersService,
  ) {}

  @Post()
  @Roles('ADMIN', 'MANAGER')
  @ApiOperation({ summary: 'Add a listing' })
  @ApiCreatedResponse({ type: ListingResponse })
  @ApiProblems(400, 401, 403, 404, 409)
  create(@Body() body: CreateListingRequest): Promise<ListingResponse> {
    return this.listings.create(body);
  }

  @Get()
  @Roles('ADMIN', 'MANAGER')
  @ApiOperation({ summary: 'Listings by name' })
  @ApiOkResponse({ type: ListingsResponse })
  @ApiProblems(400, 401, 403, 404)
  async list(@Query() query: ListingsQuery): Promise<ListingsResponse> {
    if (query.ownerId !== undefined) await this.owners.get(query.ownerId);
    return this.listings.list(query);
  }

  @Get(':id')
  @Roles('ADMIN', 'MANAGER')
  @ApiOperation({ summary: 'One listing' })
  @ApiOkResponse({ type: ListingResponse })
  @ApiProblems(400, 401, 403, 404)
  get(@Param('id', IdPipe) id: number): Promise<ListingResponse> {
    return this.listings.answer(id);
  }

  @Patch(':id')
  @Roles('ADMIN', 'MANAGER')
  @ApiOperation({
    summary: 'Change a listing',
    description: 'status: offboarded ends its management; its past stays, and is still stated.',
  })
  @ApiOkResponse({ type: ListingResponse })
  @ApiProblems(400, 401, 403, 404, 409)
  update(@Param('id', IdPipe) id: number, @Body() body: UpdateListingRequest): Promise<ListingResponse> {
    return this.listings.update(id, body);
  }

  @Get(':id/aliases')
  @Roles('ADMIN', 'MANAGER')
  @ApiOperation({ summary: 'What providers and files call the listing' })
  @ApiOkResponse({ type: AliasesResponse })
  @ApiProblems(400, 401, 403, 404)
  async aliasesOf(@Param('id', IdPipe) id: number): Promise<AliasesResponse> {
    const aliases = await this.aliases.of(id);
    return { aliases, total: aliases.length };
  }

  @Put(':id/aliases')
  @Roles('ADMIN', 'MANAGER')
  @ApiOperation({ summary: 'Set what providers and files call the listing' })
  @ApiOkResponse({ type: AliasesResponse })
  @ApiProblems(400, 401, 403, 404, 409)
  async putAliases(@Param('id', IdPipe) id: number, @Body() body: AliasesRequest): Promise<AliasesResponse> {
    const aliases = await this.aliases.replace(id, body.aliases);
    return { aliases, total: aliases.length };
  }
}
