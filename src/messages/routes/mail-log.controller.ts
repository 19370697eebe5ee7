import { Controller, Get, HttpCode, Param, ParseUUIDPipe, Post, Query } from '@nestjs/common';
import { ApiAcceptedResponse, ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { JobsService } from '../../jobs/index.js';
import { CurrentPrincipal, Roles } from '../../platform/auth/index.js';
import { AppError } from '../../platform/errors/app-error.js';
import { ApiProblems } from '../../platform/http/api-problems.js';
import type { Principal } from '../../platform/tenancy/context.js';
import { Messages, type SentMessage } from '../sending/messages.js';
import { MailTest } from '../templates/mail-test.mail.js';
import {
  ListMailQuery,
  MailAcceptedResponse,
  MailMessageDetailResponse,
  MailMessageListResponse,
} from './mail-log.dto.js';
import { MailLog } from './mail-log.service.js';

@ApiTags('Mail')
@ApiBearerAuth()
@Controller('mail')
export class MailLogController {
  constructor(
    private readonly log: MailLog,
    private readonly messages: Messages,
    private readonly jobs: JobsService,
  ) {}

  @Get('messages')
  @Roles('ADMIN')
  @ApiOperation({
    summary: 'Mails written, newest first',
    description: 'Without a mail server (SMTP_URL, SMTP_HOST) this is where they lie: route is inbox.',
  })
  @ApiOkResponse({ type: MailMessageListResponse })
  @ApiProblems(400, 401, 403)
  list(@Query() query: ListMailQuery): Promise<MailMessageListResponse> {
    return this.log.list({
      ...query,
      from: query.from ? new Date(query.from) : undefined,
      to: query.to ? new Date(query.to) : undefined,
    });
  }

  @Get('messages/:id')
  @Roles('ADMIN')
  @ApiOperation({ summary: 'One mail as it was written' })
  @ApiOkResponse({ type: MailMessageDetailResponse })
  @ApiProblems(400, 401, 403, 404)
  get(@Param('id', ParseUUIDPipe) id: string): Promise<MailMessageDetailResponse> {
    return this.log.get(id);
  }

  @Post('messages/:id/resend')
  @HttpCode(202)
  @Roles('ADMIN')
  @ApiOperation({ summary: 'Send a mail once more, as a mail of its own' })
  @ApiAcceptedResponse({ type: MailAcceptedResponse })
  @ApiProblems(400, 401, 403, 404, 409, 429)
  async resend(@Param('id', ParseUUIDPipe) id: string): Promise<MailAcceptedResponse> {
    return this.accepted(await this.log.resend(id));
  }

  @Post('test')
  @HttpCode(202)
  @Roles('ADMIN')
  @ApiOperation({ summary: "Send a mail to oneself, to see whether mail works and how the tenant's sender looks" })
  @ApiAcceptedResponse({ type: MailAcceptedResponse })
  @ApiProblems(400, 401, 403, 409, 429)
  async test(@CurrentPrincipal() { email, userId }: Principal): Promise<MailAcceptedResponse> {
    if (!email) throw new AppError('CONFLICT', 'This credential has no mail address; log in as a person');
    const key = `mail-test:${userId ?? email}:${new Date().toISOString()}`;
    return this.accepted(await this.messages.send({ key, template: MailTest, to: { address: email }, data: {} }));
  }

  private accepted({ id, jobId }: SentMessage): MailAcceptedResponse {
    return { messageId: id, jobId: jobId!, ...this.jobs.links(jobId!) };
  }
}
