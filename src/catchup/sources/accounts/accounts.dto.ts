import { ApiProperty } from '@nestjs/swagger';
import type { SourceKind } from '../calendar-source.js';

export class CalendarAccountResponse {
  @ApiProperty({ format: 'uuid' })
  id!: string;

  @ApiProperty({ enum: ['google', 'caldav', 'ics'] })
  source!: SourceKind;

  @ApiProperty({ description: 'Its address at Google, your name at a server, the title of a feed' })
  name!: string;

  @ApiProperty({
    enum: ['active', 'needs_reauth'],
    description: 'needs_reauth: connect it again, until then it is not read',
  })
  state!: 'active' | 'needs_reauth';

  @ApiProperty({ description: 'What you have allowed, as the provider says it', type: [String] })
  scopes!: string[];

  @ApiProperty({ description: 'Whether accepted suggestions can be written into its calendars' })
  mayWrite!: boolean;

  @ApiProperty({ type: String, nullable: true, description: 'Why it is not read' })
  trouble!: string | null;

  @ApiProperty({ type: Date, nullable: true })
  troubleAt!: Date | null;

  @ApiProperty()
  createdAt!: Date;
}

export class CalendarAccountsResponse {
  @ApiProperty({ type: [CalendarAccountResponse] })
  accounts!: CalendarAccountResponse[];

  @ApiProperty()
  total!: number;
}

export class DisconnectResponse {
  @ApiProperty({ description: 'Accounts that were deleted with all that was read from them' })
  removed!: number;

  @ApiProperty({
    description: 'Of these, how many permissions their providers could not be told to end; end them there yourself',
  })
  notRevoked!: number;
}
