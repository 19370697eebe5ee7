import { ApiPropertyOptional } from '@nestjs/swagger';
import { Transform, Type } from 'class-transformer';
import { IsBoolean, IsInt, Max, Min } from 'class-validator';
import { IfGiven } from '../../platform/http/fields.js';

export class TenantEventsQuery {
  @ApiPropertyOptional({
    type: 'integer',
    minimum: 0,
    description: 'As Last-Event-ID, for a reader that cannot send the header',
  })
  @IfGiven()
  @Type(() => Number)
  @IsInt()
  @Min(0)
  @Max(Number.MAX_SAFE_INTEGER)
  after?: number;

  @ApiPropertyOptional({ default: true, description: 'false: what there is after the given id, and then the end' })
  @IfGiven()
  @Transform(({ value }: { value: unknown }) => (value === 'true' ? true : value === 'false' ? false : value))
  @IsBoolean()
  follow?: boolean;
}
