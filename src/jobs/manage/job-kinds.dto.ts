import { ApiProperty } from '@nestjs/swagger';

export class JobKindResponse {
  @ApiProperty({ example: 'room-generation', description: 'For `type` of POST /jobs; also the name of its queue.' })
  name!: string;
  @ApiProperty({ example: 'Room nights of a category', description: 'What people call it.' }) title!: string;
  @ApiProperty({ description: 'What it does, in a sentence.' }) summary!: string;
  @ApiProperty({ description: 'Attempts before a job is a dead letter, unless options say otherwise.' })
  attempts!: number;
  @ApiProperty({ description: 'Its priority, unless options say otherwise: 0 is most urgent.' }) priority!: number;
  @ApiProperty({ description: 'The longest that one attempt may take, ms.' }) deadlineMs!: number;
  @ApiProperty({
    type: 'object',
    additionalProperties: true,
    description: 'JSON schema of its data, whole: without references.',
  })
  schema!: Record<string, unknown>;
}

export class JobKindTitleResponse {
  @ApiProperty({ example: 'room-generation', description: 'As jobs, queues and filters name it.' }) name!: string;
  @ApiProperty({ example: 'Room nights of a category', description: 'What people call it.' }) title!: string;
}

export class JobKindTitleListResponse {
  @ApiProperty({ type: [JobKindTitleResponse] }) titles!: JobKindTitleResponse[];
  @ApiProperty() total!: number;
}

export class JobKindListResponse {
  @ApiProperty({ type: [JobKindResponse] }) kinds!: JobKindResponse[];
  @ApiProperty() total!: number;
}
