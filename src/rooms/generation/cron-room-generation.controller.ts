import { Body, Controller, Get, HttpCode, Param, Post, Res } from '@nestjs/common';
import { ApiAcceptedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Roles } from '../../platform/auth/index.js';
import { ApiProblems } from '../../platform/http/api-problems.js';
import { IdPipe } from '../../platform/http/id.pipe.js';
import { AnswersAfterCommit } from '../../platform/http/idempotency/answer-rules.js';
import { RoomStatisticsService } from '../coverage/room-statistics.service.js';
import { CronStatsResponse } from '../coverage/statistics.dto.js';
import {
  ExecuteRequest,
  SchedulerResponse,
  SchedulerStatusResponse,
  StartRequest,
} from './cron-room-generation.dto.js';
import { CronRoomGenerationService } from './cron-room-generation.service.js';
import { AcceptedResponse, SweepResponse } from './room-generation.dto.js';

interface Reply {
  status(code: number): unknown;
}

@ApiTags('Rooms: nightly generation')
@Controller('cron-room-generation')
export class CronRoomGenerationController {
  constructor(
    private readonly cron: CronRoomGenerationService,
    private readonly statistics: RoomStatisticsService,
  ) {}

  @Post('start')
  @HttpCode(200)
  @Roles('ADMIN', 'MANAGER')
  @ApiOperation({ summary: 'Turn the nightly generation on, or change it' })
  @ApiOkResponse({ type: SchedulerResponse })
  @ApiProblems(400, 401, 403)
  async start(@Body() body: StartRequest = {}): Promise<SchedulerResponse> {
    return { success: true, message: 'Cron scheduler started', data: await this.cron.start(body) };
  }

  @Post('stop')
  @HttpCode(200)
  @Roles('ADMIN', 'MANAGER')
  @ApiOperation({ summary: 'Turn the nightly generation off, on every instance' })
  @ApiOkResponse({ type: SchedulerResponse })
  @ApiProblems(401, 403)
  async stop(): Promise<SchedulerResponse> {
    return { success: true, message: 'Cron scheduler stopped', data: await this.cron.stop() };
  }

  @Get('status')
  @Roles('ADMIN', 'MANAGER', 'STAFF')
  @ApiOperation({ summary: 'Whether the nightly generation is on, and when it runs next' })
  @ApiOkResponse({ type: SchedulerStatusResponse })
  @ApiProblems(401, 403)
  async status(): Promise<SchedulerStatusResponse> {
    return { success: true, data: await this.cron.status() };
  }

  @Post('execute')
  @AnswersAfterCommit()
  @HttpCode(200)
  @Roles('ADMIN', 'MANAGER')
  @ApiOperation({ summary: 'Generate for all categories now' })
  @ApiOkResponse({ type: SweepResponse })
  @ApiAcceptedResponse({ type: AcceptedResponse })
  @ApiProblems(400, 401, 403)
  async execute(@Body() body: ExecuteRequest = {}, @Res({ passthrough: true }) reply: Reply) {
    const answer = await this.cron.execute({ ...body });
    reply.status(answer.status);
    return answer.body;
  }

  @Post('execute/:roomCategoryId')
  @AnswersAfterCommit()
  @HttpCode(200)
  @Roles('ADMIN', 'MANAGER')
  @ApiOperation({ summary: 'Generate for one category now' })
  @ApiOkResponse({ type: SweepResponse })
  @ApiAcceptedResponse({ type: AcceptedResponse })
  @ApiProblems(400, 401, 403, 404)
  async executeCategory(
    @Param('roomCategoryId', IdPipe) roomCategoryId: number,
    @Body() body: ExecuteRequest = {},
    @Res({ passthrough: true }) reply: Reply,
  ) {
    const answer = await this.cron.execute({ ...body, roomCategoryId });
    reply.status(answer.status);
    return answer.body;
  }

  @Get('stats')
  @Roles('ADMIN', 'MANAGER', 'STAFF')
  @ApiOperation({ summary: 'Room nights of all categories over the horizon: the total, and a row per category' })
  @ApiOkResponse({ type: CronStatsResponse })
  @ApiProblems(401, 403)
  async stats(): Promise<CronStatsResponse> {
    return { success: true, data: await this.statistics.all() };
  }
}
