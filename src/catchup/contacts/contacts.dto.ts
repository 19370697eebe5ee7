import { ApiProperty, ApiPropertyOptional, OmitType, PartialType } from '@nestjs/swagger';
import { Transform, Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsEmail,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  Matches,
  Max,
  MaxLength,
  Min,
} from 'class-validator';
import type { LocalDate } from '../../platform/dates/index.js';
import { IsDate } from '../../platform/http/date-fields.js';
import { IfGiven, IsWords } from '../../platform/http/fields.js';
import type { WeekWindows } from '../preferences/preferences.js';
import { WEEK } from '../preferences/preferences.dto.js';
import { SORTS, type Sort } from './contact-cursor.js';
import {
  CONTACT_SOURCES,
  type ContactSource,
  FREQUENCIES,
  type Frequency,
  IMPORTANCES,
  type Importance,
  MEDIUMS,
  type Medium,
  MOST_EMAILS,
  MOST_GROUPS,
} from './contact-types.js';

const PHONE = /^\+?\d[\d\s().,/-]{3,30}$/;

export class CreateContactRequest {
  @ApiProperty({ example: 'Ana Sousa' })
  @IsWords(200)
  name!: string;

  @ApiPropertyOptional({
    ...{ type: [String], maxItems: MOST_EMAILS, example: ['ana@example.com'] },
    description: 'Events with one of these addresses tell when you last met',
  })
  @IfGiven()
  @IsArray()
  @ArrayMaxSize(MOST_EMAILS)
  @Transform(({ value }: { value: unknown }) =>
    Array.isArray(value)
      ? value.map((one: unknown) => (typeof one === 'string' ? one.trim().toLowerCase() : one))
      : value,
  )
  @IsEmail({}, { each: true })
  @MaxLength(254, { each: true })
  emails?: string[];

  @ApiPropertyOptional({ type: String, nullable: true, example: '+351 912 345 678' })
  @IsOptional()
  @IsString()
  @Matches(PHONE, { message: 'phone must be a telephone number such as +351 912 345 678' })
  phone?: string | null;

  @ApiPropertyOptional({
    ...{ enum: FREQUENCIES, default: 'na' },
    description: 'How often you want to meet. flexible: after two months, when nobody else is due; na: never suggested',
  })
  @IfGiven()
  @IsIn(FREQUENCIES)
  frequency?: Frequency;

  @ApiPropertyOptional({ enum: IMPORTANCES, default: 'normal', description: 'Close friends go first' })
  @IfGiven()
  @IsIn(IMPORTANCES)
  importance?: Importance;

  @ApiPropertyOptional({ enum: MEDIUMS, default: 'in_person', description: 'A call needs no time on the way' })
  @IfGiven()
  @IsIn(MEDIUMS)
  medium?: Medium;

  @ApiPropertyOptional({ minimum: 10, maximum: 480, default: 60, description: 'How long you meet' })
  @IfGiven()
  @IsInt()
  @Min(10)
  @Max(480)
  minutes?: number;

  @ApiPropertyOptional({
    ...{ ...WEEK, nullable: true },
    description: 'When you meet this person, in place of your own windows and in their form; null: in your own',
  })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(7)
  windows?: WeekWindows | null;

  @ApiPropertyOptional({
    ...{ type: String, nullable: true, example: '1985-03-01' },
    description: '--03-01 without its year. One on 29 February is on the 28th in other years',
  })
  @IsOptional()
  @IsString()
  @MaxLength(10)
  birthday?: string | null;

  @ApiPropertyOptional({ type: String, nullable: true, maxLength: 2_000 })
  @IsOptional()
  @IsWords(2_000)
  note?: string | null;

  @ApiPropertyOptional({ type: [String], maxItems: MOST_GROUPS, example: ['Book club'] })
  @IfGiven()
  @IsArray()
  @ArrayMaxSize(MOST_GROUPS)
  @IsString({ each: true })
  @Matches(/^(?=.*\S)[^\p{Cc}]{1,50}$/u, { each: true, message: 'each of groups must have 1 to 50 characters' })
  groups?: string[];

