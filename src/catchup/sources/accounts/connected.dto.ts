import { ApiProperty } from '@nestjs/swagger';
import type { SourceKind } from '../calendar-source.js';

export class ConnectedAccountResponse {
  @ApiProperty({ format: 'uuid' })
  id!: string;

  @ApiProperty({ enum: ['google', 'caldav', 'ics'] })
  source!: SourceKind;

  @ApiProperty({ description: 'By which the account is listed' })
  name!: string;

  @ApiProperty({ description: 'How many calendars were found' })
  calendars!: number;
}
