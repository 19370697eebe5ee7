import { Body, Controller, Delete, Get, HttpCode, Param, ParseUUIDPipe, Patch, Post, Put, Query } from '@nestjs/common';
import {
  ApiAcceptedResponse,
  ApiCreatedResponse,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import { JobsService } from '../../jobs/index.js';
import { Roles } from '../../platform/auth/index.js';
import { ApiProblems } from '../../platform/http/api-problems.js';
import { TakesNoIdempotencyKey } from '../../platform/http/idempotency/answer-rules.js';
import { PageQuery } from '../../platform/http/page.query.js';
import type { Connection } from './connection.entity.js';
import { ConnectionListings } from './connection-listings.service.js';
import {
  ConnectionResponse,
  ConnectionsResponse,
  ConnectionTestResponse,
  CreateConnectionRequest,
  MatchesRequest,
  MatchesResponse,
  ProviderListingsResponse,
  SyncRequest,
  SyncResponse,
  UpdateConnectionRequest,
} from './connections.dto.js';
import { ConnectionsService } from './connections.service.js';

@ApiTags('Statements: connections')
@Controller('connections')
export class ConnectionsController {
  constructor(
    private readonly connections: ConnectionsService,
    private readonly listings: ConnectionListings,
    private readonly jobs: JobsService,
  ) {}

  @Post()
  @Roles('ADMIN', 'MANAGER')
  @ApiOperation({ summary: 'Connect an account at a provider of stays; it is read every night from then on' })
  @ApiCreatedResponse({ type: ConnectionResponse })
  @ApiProblems(400, 401, 403, 409)
  async create(@Body() body: CreateConnectionRequest): Promise<ConnectionResponse> {
    return toResponse(await this.connections.create(body));
  }

  @Get()
  @Roles('ADMIN', 'MANAGER')
  @ApiOperation({ summary: 'Connections, oldest first, with what became of their last reading' })
  @ApiOkResponse({ type: ConnectionsResponse })
  @ApiProblems(400, 401, 403)
  async list(@Query() { limit, offset }: PageQuery): Promise<ConnectionsResponse> {
    const { connections, total } = await this.connections.list(limit, offset);
    return { connections: connections.map(toResponse), total };
  }

  @Get(':id')
  @Roles('ADMIN', 'MANAGER')
  @ApiOperation({ summary: 'One connection' })
  @ApiOkResponse({ type: ConnectionResponse })
  @ApiProblems(400, 401, 403, 404)
  async get(@Param('id', ParseUUIDPipe) id: string): Promise<ConnectionResponse> {
    return toResponse(await this.connections.get(id));
  }

  @Patch(':id')
  @Roles('ADMIN', 'MANAGER')
  @ApiOperation({ summary: 'Change it, switch it off or on' })
  @ApiOkResponse({ type: ConnectionResponse })
  @ApiProblems(400, 401, 403, 404)
  async update(
    @Param('id', ParseUUIDPipe) id: string,
    @Body() body: UpdateConnectionRequest,
  ): Promise<ConnectionResponse> {
    return toResponse(await this.connections.update(id, body));
  }

  @Delete(':id')
  @HttpCode(204)
  @Roles('ADMIN', 'MANAGER')
  @ApiOperation({ summary: 'Remove it with its key; the stays it told remain' })
  @ApiNoContentResponse()
  @ApiProblems(400, 401, 403, 404)
  remove(@Param('id', ParseUUIDPipe) id: string): Promise<void> {
    return this.connections.remove(id);
  }

  @Post(':id/test')
  @HttpCode(200)
  @Roles('ADMIN', 'MANAGER')
  // It changes nothing, and must not hold a transaction open while the provider is asked.
  @TakesNoIdempotencyKey()
  @ApiOperation({ summary: 'Ask the provider for its listings, and say what came of it' })
  @ApiOkResponse({ type: ConnectionTestResponse })
  @ApiProblems(400, 401, 403, 404)
  test(@Param('id', ParseUUIDPipe) id: string): Promise<ConnectionTestResponse> {
    return this.listings.test(id);
  }

  @Get(':id/listings')
  @Roles('ADMIN', 'MANAGER')
  @ApiOperation({ summary: "The provider's listings beside yours" })
  @ApiOkResponse({ type: ProviderListingsResponse })
  @ApiProblems(400, 401, 403, 404, 422, 503)
  async listingsOf(@Param('id', ParseUUIDPipe) id: string): Promise<ProviderListingsResponse> {
    const listings = await this.listings.list(id);
    return { listings, total: listings.length };
  }

  @Put(':id/listings')
  @Roles('ADMIN', 'MANAGER')
  @ApiOperation({ summary: "Match the provider's listings with yours; stays of unmatched ones are not kept" })
  @ApiOkResponse({ type: MatchesResponse })
  @ApiProblems(400, 401, 403, 404)
  async match(@Param('id', ParseUUIDPipe) id: string, @Body() { listings }: MatchesRequest): Promise<MatchesResponse> {
    const matches = await this.listings.match(id, listings);
    return { matches, total: matches.length };
  }

  @Post(':id/sync')
  @HttpCode(202)
  @Roles('ADMIN', 'MANAGER')
  @ApiOperation({ summary: 'Read its stays now' })
  @ApiAcceptedResponse({ type: SyncResponse })
  @ApiProblems(400, 401, 403, 404, 409, 429)
  async sync(@Param('id', ParseUUIDPipe) id: string, @Body() body: SyncRequest): Promise<SyncResponse> {
    const { id: jobId } = await this.connections.sync(id, body);
    return { jobId, ...this.jobs.links(jobId) };
  }
}

/** Its public part: neither key nor token. */
function toResponse(connection: Connection): ConnectionResponse {
  const { id, provider, name, baseUrl, clientId, active, cron, createdAt } = connection;
  const { lastState, lastStateAt, lastOkAt, lastError, lastJobId } = connection;
  return {
    id,
    provider,
    name,
    baseUrl,
    clientId,
    active,
    cron,
    lastState,
    lastStateAt,
    lastOkAt,
    lastError,
    lastJobId,
    createdAt,
  };
}
