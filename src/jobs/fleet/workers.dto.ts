import { ApiProperty } from '@nestjs/swagger';

const when = { type: String, format: 'date-time' } as const;

export class WorkerKindResponse {
  @ApiProperty({ example: 'room-generation' }) name!: string;
  @ApiProperty({ description: 'Jobs of this kind that run on the worker now.' }) running!: number;
  @ApiProperty({ description: 'Jobs of this kind that it runs at a time at most.' }) places!: number;
  @ApiProperty({
    type: Number,
    nullable: true,
    description: 'Average run of an attempt, ms; null: none has run there.',
  })
  averageMs!: number | null;
}

export class WorkerResponse {
  @ApiProperty({ example: 'worker-1:4711:9f2c41d0', description: 'As the attempts of jobs name it.' }) id!: string;
  @ApiProperty() host!: string;
  @ApiProperty({ type: 'integer', nullable: true }) pid!: number | null;
  @ApiProperty({ type: String, nullable: true }) version!: string | null;
  @ApiProperty({
    description: 'It was heard of lately; one that was not counts as gone, and its jobs are given to others.',
  })
  alive!: boolean;
  @ApiProperty(when) startedAt!: Date;
  @ApiProperty({ ...when, description: 'Last heartbeat.' }) seenAt!: Date;
  @ApiProperty({ description: 'Jobs that run on it now.' }) running!: number;
  @ApiProperty({ description: 'Jobs of all kinds that it runs at a time at most.' }) places!: number;
  @ApiProperty({ type: [WorkerKindResponse] }) kinds!: WorkerKindResponse[];
}

export class WorkerListResponse {
  @ApiProperty({ type: [WorkerResponse] }) workers!: WorkerResponse[];
  @ApiProperty() total!: number;
}
