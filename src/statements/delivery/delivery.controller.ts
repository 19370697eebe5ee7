import { Body, Controller, Get, HttpCode, Param, ParseUUIDPipe, Post } from '@nestjs/common';
import { ApiAcceptedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { JobsService } from '../../jobs/index.js';
import { Roles } from '../../platform/auth/index.js';
import { invalid, notFound } from '../../platform/errors/app-error.js';
import { ApiProblems } from '../../platform/http/api-problems.js';
import { DeliveriesRepository } from './deliveries.repository.js';
import {
  RunRecipientsResponse,
  SendStatementRequest,
  StatementDeliveriesResponse,
  StatementDeliveryResponse,
  StatementsSendStartedResponse,
} from './delivery.dto.js';
import { Recipients } from './recipients.service.js';
import { StatementSend, StatementSendPayload } from './statement-send.job.js';
import { StatementSending } from './statement-sending.service.js';

@ApiTags('Statements: statements')
@Controller('statements')
export class StatementDeliveryController {
  constructor(
    private readonly sending: StatementSending,
    private readonly deliveries: DeliveriesRepository,
    private readonly recipients: Recipients,
    private readonly jobs: JobsService,
  ) {}

  @Post('send')
  @HttpCode(202)
  @Roles('ADMIN', 'MANAGER')
  @ApiOperation({
    summary: 'Send many statements: those listed, or all that a run has made',
    description: 'A job sends them; its items tell of each whether its mail was written, was there before, or why not.',
  })
  @ApiAcceptedResponse({ type: StatementsSendStartedResponse })
  @ApiProblems(400, 401, 403, 404, 429)
  async sendMany(@Body() body: StatementSendPayload): Promise<StatementsSendStartedResponse> {
    if (!body.runJobId && !body.statementIds)
      throw invalid('statementIds', 'Say which: statementIds, or the runJobId of a run');
    if (body.runJobId && !(await this.deliveries.isRun(body.runJobId))) throw notFound('Run');
    const { id } = await this.jobs.enqueue(StatementSend, body);
    return { jobId: id, ...this.jobs.links(id) };
  }

  @Get('jobs/:jobId/recipients')
  @Roles('ADMIN', 'MANAGER')
  @ApiOperation({
    summary: 'To whom the statements of a run would be sent',
    description:
      'What POST /statements/send with its runJobId would do now: to which address, and what would not be sent and why.',
  })
  @ApiOkResponse({ type: RunRecipientsResponse })
  @ApiProblems(400, 401, 403, 404)
  recipientsOf(@Param('jobId', ParseUUIDPipe) jobId: string): Promise<RunRecipientsResponse> {
    return this.recipients.ofRun(jobId);
  }

  @Post(':id/send')
  @HttpCode(202)
  @Roles('ADMIN', 'MANAGER')
  @ApiOperation({
    summary: 'Send a final statement to its owner, with the PDF attached',
    description: `It is \`sent\` once the mail server has taken the mail. When the server refuses it for good, the statement stays
final, the delivery says why, and the owner is marked (\`mailTrouble\`). Asked again, nothing more is sent unless the mail before has failed and is not
still to be sent once more, from the log of mail or by its job.`,
  })
  @ApiAcceptedResponse({ type: StatementDeliveryResponse })
  @ApiProblems(400, 401, 403, 404, 409, 429)
  async send(
    @Param('id', ParseUUIDPipe) id: string,
    @Body() body: SendStatementRequest,
  ): Promise<StatementDeliveryResponse> {
    return (await this.sending.send(id, body.message ?? null)).delivery;
  }

  @Get(':id/deliveries')
  @Roles('ADMIN', 'MANAGER')
  @ApiOperation({ summary: 'What became of the mails with the statement, newest first' })
  @ApiOkResponse({ type: StatementDeliveriesResponse })
  @ApiProblems(400, 401, 403, 404)
  async list(@Param('id', ParseUUIDPipe) id: string): Promise<StatementDeliveriesResponse> {
    return { deliveries: await this.sending.log(id) };
  }
}
