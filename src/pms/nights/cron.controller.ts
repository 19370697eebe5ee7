import { applyDecorators, Body, Controller, Get, HttpCode, Param, ParseUUIDPipe, Post, Res } from '@nestjs/common';
import { ApiAcceptedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { JobContract } from '../../jobs/index.js';
import { CronSecret } from '../../platform/auth/index.js';
import { ApiProblems } from '../../platform/http/api-problems.js';
import { AvailabilityRecalc } from '../availability/availability-recalc.job.js';
import { DailyHousekeepingRound } from '../housekeeping/daily-housekeeping-round.job.js';
import { InvoiceGeneration } from '../invoices/invoice-generation.job.js';
import { NoShowCheck } from '../no-shows/no-show-check.job.js';
import { PreventiveMaintenance } from '../maintenance/preventive-maintenance.job.js';
import { CronAcceptedResponse, CronRequest, CronResponse } from './cron.dto.js';
import { CronService, toCronResponse } from './cron.service.js';
import type { NightPayload } from './night-job.js';

/** A route of the cron service: one job for each hotel, the answer when all are done, or where to ask. */
const Night = (route: string, summary: string) =>
  applyDecorators(
    Post(route),
    HttpCode(200),
    CronSecret(),
    ApiOperation({ summary: `${summary}, at every hotel of every tenant` }),
    ApiOkResponse({ type: CronResponse, description: "Every hotel is done; one hotel's failure stops no other." }),
    ApiAcceptedResponse({ type: CronAcceptedResponse, description: 'It outlasts the wait.' }),
    ApiProblems(400, 401),
  );

@ApiTags('PMS: cron')
@Controller('cron')
export class CronController {
  constructor(private readonly cron: CronService) {}

  @Night('daily-housekeeping', 'Housekeeping round')
  dailyHousekeeping(@Body() body: CronRequest, @Res({ passthrough: true }) reply: FastifyReply) {
    return this.run(DailyHousekeepingRound, body, reply);
  }

  @Night('maintenance-schedule', 'Preventive maintenance')
  maintenanceSchedule(@Body() body: CronRequest, @Res({ passthrough: true }) reply: FastifyReply) {
    return this.run(PreventiveMaintenance, body, reply);
  }

  @Night('check-no-shows', 'No-show check')
  checkNoShows(@Body() body: CronRequest, @Res({ passthrough: true }) reply: FastifyReply) {
    return this.run(NoShowCheck, body, reply);
  }

  @Night('recalc-availability', 'Availability of the next 90 days')
  recalcAvailability(@Body() body: CronRequest, @Res({ passthrough: true }) reply: FastifyReply) {
    return this.run(AvailabilityRecalc, body, reply);
  }

  @Night('generate-invoices', 'Invoices of finished stays')
  generateInvoices(@Body() body: CronRequest, @Res({ passthrough: true }) reply: FastifyReply) {
    return this.run(InvoiceGeneration, body, reply);
  }

  @Get('rounds/:id')
  @CronSecret()
  @ApiOperation({ summary: 'How far a round is' })
  @ApiOkResponse({ type: CronResponse })
  @ApiProblems(400, 401, 404)
  async round(@Param('id', ParseUUIDPipe) id: string): Promise<CronResponse> {
    return toCronResponse(await this.cron.read(id));
  }

  private async run(
    contract: JobContract<NightPayload>,
    body: CronRequest,
    reply: FastifyReply,
  ): Promise<CronResponse | CronAcceptedResponse> {
    const round = await this.cron.run(contract, body);
    if (round.finished) return toCronResponse(round);
    void reply.status(202);
    return { success: true, job: contract.name, jobId: round.id, statusUrl: `/api/v1/cron/rounds/${round.id}` };
  }
}
