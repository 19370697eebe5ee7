import { Body, Controller, Get, HttpCode, Param, ParseUUIDPipe, Post, Res, type Type } from '@nestjs/common';
import { ApiAcceptedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { CronSecret } from '../../platform/auth/index.js';
import { ApiProblems } from '../../platform/http/api-problems.js';
import { CronAcceptedResponse, CronRequest, CronResponse } from './cron.dto.js';
import { CronService, toCronResponse } from './cron.service.js';
import type { NightJob } from './night-job.js';

@ApiTags('PMS: cron')
@Controller('cron')
export class CronController {
  constructor(private readonly cron: CronService) {}

  @Get('rounds/:id')
  @CronSecret()
  @ApiOperation({ summary: 'How far a round is' })
  @ApiOkResponse({ type: CronResponse })
  @ApiProblems(400, 401, 404)
  async round(@Param('id', ParseUUIDPipe) id: string): Promise<CronResponse> {
    return toCronResponse(await this.cron.read(id));
  }
}

/** The route that starts one night job for each hotel. It answers when all are done, or after a while with the address where the state can be read. */
export function cronControllerOf({ contract, route, title }: NightJob): Type {
  const operation = route.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());

  @ApiTags('PMS: cron')
  @Controller('cron')
  class CronNightJobController {
    constructor(private readonly cron: CronService) {}

    @Post(route)
    @HttpCode(200)
    @CronSecret()
    @ApiOperation({ operationId: `Cron_${operation}`, summary: `${title}, at every hotel of every tenant` })
    @ApiOkResponse({ type: CronResponse, description: "Every hotel is done; one hotel's failure stops no other." })
    @ApiAcceptedResponse({ type: CronAcceptedResponse, description: 'It outlasts the wait.' })
    @ApiProblems(400, 401)
    async run(
      @Body() body: CronRequest,
      @Res({ passthrough: true }) reply: FastifyReply,
    ): Promise<CronResponse | CronAcceptedResponse> {
      const round = await this.cron.run(contract, body);
      if (round.finished) return toCronResponse(round);
      void reply.status(202);
      return { success: true, job: contract.name, jobId: round.id, statusUrl: `/api/v1/cron/rounds/${round.id}` };
    }
  }
  return CronNightJobController;
}
