import { ApiProperty } from '@nestjs/swagger';
import { LINE_KINDS, PAID_BY } from '../folios/folio-row.js';
import { AuditCheckResponse } from './business-days.dto.js';
import { AuditException, DepartmentLine, GuestLedgerLine, PackGuest, PackNoShow, Taxed } from './pack-rows.dto.js';

const nullableMoney = { type: String, nullable: true, example: '112.40' } as const;

class PackHotel {
  @ApiProperty() id!: number;
  @ApiProperty() name!: string;
  @ApiProperty({ type: String, nullable: true }) legalName!: string | null;
  @ApiProperty({ example: 'Europe/Lisbon' }) timezone!: string;
  @ApiProperty({ example: 'EUR' }) currency!: string;
}

export class NightFigures {
  @ApiProperty({ description: 'Rooms of the hotel' }) rooms!: number;
  @ApiProperty() outOfOrder!: number;
  @ApiProperty({ description: 'Rooms slept in on the night of the date' }) occupied!: number;
  @ApiProperty({
    ...nullableMoney,
    example: '75.00',
    description: 'Percent of rooms in order; null when there are none',
  })
  occupancyPct!: string | null;
  @ApiProperty({
    ...nullableMoney,
    description: 'ADR: what the nights of the date come to, less what took them back, per occupied room, without tax',
  })
  averageDailyRate!: string | null;
  @ApiProperty({ ...nullableMoney, description: 'RevPAR: the same per room in order' })
  revenuePerRoom!: string | null;
  @ApiProperty({ description: 'Guests who came on the business date' }) arrivals!: number;
  @ApiProperty({ description: 'Guests who left on the business date' }) departures!: number;
  @ApiProperty() guestsInHouse!: number;
  @ApiProperty({
    description: 'Guaranteed and not come, by the records of the business date; who came after all is none',
  })
  noShows!: number;
  @ApiProperty({ description: 'The same without guarantee: released without a fee' }) released!: number;
  @ApiProperty() cancellations!: number;
  @ApiProperty() bookingsMade!: number;
}

export class RevenueLine {
  @ApiProperty({ enum: [...LINE_KINDS, 'rounding'] }) kind!: string;
  @ApiProperty() taxCode!: string;
  @ApiProperty({ example: '10.0000' }) taxRate!: string;
  @ApiProperty() lines!: number;
  @ApiProperty({ example: '300.00' }) net!: string;
  @ApiProperty({ example: '30.00' }) tax!: string;
  @ApiProperty({ example: '330.00' }) gross!: string;
}

export class PaymentLine {
  @ApiProperty({ enum: PAID_BY, description: 'deposit: taken before, and now applied' }) method!: string;
  @ApiProperty() count!: number;
  @ApiProperty({ example: '330.00' }) amount!: string;
}

/** What the hotel owes guests who have paid before their stay: opening + received - refunded - applied = closing. */
export class DepositLedger {
  @ApiProperty({ example: '400.00' }) opening!: string;
  @ApiProperty({ example: '100.00' }) received!: string;
  @ApiProperty({ example: '0.00' }) refunded!: string;
  @ApiProperty({ example: '150.00', description: 'Paid bills, and is among the payments of the date' })
  applied!: string;
  @ApiProperty({ example: '350.00' }) closing!: string;
}

/** What guests owe the hotel: opening + charged - paid = closing. */
export class TrialBalance {
  @ApiProperty({ example: '1200.00' }) opening!: string;
  @ApiProperty({ example: '330.00' }) charged!: string;
  @ApiProperty({ example: '500.00' }) paid!: string;
  @ApiProperty({ example: '1030.00' }) closing!: string;
  @ApiProperty({ type: DepositLedger, description: 'Not part of the balance above, and not revenue' })
  deposits!: DepositLedger;
}

export class JobLine {
  @ApiProperty() jobName!: string;
  @ApiProperty({ type: String, format: 'uuid', nullable: true }) jobId!: string | null;
  @ApiProperty({ type: String, format: 'date-time', nullable: true }) finishedAt!: string | null;
  @ApiProperty({
    type: 'object',
    additionalProperties: true,
    nullable: true,
    description: 'Null: it did not run. Of the no-show check: what all its runs did for the date',
  })
  result!: Record<string, unknown> | null;
  @ApiProperty({ description: 'The same in words' }) text!: string;
}

/** How and by whom a day was closed. */
export class PackClosing {
  @ApiProperty({ format: 'date-time' }) at!: string;
  @ApiProperty({ type: String, nullable: true, description: 'E-mail address' }) by!: string | null;
  @ApiProperty({ format: 'date-time', description: 'From when it might be closed without a reason' })
  closableFrom!: string;
  @ApiProperty({ type: String, nullable: true, description: 'Why it was closed before' }) earlyReason!: string | null;
}

/** A hotel's night on one page. Amounts are decimal strings in the hotel's currency. */
export class NightAuditPack {
  @ApiProperty({ type: PackHotel }) hotel!: PackHotel;
  @ApiProperty({ example: '2026-03-01' }) businessDate!: string;
  @ApiProperty({ enum: ['preliminary', 'final'], description: 'Frozen when the day was closed' })
  status!: 'preliminary' | 'final';
  @ApiProperty({ format: 'date-time' }) generatedAt!: string;
  @ApiProperty({ type: PackClosing, nullable: true, description: 'null: the day is open' })
  closing!: PackClosing | null;
  @ApiProperty({ type: NightFigures }) figures!: NightFigures;
  @ApiProperty({ type: [RevenueLine], description: 'What was charged on the date' }) revenue!: RevenueLine[];
  @ApiProperty({ type: [DepartmentLine], description: 'The same by department' }) departments!: DepartmentLine[];
  @ApiProperty({ type: Taxed, description: 'Sum of either; its gross is `trialBalance.charged`' }) revenueTotal!: Taxed;
  @ApiProperty({ type: [PaymentLine], description: 'What paid bills; `deposit` was taken before' })
  payments!: PaymentLine[];
  @ApiProperty({
    type: [PaymentLine],
    description: 'Deposits taken, less those given back: in the till beside the payments',
  })
  depositPayments!: PaymentLine[];
  @ApiProperty({ type: TrialBalance }) trialBalance!: TrialBalance;
  @ApiProperty({
    type: [GuestLedgerLine],
    description: 'Guests in the house, and who was charged, paid or owes; by room',
  })
  guestLedger!: GuestLedgerLine[];
  @ApiProperty({ type: [PackGuest], description: 'Who came on the business date' }) arrived!: PackGuest[];
  @ApiProperty({ type: [PackGuest], description: 'Who left on the business date' }) departed!: PackGuest[];
  @ApiProperty({ type: [PackNoShow], description: 'Who did not come, by the records of the business date' })
  notCome!: PackNoShow[];
  @ApiProperty({ type: [JobLine] }) jobs!: JobLine[];
  @ApiProperty({ type: [AuditCheckResponse] }) checks!: AuditCheckResponse[];
  @ApiProperty({ type: [AuditException] }) exceptions!: AuditException[];
}
