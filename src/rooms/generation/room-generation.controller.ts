import { Body, Controller, Get, HttpCode, Param, ParseUUIDPipe, Post, Query, Res } from '@nestjs/common';
import { ApiAcceptedResponse, ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Roles } from '../../platform/auth/index.js';
import { ApiProblems } from '../../platform/http/api-problems.js';
import { IdPipe } from '../../platform/http/id.pipe.js';
import { AnswersAfterCommit } from '../../platform/http/idempotency/answer-rules.js';
import { RoomStatisticsService } from '../coverage/room-statistics.service.js';
import { RoomStatsResponse, StatsQuery } from '../coverage/statistics.dto.js';
import { GenerationPlanQuery, GenerationPlanResponse } from './generation-plan.dto.js';
import { GenerationPlans } from './generation-plans.service.js';
import {
  AcceptedResponse,
  QueueStatsResponse,
  RoomGenerationJobResponse,
  RoomGenerationRequest,
  RoomGenerationResponse,
  ScheduledResponse,
} from './room-generation.dto.js';
import { RoomGenerationService } from './room-generation.service.js';

interface Reply {
  status(code: number): unknown;
}

@ApiTags('Rooms: generation')
@Controller('room-generation')
export class RoomGenerationController {
  constructor(
    private readonly generation: RoomGenerationService,
    private readonly statistics: RoomStatisticsService,
    private readonly plans: GenerationPlans,
  ) {}

  @Post()
  @AnswersAfterCommit()
  @HttpCode(200)
  @Roles('ADMIN', 'MANAGER')
  @ApiOperation({
    summary: 'Generate the room nights of a category',
    description: 'Immediate: answers the result, or 202 when it takes long. Scheduled: runs at scheduledAt.',
  })
  @ApiOkResponse({ type: RoomGenerationResponse })
  @ApiCreatedResponse({ type: ScheduledResponse })
  @ApiAcceptedResponse({ type: AcceptedResponse })
  @ApiProblems(400, 401, 403, 404, 409, 422)
  async generate(@Body() body: RoomGenerationRequest, @Res({ passthrough: true }) reply: Reply) {
    const answer = await this.generation.request(body);
    reply.status(answer.status);
    return answer.body;
  }

  @Get('plan')
  @Roles('ADMIN', 'MANAGER', 'STAFF')
  @ApiOperation({
    summary: 'What a generation would do, date by date; nothing is written',
    description:
      'Its `plan` sent with POST /room-generation has that refused with 409 when, as it is ordered, it would do something else.',
  })
  @ApiOkResponse({ type: GenerationPlanResponse })
  @ApiProblems(400, 401, 403, 404, 422)
  plan(@Query() query: GenerationPlanQuery): Promise<GenerationPlanResponse> {
    return this.plans.show(query);
  }

  @Get('job/:jobId')
  @Roles('ADMIN', 'MANAGER', 'STAFF')
  @ApiOperation({ summary: 'State of a generation or sweep' })
  @ApiOkResponse({ type: RoomGenerationJobResponse })
  @ApiProblems(400, 401, 403, 404)
  async job(@Param('jobId', ParseUUIDPipe) jobId: string): Promise<RoomGenerationJobResponse> {
    return { success: true, data: await this.generation.job(jobId) };
  }

  @Get('queue/stats')
  @Roles('ADMIN', 'MANAGER', 'STAFF')
  @ApiOperation({ summary: "The tenant's generations by state" })
  @ApiOkResponse({ type: QueueStatsResponse })
  @ApiProblems(401, 403)
  async queueStats(): Promise<QueueStatsResponse> {
    return { success: true, data: await this.generation.queueStats() };
  }

  @Get('stats/:roomCategoryId')
  @Roles('ADMIN', 'MANAGER', 'STAFF')
  @ApiOperation({ summary: 'Room nights of a category: existing, for sale, sold, missing' })
  @ApiOkResponse({ type: RoomStatsResponse })
  @ApiProblems(400, 401, 403, 404, 422)
  async stats(@Param('roomCategoryId', IdPipe) id: number, @Query() query: StatsQuery): Promise<RoomStatsResponse> {
    return { success: true, data: await this.statistics.category(id, query) };
  }
}
