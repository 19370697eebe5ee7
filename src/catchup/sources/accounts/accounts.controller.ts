import { Controller, Delete, Get, HttpCode, Param, ParseUUIDPipe } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Roles } from '../../../platform/auth/index.js';
import { ApiProblems } from '../../../platform/http/api-problems.js';
import { mayWrite } from '../google/google-scopes.js';
import { CalendarAccountsResponse, DisconnectResponse } from './accounts.dto.js';
import { CalendarAccounts } from './calendar-accounts.js';
import { DisconnectAccounts } from './disconnect-accounts.js';

@ApiTags('CatchUp: calendars')
@Controller('catchup/accounts')
export class CalendarAccountsController {
  constructor(
    private readonly accounts: CalendarAccounts,
    private readonly disconnects: DisconnectAccounts,
  ) {}

  @Get()
  @Roles('ADMIN', 'MANAGER', 'STAFF')
  @ApiOperation({ summary: 'Your calendar accounts, and what is wrong with them' })
  @ApiOkResponse({ type: CalendarAccountsResponse })
  @ApiProblems(400, 401, 403)
  async list(): Promise<CalendarAccountsResponse> {
    const accounts = await this.accounts.list();
    return {
      accounts: accounts.map(({ id, source, name, state, scopes, trouble, troubleAt, createdAt }) => ({
        ...{ id, source, name, state, scopes, trouble, troubleAt, createdAt },
        mayWrite: state === 'active' && (source === 'google' ? mayWrite(scopes) : source === 'caldav'),
      })),
      total: accounts.length,
    };
  }

  @Delete(':id')
  @HttpCode(200)
  @Roles('ADMIN', 'MANAGER', 'STAFF')
  @ApiOperation({ summary: 'Disconnect an account of yours, with its calendars and events' })
  @ApiOkResponse({ type: DisconnectResponse })
  @ApiProblems(400, 401, 403, 404)
  remove(@Param('id', ParseUUIDPipe) id: string): Promise<DisconnectResponse> {
    return this.disconnects.one(id);
  }
}
