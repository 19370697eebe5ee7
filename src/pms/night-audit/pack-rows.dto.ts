import { ApiProperty } from '@nestjs/swagger';

const nullableText = { type: String, nullable: true } as const;

/** A guest as a person recognises one. */
export class PackGuest {
  @ApiProperty({ ...nullableText, example: '204', description: 'null: none was given' }) room!: string | null;
  @ApiProperty({ example: 'Ana Sousa' }) guest!: string;
  @ApiProperty({ example: 'B7K2M4QX', description: 'Code of the booking' }) booking!: string;
}

export class PackNoShow extends PackGuest {
  @ApiProperty({ enum: ['NO_SHOW', 'RELEASED'], description: 'RELEASED: not guaranteed, no fee' })
  outcome!: 'NO_SHOW' | 'RELEASED';
  @ApiProperty({ example: '120.00' }) fee!: string;
  @ApiProperty({ description: 'The guest came after all, and the fee was taken back' }) cameAfterAll!: boolean;
}

/** What one guest owed, was charged, paid and owes, with tax: opening + charged - paid = closing. */
export class GuestLedgerLine extends PackGuest {
  @ApiProperty({ format: 'uuid' }) folioId!: string;
  @ApiProperty({ example: '0.00' }) opening!: string;
  @ApiProperty({ example: '110.00' }) charged!: string;
  @ApiProperty({ example: '0.00' }) paid!: string;
  @ApiProperty({ example: '110.00' }) closing!: string;
}

export const DEPARTMENTS = ['rooms', 'food', 'other', 'rounding'] as const;

export class Taxed {
  @ApiProperty({ example: '300.00' }) net!: string;
  @ApiProperty({ example: '30.00' }) tax!: string;
  @ApiProperty({ example: '330.00' }) gross!: string;
}

export class DepartmentLine extends Taxed {
  @ApiProperty({
    enum: DEPARTMENTS,
    description: 'rounding: by how much the taxes of the bills, each rounded for itself, differ from those of the sums',
  })
  department!: string;
  @ApiProperty() lines!: number;
}

/** Something that a person should look at, and about whom. */
export class AuditException {
  @ApiProperty({ example: 'ARRIVALS_DUE' }) source!: string;
  @ApiProperty() text!: string;
  @ApiProperty(nullableText) room!: string | null;
  @ApiProperty(nullableText) guest!: string | null;
  @ApiProperty({ ...nullableText, description: 'Code of the booking' }) booking!: string | null;
  @ApiProperty({ ...nullableText, example: '120.00', description: 'What it is about in money' }) amount!: string | null;
}
