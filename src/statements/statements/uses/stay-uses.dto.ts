import { ApiProperty } from '@nestjs/swagger';
import { StatementSummaryResponse } from '../statements.dto.js';

export class StayUseResponse extends StatementSummaryResponse {
  @ApiProperty({ example: '632.00', description: "What the stay comes to on it: the sum of the stay's lines" })
  comesTo!: string;
}

export class StayUsesResponse {
  @ApiProperty({
    type: [StayUseResponse],
    description: 'By period, at most 200; also those that were voided, which count no more',
  })
  statements!: StayUseResponse[];
}
