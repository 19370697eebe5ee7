import { Body, Controller, Delete, Get, HttpCode, Param, Post, Put, Query } from '@nestjs/common';
import {
  ApiBearerAuth,
  ApiCreatedResponse,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import { Roles } from '../../platform/auth/index.js';
import { ApiProblems } from '../../platform/http/api-problems.js';
import { PageQuery } from '../../platform/http/page.query.js';
import { mailboxText } from '../../platform/mail/mail-address.js';
import { MailSenders } from '../../platform/mail/mail-senders.js';
import { MailTransport } from '../../platform/mail/mail.transport.js';
import { Suppressions } from '../../platform/mail/suppressions.js';
import {
  MailSenderRequest,
  MailSenderResponse,
  SuppressionListResponse,
  SuppressionRequest,
  SuppressionResponse,
} from './mail-settings.dto.js';

@ApiTags('Mail')
@ApiBearerAuth()
@Controller('mail')
export class MailSettingsController {
  constructor(
    private readonly senders: MailSenders,
    private readonly suppressions: Suppressions,
    private readonly transport: MailTransport,
  ) {}

  @Get('sender')
  @Roles('ADMIN')
  @ApiOperation({ summary: 'As whom the tenant writes' })
  @ApiOkResponse({ type: MailSenderResponse })
  @ApiProblems(401, 403)
  async sender(): Promise<MailSenderResponse> {
    return this.view(await this.senders.get());
  }

  @Put('sender')
  @Roles('ADMIN')
  @ApiOperation({ summary: 'Set as whom the tenant writes; what is left out is as the server has it' })
  @ApiOkResponse({ type: MailSenderResponse })
  @ApiProblems(400, 401, 403)
  async putSender(@Body() body: MailSenderRequest): Promise<MailSenderResponse> {
    const { name = null, replyTo = null, fromAddress = null } = body;
    return this.view(await this.senders.put({ name, replyTo, fromAddress }));
  }

  @Get('suppressions')
  @Roles('ADMIN')
  @ApiOperation({ summary: 'Addresses that get no mail of the tenant, newest first' })
  @ApiOkResponse({ type: SuppressionListResponse })
  @ApiProblems(400, 401, 403)
  list(@Query() { limit, offset }: PageQuery): Promise<SuppressionListResponse> {
    return this.suppressions.list(limit, offset);
  }

  @Post('suppressions')
  @Roles('ADMIN')
  @ApiOperation({ summary: 'Send no more mail to an address: after a complaint, a bounce, or a wish' })
  @ApiCreatedResponse({ type: SuppressionResponse })
  @ApiProblems(400, 401, 403)
  add(@Body() { address, detail }: SuppressionRequest): Promise<SuppressionResponse> {
    return this.suppressions.add(address, 'added', detail ?? null);
  }

  @Get('suppressions/:address')
  @Roles('ADMIN')
  @ApiOperation({ summary: 'Why an address gets no mail' })
  @ApiOkResponse({ type: SuppressionResponse })
  @ApiProblems(401, 403, 404)
  get(@Param('address') address: string): Promise<SuppressionResponse> {
    return this.suppressions.get(address);
  }

  @Delete('suppressions/:address')
  @HttpCode(204)
  @Roles('ADMIN')
  @ApiOperation({ summary: 'Send mail to an address again' })
  @ApiNoContentResponse()
  @ApiProblems(401, 403, 404)
  remove(@Param('address') address: string): Promise<void> {
    return this.suppressions.remove(address);
  }

  private view({ name, replyTo, fromAddress, sender }: Awaited<ReturnType<MailSenders['get']>>): MailSenderResponse {
    const route = this.transport.configured ? 'smtp' : 'inbox';
    return { name, replyTo, fromAddress, from: mailboxText(sender.from), route };
  }
}
