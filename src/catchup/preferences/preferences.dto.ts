import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsObject,
  IsString,
  Matches,
  Max,
  MaxLength,
  Min,
  ValidateIf,
  ValidateNested,
} from 'class-validator';
import { IfGiven } from '../../platform/http/fields.js';
import type { Channel, GivenPreferences, Preferences, WeekWindows } from './preferences.js';
import { LOCAL_TIME } from './windows.js';

const IsLocalTime = () => Matches(LOCAL_TIME, { message: '$property must be a local time such as 09:00' });
const CHANNELS = ['sms', 'email'] as const;
/** Windows of each weekday, in the OpenAPI document. */
export const WEEK = {
  type: 'array',
  minItems: 7,
  maxItems: 7,
  items: {
    type: 'array',
    maxItems: 8,
    items: { type: 'array', minItems: 2, maxItems: 2, items: { type: 'string', maxLength: 5 } },
  },
} as const;

/** Preferences by the names that all requests and answers have. */
type Told<P extends GivenPreferences> = Omit<P, 'timeZone'> & { timezone: string };

export function told<P extends GivenPreferences>({ timeZone, ...rest }: P): Told<P> {
  return { timezone: timeZone, ...rest };
}

export function untold<P extends object>({
  timezone,
  ...rest
}: P & { timezone: string }): Omit<P, 'timezone'> & { timeZone: string } {
  return { timeZone: timezone, ...rest };
}

export class QuietHours {
  @ApiProperty({ example: '21:00' })
  @IsString()
  @IsLocalTime()
  from!: string;

  @ApiProperty({ example: '08:00', description: 'Before `from`: on the next day' })
  @IsString()
  @IsLocalTime()
  to!: string;
}

export class DigestPreferences {
  @ApiProperty()
  @IsBoolean()
  enabled!: boolean;

  @ApiProperty({ type: 'integer', minimum: 1, maximum: 7, example: 7, description: 'Monday 1 … Sunday 7' })
  @IsInt()
  @Min(1)
  @Max(7)
  weekday!: Preferences['digest']['weekday'];

  @ApiProperty({ example: '09:00', description: 'Local' })
  @IsString()
  @IsLocalTime()
  time!: string;

  @ApiProperty({ type: 'integer', minimum: 1, maximum: 20, example: 5, description: 'Most suggestions of one message' })
  @IsInt()
  @Min(1)
  @Max(20)
  items!: number;
}

export class NoticePreferences {
  @ApiProperty({ description: 'A message at once, where somebody could come to an event of yours' })
  @IsBoolean()
  enabled!: boolean;
}

const SEVEN = 'windows must have seven lists, one for each weekday from Monday on; [] is a day without time';

export class PreferencesRequest implements Told<GivenPreferences> {
  @ApiProperty({ example: 'Europe/Lisbon', maxLength: 64, description: 'IANA zone; all times here are local in it' })
  @IsString()
  @MaxLength(64)
  timezone!: string;

  @ApiProperty({
    ...WEEK,
    description:
      'When you have time: for each weekday, Monday first, windows [from, to) in order. "24:00" may end one; [] is a day without time',
  })
  @IsArray()
  @ArrayMinSize(7, { message: SEVEN })
  @ArrayMaxSize(7, { message: SEVEN })
  windows!: WeekWindows;

  @ApiProperty({
    type: QuietHours,
    nullable: true,
    description: 'No message and no free time in these hours; null: at any time',
  })
  @ValidateIf((_, value) => value !== null)
  @IsObject()
  @ValidateNested()
  @Type(() => QuietHours)
  quiet!: QuietHours | null;

  @ApiProperty({ type: 'integer', minimum: 0, maximum: 240, description: 'Kept free before and after what is busy' })
  @IsInt()
  @Min(0)
  @Max(240)
  bufferMinutes!: number;

  @ApiProperty({
    type: 'integer',
    minimum: 0,
    maximum: 240,
    description: 'On the way to people you meet, beside the buffer',
  })
  @IsInt()
  @Min(0)
  @Max(240)
  travelMinutes!: number;

  @ApiProperty({ type: 'integer', minimum: 10, maximum: 480, description: 'Shortest time that is worth a suggestion' })
  @IsInt()
  @Min(10)
  @Max(480)
  minMinutes!: number;

  @ApiProperty({ description: 'Whether events of whole days keep these days busy' })
  @IsBoolean()
  allDayBlocks!: boolean;

  @ApiProperty({ description: 'Whether invitations without an answer keep their time busy' })
  @IsBoolean()
  pendingBlocks!: boolean;

  @ApiProperty({ type: DigestPreferences })
  @IsObject()
  @ValidateNested()
  @Type(() => DigestPreferences)
  digest!: DigestPreferences;

  @ApiPropertyOptional({ type: NoticePreferences, description: 'Left out: as they were' })
  @IfGiven()
  @IsObject()
  @ValidateNested()
  @Type(() => NoticePreferences)
  notices?: NoticePreferences;

  @ApiProperty({
    isArray: true,
    enum: CHANNELS,
    maxItems: 2,
    example: ['sms'],
    description: 'Where messages go, in this order; []: nowhere',
  })
  @IsArray()
  @ArrayMaxSize(2)
  @ArrayUnique()
  @IsIn(CHANNELS, { each: true })
  channels!: Channel[];
}

export class PreferencesResponse implements Told<Preferences> {
  @ApiProperty({ example: 'Europe/Lisbon' }) timezone!: string;
  @ApiProperty({ ...WEEK }) windows!: WeekWindows;
  @ApiProperty({ type: QuietHours, nullable: true }) quiet!: QuietHours | null;
  @ApiProperty() bufferMinutes!: number;
  @ApiProperty() travelMinutes!: number;
  @ApiProperty() minMinutes!: number;
  @ApiProperty() allDayBlocks!: boolean;
  @ApiProperty() pendingBlocks!: boolean;
  @ApiProperty({ type: DigestPreferences }) digest!: DigestPreferences;
  @ApiProperty({ type: NoticePreferences }) notices!: NoticePreferences;
  @ApiProperty({ isArray: true, enum: CHANNELS }) channels!: readonly Channel[];

  @ApiProperty({ type: Date, nullable: true, description: 'Null: never set, these are the defaults' })
  updatedAt!: Date | null;
}
