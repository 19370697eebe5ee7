import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  IsArray,
  IsIn,
  IsInt,
  IsObject,
  Matches,
  Max,
  Min,
  ValidateNested,
} from 'class-validator';
import { IsDate } from '../../platform/http/date-fields.js';
import { IfGiven, IsInstant, IsWords } from '../../platform/http/fields.js';

const LOCAL_TIME = /^([01]\d|2[0-3]):[0-5]\d$/;
const IsLocalTime = () => Matches(LOCAL_TIME, { message: '$property must be a local time such as 18:30' });

export class BlockOnceRequest {
  @ApiProperty({ format: 'date-time', example: '2027-03-01T17:00:00Z' }) @IsInstant() start!: string;
  @ApiProperty({ format: 'date-time', example: '2027-03-01T18:30:00Z', description: 'Excluded' })
  @IsInstant()
  end!: string;
}

export class BlockWeeklyRequest {
  @ApiProperty({ type: [Number], example: [2, 4], description: 'ISO: Monday 1 … Sunday 7' })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(7)
  @ArrayUnique()
  @IsInt({ each: true })
  @Min(1, { each: true })
  @Max(7, { each: true })
  weekdays!: number[];

  @ApiProperty({ example: '18:00', description: 'Local, in the zone of your preferences' })
  @IsLocalTime()
  from!: string;

  @ApiProperty({ example: '19:30', description: 'Local; not after `from`: on the next day' })
  @IsLocalTime()
  to!: string;

  @ApiPropertyOptional({ example: '2027-03-01', description: 'First date on which it begins' })
  @IfGiven()
  @IsDate()
  since?: string;

  @ApiPropertyOptional({ example: '2027-06-30', description: 'Last date on which it begins' })
  @IfGiven()
  @IsDate()
  until?: string;
}

export class CreateManualBlockRequest {
  @ApiProperty({
    enum: ['busy', 'commute'],
    description: 'A commute is on the way already: no buffer is kept beside it',
  })
  @IsIn(['busy', 'commute'])
  kind!: 'busy' | 'commute';

  @ApiPropertyOptional({ example: 'Choir' })
  @IfGiven()
  @IsWords(200)
  title?: string;

  @ApiPropertyOptional({ type: BlockOnceRequest, description: 'Either this or `weekly`' })
  @IfGiven()
  @IsObject()
  @ValidateNested()
  @Type(() => BlockOnceRequest)
  once?: BlockOnceRequest;

  @ApiPropertyOptional({ type: BlockWeeklyRequest })
  @IfGiven()
  @IsObject()
  @ValidateNested()
  @Type(() => BlockWeeklyRequest)
  weekly?: BlockWeeklyRequest;
}

export class BlockOnceResponse {
  @ApiProperty({ format: 'date-time' }) start!: Date;
  @ApiProperty({ format: 'date-time' }) end!: Date;
}

export class BlockWeeklyResponse {
  @ApiProperty({ type: [Number] }) weekdays!: number[];
  @ApiProperty({ example: '18:00' }) from!: string;
  @ApiProperty({ example: '19:30' }) to!: string;
  @ApiProperty({ type: String, nullable: true, example: '2027-03-01' }) since!: string | null;
  @ApiProperty({ type: String, nullable: true, example: '2027-06-30' }) until!: string | null;
}

export class ManualBlockResponse {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty({ enum: ['busy', 'commute'] }) kind!: 'busy' | 'commute';
  @ApiProperty({ type: String, nullable: true }) title!: string | null;
  @ApiProperty({ type: BlockOnceResponse, nullable: true }) once!: BlockOnceResponse | null;
  @ApiProperty({ type: BlockWeeklyResponse, nullable: true }) weekly!: BlockWeeklyResponse | null;
  @ApiProperty({ format: 'date-time' }) createdAt!: Date;
}

export class ManualBlocksResponse {
  @ApiProperty({ type: [ManualBlockResponse] }) blocks!: ManualBlockResponse[];
}