  @ApiPropertyOptional({
    example: '2026-01-31',
    description: 'The day on which you last met; days are counted from it',
  })
  @IfGiven()
  @IsDate()
  lastContactOn?: string;
}

export class UpdateContactRequest extends PartialType(OmitType(CreateContactRequest, ['lastContactOn']), {
  skipNullProperties: false,
}) {}

export class MetContactRequest {
  @ApiPropertyOptional({
    example: '2026-01-31',
    description: 'Default: today. A day before the last known one changes nothing',
  })
  @IfGiven()
  @IsDate()
  on?: string;
}

export class ContactsQuery {
  @ApiPropertyOptional({ minLength: 1, maxLength: 100, description: 'In the name, an address or the number' })
  @IfGiven()
  @IsWords(100)
  search?: string;

  @ApiPropertyOptional({ maxLength: 50 })
  @IfGiven()
  @IsWords(50)
  group?: string;

  @ApiPropertyOptional({ enum: FREQUENCIES })
  @IfGiven()
  @IsIn(FREQUENCIES)
  frequency?: Frequency;

  @ApiPropertyOptional({
    enum: SORTS,
    default: 'name',
    description: 'lateness: the latest first, counted in intervals',
  })
  @IfGiven()
  @IsIn(SORTS)
  sort: Sort = 'name';

  @ApiPropertyOptional({ minimum: 1, maximum: 200, default: 50 })
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(200)
  limit: number = 50;

  @ApiPropertyOptional({ description: 'nextCursor of the page before' })
  @IfGiven()
  @IsString()
  @MaxLength(1_000)
  cursor?: string;
}

export class NextBirthdayResponse {
  @ApiProperty({ example: '2027-03-01' }) on!: string;
  @ApiProperty() inDays!: number;
  @ApiProperty({ type: Number, nullable: true, description: 'Null: the year is not known' }) turns!: number | null;
}

export class ContactResponse {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty() name!: string;
  @ApiProperty({ type: [String] }) emails!: string[];
  @ApiProperty({ type: String, nullable: true }) phone!: string | null;
  @ApiProperty({ enum: FREQUENCIES }) frequency!: Frequency;
  @ApiProperty({ enum: IMPORTANCES }) importance!: Importance;
  @ApiProperty({ enum: MEDIUMS }) medium!: Medium;
  @ApiProperty() minutes!: number;
  @ApiProperty({ ...WEEK, nullable: true }) windows!: WeekWindows | null;
  @ApiProperty({ type: String, nullable: true, example: '--03-01' }) birthday!: string | null;
  @ApiProperty({ type: String, nullable: true }) note!: string | null;
  @ApiProperty({ type: [String] }) groups!: string[];
  @ApiProperty({ type: String, format: 'date-time', nullable: true }) lastContactAt!: Date | null;
  @ApiProperty({
    ...{ enum: CONTACT_SOURCES, nullable: true },
    description: 'How it is known: from you, from your calendar, from a suggestion you accepted',
  })
  lastContactSource!: ContactSource | null;
  @ApiProperty({ type: String, nullable: true, description: 'No suggestion before this day' })
  pausedUntil!: LocalDate | null;
  @ApiProperty({ format: 'date-time' }) createdAt!: Date;
  @ApiProperty({ type: String, nullable: true, description: 'Your local day; null: never met' })
  lastContactOn!: LocalDate | null;
  @ApiProperty({ description: 'Days since then, or since the contact was noted down' }) daysSince!: number;
  @ApiProperty({ type: String, nullable: true, example: '2026-02-28', description: 'Null: never due' })
  dueOn!: LocalDate | null;
  @ApiProperty() due!: boolean;
  @ApiProperty() daysOverdue!: number;
  @ApiProperty({
    type: Number,
    nullable: true,
    description: 'Days since then in intervals: 1.5 is half an interval late',
  })
  ratio!: number | null;
  @ApiProperty({ type: NextBirthdayResponse, nullable: true }) nextBirthday!: NextBirthdayResponse | null;
}

export class ContactsResponse {
  @ApiProperty({ type: [ContactResponse] }) contacts!: ContactResponse[];
  @ApiProperty({ type: String, nullable: true, description: 'Null: this is the last page' }) nextCursor!: string | null;
}
