import { ApiProperty } from '@nestjs/swagger';
import { IsUUID } from 'class-validator';
import { defineJob } from '../../jobs/index.js';

export class UserErasurePayload {
  @ApiProperty({ format: 'uuid' })
  @IsUUID()
  userId!: string;
}

export class UserErasureResult {
  @ApiProperty({ description: 'False: the user is back' }) erased!: boolean;
  @ApiProperty() rows!: number;
}

/** Started when a user is disabled, for a month later, and by nobody else. */
export const UserErasure = defineJob<UserErasurePayload, UserErasureResult>({
  name: 'catchup-erasure',
  title: "Erasure of a user's data",
  summary: 'Erase what CatchUp keeps of a user who was disabled a month ago',
  payload: UserErasurePayload,
  result: UserErasureResult,
  concurrency: 1,
  dedupe: ({ userId }) => userId,
  startableBy: [],
});
