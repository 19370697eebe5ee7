import { ApiProperty } from '@nestjs/swagger';
import { IsDate } from '../../../platform/http/date-fields.js';

export class TrustCheckQuery {
  @ApiProperty({ example: '2026-03-31', description: 'Until the end of this day' })
  @IsDate()
  asOf!: string;
}

export class TrustManagerResponse {
  @ApiProperty({ description: "Fees, and what else of the stays is not the owners', less taxes" }) earned!: string;
  @ApiProperty({ description: 'Taken out by the manager' }) withdrawn!: string;
  @ApiProperty({ description: 'Expenses charged to owners, less those paid from the account' }) expenses!: string;
  @ApiProperty({ description: 'Interest less fees of the bank' }) bank!: string;
  @ApiProperty({ description: 'Amounts that owners were given by hand' }) given!: string;
  @ApiProperty({ description: "What is the manager's" }) total!: string;
}

export class TrustTaxesResponse {
  @ApiProperty({ description: 'Of stays that are stated, to be handed over by the manager' }) collected!: string;
  @ApiProperty() remitted!: string;
  @ApiProperty() unpaid!: string;
}

export class TrustChannelResponse {
  @ApiProperty({ example: 'airbnb', description: 'none: movements without a channel' }) channel!: string;
  @ApiProperty() received!: string;
  @ApiProperty({ description: 'What its stated stays come to' }) stated!: string;
  @ApiProperty({ description: 'Above zero: received and not stated; below: stated and not received' }) gap!: string;
}

export class TrustStayResponse {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty() code!: string;
  @ApiProperty() channel!: string;
  @ApiProperty({ example: '2026-03-28' }) checkIn!: string;
  @ApiProperty({ example: '2026-04-03' }) checkOut!: string;
  @ApiProperty({ description: 'What it comes to' }) amount!: string;
}

export class TrustCurrencyResponse {
  @ApiProperty({ example: 'EUR' }) currency!: string;
  @ApiProperty({
    description: 'Movements of the account and transfers that files of channels tell, less payouts to owners',
  })
  bank!: string;
  @ApiProperty({ description: 'Lines of final statements and opening balances, less payouts' }) owners!: string;
  @ApiProperty({ type: TrustManagerResponse }) manager!: TrustManagerResponse;
  @ApiProperty({ type: TrustTaxesResponse }) taxes!: TrustTaxesResponse;
  @ApiProperty({ description: 'bank - owners - manager - unpaid taxes' }) difference!: string;
  @ApiProperty({ type: [TrustChannelResponse], description: 'Explain the difference, with the two below' })
  channels!: TrustChannelResponse[];
  @ApiProperty({ description: 'Paid in by owners, less what their statements opened with' }) deposits!: string;
  @ApiProperty() corrections!: string;
  @ApiProperty({ example: '0.00' }) unexplained!: string;
  @ApiProperty({ description: 'Stays converted from another currency: what owners were told is taken for all of them' })
  convertedStays!: number;
  @ApiProperty({
    type: [TrustStayResponse],
    description: 'When money came that is not stated: stays that have begun, the latest hundred',
  })
  notStated!: TrustStayResponse[];
  @ApiProperty({ type: [TrustStayResponse], description: 'When stated money has not come: the last stated, a hundred' })
  latestStated!: TrustStayResponse[];
}

export class TrustCheckResponse {
  @ApiProperty({ example: '2026-03-31' }) asOf!: string;
  @ApiProperty({ description: 'Every currency without a difference' }) balanced!: boolean;
  @ApiProperty({ type: [TrustCurrencyResponse] }) currencies!: TrustCurrencyResponse[];
}
