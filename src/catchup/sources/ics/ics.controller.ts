import { Body, Controller, Post } from '@nestjs/common';
import { ApiCreatedResponse, ApiOperation, ApiProperty, ApiTags } from '@nestjs/swagger';
import { IsString, MaxLength, MinLength } from 'class-validator';
import { Roles } from '../../../platform/auth/index.js';
import { ApiProblems } from '../../../platform/http/api-problems.js';
import { IsWords } from '../../../platform/http/fields.js';
import { TakesNoIdempotencyKey } from '../../../platform/http/idempotency/answer-rules.js';
import { ConnectedAccountResponse } from '../accounts/connected.dto.js';
import { IcsConnections } from './ics-connections.js';

export class ConnectIcsRequest {
  @ApiProperty({ example: 'webcal://calendar.example.com/holidays.ics', description: 'https or webcal' })
  @IsString()
  @MinLength(1)
  @MaxLength(2_048)
  url!: string;

  @ApiProperty({ example: 'Holidays', description: 'One of this name that is there already gets the new address' })
  @IsWords(200)
  name!: string;
}

@ApiTags('CatchUp: calendars')
@Controller('catchup/accounts/ics')
export class IcsController {
  constructor(private readonly connections: IcsConnections) {}

  @Post()
  @Roles('ADMIN', 'MANAGER', 'STAFF')
  @TakesNoIdempotencyKey()
  @ApiOperation({ summary: 'Subscribe to a calendar by its address; it is read before it is kept' })
  @ApiCreatedResponse({ type: ConnectedAccountResponse })
  @ApiProblems(400, 401, 403, 409, 422)
  async connect(@Body() { url, name }: ConnectIcsRequest): Promise<ConnectedAccountResponse> {
    const { id } = await this.connections.connect(url, name);
    return { id, source: 'ics', name, calendars: 1 };
  }
}
