import { Controller, Get, HttpCode, Param, ParseUUIDPipe, Post, Query } from '@nestjs/common';
import { ApiAcceptedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { JobsService } from '../../jobs/index.js';
import { Roles } from '../../platform/auth/index.js';
import { ApiProblems } from '../../platform/http/api-problems.js';
import {
  DigestAskedResponse,
  DigestResponse,
  ListNotificationsQuery,
  NotificationDetailResponse,
  NotificationListResponse,
} from './digest.dto.js';
import { Digests } from './digests.service.js';
import { NotificationViews } from './notification-views.js';

@ApiTags('CatchUp: messages')
@Controller('catchup')
export class DigestController {
  constructor(
    private readonly views: NotificationViews,
    private readonly digests: Digests,
    private readonly jobs: JobsService,
  ) {}

  @Get('digest')
  @Roles('ADMIN', 'MANAGER', 'STAFF')
  @ApiOperation({ summary: 'When your next digest comes, and whether anything stands in its way' })
  @ApiOkResponse({ type: DigestResponse })
  @ApiProblems(401, 403)
  next(): Promise<DigestResponse> {
    return this.views.next();
  }

  @Post('digest/test')
  @HttpCode(202)
  @Roles('ADMIN', 'MANAGER', 'STAFF')
  @ApiOperation({
    summary: 'Send yourself a digest now',
    description: 'Three an hour. The weekly one comes all the same.',
  })
  @ApiAcceptedResponse({ type: DigestAskedResponse })
  @ApiProblems(401, 403, 429)
  async test(): Promise<DigestAskedResponse> {
    const asked = await this.digests.ask();
    return { ...asked, ...this.jobs.links(asked.jobId) };
  }

  @Get('notifications')
  @Roles('ADMIN', 'MANAGER', 'STAFF')
  @ApiOperation({ summary: 'What you were told, and what became of it, newest first' })
  @ApiOkResponse({ type: NotificationListResponse })
  @ApiProblems(400, 401, 403)
  list(@Query() { limit, cursor }: ListNotificationsQuery): Promise<NotificationListResponse> {
    return this.views.list(limit, cursor);
  }

  @Get('notifications/:id')
  @Roles('ADMIN', 'MANAGER', 'STAFF')
  @ApiOperation({ summary: 'One of them, with its messages as they were written; only you can read them' })
  @ApiOkResponse({ type: NotificationDetailResponse })
  @ApiProblems(400, 401, 403, 404)
  get(@Param('id', ParseUUIDPipe) id: string): Promise<NotificationDetailResponse> {
    return this.views.get(id);
  }
}
