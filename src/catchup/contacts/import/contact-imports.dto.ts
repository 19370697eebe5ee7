import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn } from 'class-validator';
import { IfGiven } from '../../../platform/http/fields.js';
import { FREQUENCIES, type Frequency } from '../contact-types.js';
import type { MatchedBy } from './match.js';
import type { UnusedField } from './unused-fields.js';

export class ContactImportQuery {
  @ApiPropertyOptional({
    ...{ enum: FREQUENCIES, default: 'na' },
    description: 'Of those whose file has no column "frequency"; with na they are in the list, and are never suggested',
  })
  @IfGiven()
  @IsIn(FREQUENCIES)
  frequency: Frequency = 'na';
}

const OUTCOMES = ['new', 'known', 'unreadable'] as const;

export class ImportEntryResponse {
  @ApiProperty({ description: 'Line of the file on which it begins' }) line!: number;
  @ApiProperty({ enum: OUTCOMES, description: 'known: there already, or earlier in the file; it is left as it is' })
  outcome!: (typeof OUTCOMES)[number];
  @ApiProperty({ type: String, nullable: true }) name!: string | null;
  @ApiProperty({ type: [String] }) emails!: string[];
  @ApiProperty({ type: String, nullable: true }) phone!: string | null;
  @ApiProperty({ type: String, nullable: true, example: '--03-01' }) birthday!: string | null;
  @ApiProperty({ enum: ['email', 'phone', 'name'], nullable: true, description: 'By what it was recognised' })
  matchedBy!: MatchedBy | null;
  @ApiProperty({
    type: String,
    format: 'uuid',
    nullable: true,
    description: 'Of one that is there; null in a preview of a new one',
  })
  contactId!: string | null;
  @ApiProperty({ type: String, nullable: true, description: 'Why it is no contact' }) problem!: string | null;
  @ApiProperty({ type: [String], description: 'What is left out of it' }) warnings!: string[];
}

export class UnusedFieldResponse implements UnusedField {
  @ApiProperty({ example: 'Address 1 - Street', description: 'As the file names it' }) name!: string;
  @ApiProperty({ description: 'Rows or cards that had a value there which is in no contact' }) count!: number;
}

export class NotTakenResponse {
  @ApiProperty({ description: 'Line of the file on which it begins' }) line!: number;
  @ApiProperty({ type: String, nullable: true }) name!: string | null;
  @ApiProperty({ example: 'There already as Ana Sousa, by the e-mail address' }) reason!: string;
}

export class ContactImportResponse {
  @ApiProperty({ enum: ['csv', 'vcard'] }) format!: 'csv' | 'vcard';
  @ApiProperty({ description: 'False: a preview, nothing was written' }) written!: boolean;
  @ApiProperty() added!: number;
  @ApiProperty({ description: 'There already: nothing of them was changed' }) known!: number;
  @ApiProperty() unreadable!: number;
  @ApiProperty({ type: [ImportEntryResponse], description: 'In the order of the file, at most 500' })
  entries!: ImportEntryResponse[];
  @ApiProperty({ description: 'Entries beyond these' }) leftOut!: number;
  @ApiProperty({
    type: [NotTakenResponse],
    description: 'Rows or cards of which no contact is made, and why, in the order of the file; at most 500',
  })
  notTaken!: NotTakenResponse[];
  @ApiProperty({ description: 'Further ones of these' }) notTakenLeftOut!: number;
  @ApiProperty({
    type: [UnusedFieldResponse],
    description: `Columns, or properties of cards, of which something is not taken, those in which most is lost first; at most 200.
With count 0: a column that is not read, and in which nothing stands. Also a company beside a name, and numbers beside the one that is kept.`,
  })
  unused!: UnusedFieldResponse[];
  @ApiProperty({ description: 'Further ones of these' }) unusedLeftOut!: number;
}
