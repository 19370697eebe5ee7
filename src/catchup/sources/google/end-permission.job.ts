import { ApiProperty } from '@nestjs/swagger';
import { IsUUID } from 'class-validator';
import { defineJob } from '../../../jobs/index.js';

export class EndPermissionPayload {
  @ApiProperty({ format: 'uuid' })
  @IsUUID()
  permissionId!: string;
}

export class EndPermissionResult {
  @ApiProperty({ description: 'False: it was over already, or the account is connected again' }) ended!: boolean;
}

/** Started by the removal of an account whose provider could not be told. Tried for most of a day. */
export const EndPermission = defineJob<EndPermissionPayload, EndPermissionResult>({
  name: 'permission-end',
  title: 'End of a Google permission',
  summary: 'Take back at Google what a user had allowed, after her account was removed',
  payload: EndPermissionPayload,
  result: EndPermissionResult,
  attempts: 10,
  backoff: { type: 'exponential', delayMs: 60_000 },
  startableBy: [],
});
