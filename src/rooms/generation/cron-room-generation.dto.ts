import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsInt, IsNumber, IsOptional, IsString, Length, Max, Min } from 'class-validator';

export class ExecuteRequest {
  @ApiPropertyOptional({ minimum: 1, maximum: 1826, example: 30, description: "Default: the tenant's setting" })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(1826)
  daysAhead?: number;
}

export class StartRequest extends ExecuteRequest {
  @ApiPropertyOptional({
    example: '0 2 * * *',
    description: 'Five fields, or six with seconds first; default: what was set last',
  })
  @IsOptional()
  @IsString()
  @Length(1, 100)
  cronExpression?: string;

  @ApiPropertyOptional({
    type: String,
    nullable: true,
    example: 'Europe/Lisbon',
    description:
      "IANA zone for all hotels; null: each hotel's own. Default: what was set last, at first each hotel's own",
  })
  @IsOptional()
  @IsString()
  timezone?: string | null;

  @ApiPropertyOptional({
    minimum: 0,
    maximum: 1,
    example: 0.8,
    description: 'Share of existing room nights from which the sweep leaves a category without holes alone',
  })
  @IsOptional()
  @IsNumber({ maxDecimalPlaces: 4 })
  @Min(0)
  @Max(1)
  coverageThreshold?: number;
}

export class HotelScheduleResponse {
  @ApiProperty() hotelId!: number;
  @ApiProperty() hotel!: string;
  @ApiProperty() cronExpression!: string;
  @ApiProperty() timezone!: string;
  @ApiProperty() enabled!: boolean;
  @ApiProperty({ type: String, format: 'date-time', nullable: true }) nextRunAt!: Date | null;
  @ApiProperty({ type: String, format: 'date-time', nullable: true }) lastRunAt!: Date | null;
}

export class SchedulerStatus {
  @ApiProperty({ description: 'The same on every instance and after every restart' }) isRunning!: boolean;
  @ApiProperty() cronExpression!: string;
  @ApiProperty() daysAhead!: number;
  @ApiProperty({ type: String, nullable: true, description: "null: each hotel's own" }) timezone!: string | null;
  @ApiProperty() coverageThreshold!: number;
  @ApiProperty({ type: String, format: 'date-time', nullable: true, description: 'Earliest next run of any hotel' })
  nextRunAt!: Date | null;
  @ApiProperty({ type: [HotelScheduleResponse] }) schedules!: HotelScheduleResponse[];
}

export class SchedulerResponse {
  @ApiProperty() success!: boolean;
  @ApiProperty() message!: string;
  @ApiProperty({ type: SchedulerStatus }) data!: SchedulerStatus;
}

export class SchedulerStatusResponse {
  @ApiProperty() success!: boolean;
  @ApiProperty({ type: SchedulerStatus }) data!: SchedulerStatus;
}
