import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsBoolean } from 'class-validator';
import { IfGiven } from '../../platform/http/fields.js';
import { DeadLetterFilterBody } from '../dead-letter/dead-letters.dto.js';
import { STATUSES } from '../ledger/job-row.js';
import { JobFilterBody } from '../queries/job-filter.dto.js';

const ALL = { default: false, description: 'All there are; for a request without any filter.' } as const;
const DRY_RUN = { default: false, description: 'Count only.' } as const;

export class CancelManyRequest extends JobFilterBody {
  @ApiPropertyOptional(ALL)
  @IfGiven()
  @IsBoolean()
  all?: boolean;

  @ApiPropertyOptional(DRY_RUN)
  @IfGiven()
  @IsBoolean()
  dryRun?: boolean;
}

export class RetryManyRequest extends CancelManyRequest {
  @ApiPropertyOptional({ default: false, description: 'Keep the items that were done; do the others.' })
  @IfGiven()
  @IsBoolean()
  failedItemsOnly?: boolean;
}

export class DeadLettersOfManyRequest extends DeadLetterFilterBody {
  @ApiPropertyOptional(ALL)
  @IfGiven()
  @IsBoolean()
  all?: boolean;

  @ApiPropertyOptional(DRY_RUN)
  @IfGiven()
  @IsBoolean()
  dryRun?: boolean;
}

export class CountedStateResponse {
  @ApiProperty({ enum: STATUSES }) value!: string;
  @ApiProperty() count!: number;
}

export class CountedJobsResponse {
  @ApiProperty({ description: 'Jobs that fit and can be changed so; at most 1,000,000 are counted.' })
  matched!: number;
  @ApiProperty({ description: 'There are more than are counted.' }) more!: boolean;
  @ApiProperty({ type: [CountedStateResponse], description: 'Those by state; a state without jobs is left out.' })
  states!: CountedStateResponse[];
}

export class StartedOnManyResponse extends CountedJobsResponse {
  @ApiProperty({ format: 'uuid', description: 'The job that does it: an item for each job; cancel it to stop.' })
  jobId!: string;
  @ApiProperty({ example: '/api/v1/jobs/…' }) statusUrl!: string;
  @ApiProperty({ example: '/api/v1/jobs/…/events' }) eventsUrl!: string;
}
