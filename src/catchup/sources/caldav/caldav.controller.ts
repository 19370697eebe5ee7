import { Body, Controller, Post } from '@nestjs/common';
import { ApiCreatedResponse, ApiOperation, ApiProperty, ApiTags } from '@nestjs/swagger';
import { IsString, Matches, MaxLength, MinLength } from 'class-validator';
import { Roles } from '../../../platform/auth/index.js';
import { ApiProblems } from '../../../platform/http/api-problems.js';
import { TakesNoIdempotencyKey } from '../../../platform/http/idempotency/answer-rules.js';
import { ConnectedAccountResponse } from '../accounts/connected.dto.js';
import { CalDavConnections } from './caldav-connections.js';

export class ConnectCalDavRequest {
  @ApiProperty({ example: 'https://caldav.icloud.com' })
  @IsString()
  @MinLength(1)
  @MaxLength(2_048)
  serverUrl!: string;

  @ApiProperty({ example: 'anna@example.com' })
  // A colon ends the name in a log-in by Basic.
  @Matches(/^[^\0-\x1f:]{1,200}$/, { message: 'username must have 1 to 200 characters, none of them a colon' })
  username!: string;

  @ApiProperty({
    example: 'abcd-efgh-ijkl-mnop',
    description: 'Often one for this purpose alone, which the server gives you',
  })
  @IsString()
  @MinLength(1)
  @MaxLength(500)
  @Matches(/^[^\0]*$/, { message: 'password must not hold the character NUL' })
  password!: string;
}

@ApiTags('CatchUp: calendars')
@Controller('catchup/accounts/caldav')
export class CalDavController {
  constructor(private readonly connections: CalDavConnections) {}

  @Post()
  @Roles('ADMIN', 'MANAGER', 'STAFF')
  @TakesNoIdempotencyKey()
  @ApiOperation({
    summary: 'Connect an account at a CalDAV server (iCloud, Nextcloud, Fastmail …); it is tried before it is kept',
  })
  @ApiCreatedResponse({ type: ConnectedAccountResponse })
  @ApiProblems(400, 401, 403, 409, 422)
  async connect(@Body() { serverUrl, username, password }: ConnectCalDavRequest): Promise<ConnectedAccountResponse> {
    const { account, name, calendars } = await this.connections.connect(serverUrl, username, password);
    return { id: account.id, source: 'caldav', name, calendars };
  }
}
