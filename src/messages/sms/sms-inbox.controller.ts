import { Controller, Get, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Roles } from '../../platform/auth/index.js';
import { ApiProblems } from '../../platform/http/api-problems.js';
import { ListSmsQuery, SmsListResponse } from './sms-inbox.dto.js';
import { SmsInbox } from './sms-inbox.service.js';

@ApiTags('SMS')
@ApiBearerAuth()
@Controller('sms')
export class SmsInboxController {
  constructor(private readonly inbox: SmsInbox) {}

  @Get('messages')
  @Roles('ADMIN', 'MANAGER', 'STAFF')
  @ApiOperation({
    summary: "One's own SMS, newest first",
    description:
      'Without a provider (SMS_ACCOUNT_SID) this is where they lie: route is inbox. Nobody else reads them. A code has its text here only where no telephone gets it: without a provider, and in the demo.',
  })
  @ApiOkResponse({ type: SmsListResponse })
  @ApiProblems(400, 401, 403)
  list(@Query() { limit, cursor }: ListSmsQuery): Promise<SmsListResponse> {
    return this.inbox.list(limit, cursor);
  }
}
