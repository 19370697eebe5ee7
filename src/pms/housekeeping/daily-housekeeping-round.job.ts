import { ApiProperty } from '@nestjs/swagger';
import { counted } from '../nights/counted.js';
import { defineNightJob } from '../nights/night-job.js';

/** A room that got no task, and why. */
export class SkippedRoom {
  @ApiProperty() roomId!: number;
  @ApiProperty({ example: '106' }) room!: string;
  @ApiProperty({ enum: ['OPTED_OUT', 'OUT_OF_ORDER', 'CANCELLED'] }) reason!: string;
}

export class HousekeepingResult {
  @ApiProperty() hotelId!: number;
  @ApiProperty({ example: '2026-03-01', description: "The hotel's local date" }) date!: string;
  @ApiProperty({ description: 'Tasks of the date that stand' }) tasks!: number;
  @ApiProperty({ description: 'Written by this run' }) tasksCreated!: number;
  @ApiProperty({ description: 'Taken back by this run: the stay has changed' }) tasksCancelled!: number;
  @ApiProperty() tasksAssigned!: number;
  @ApiProperty({ description: 'Tasks nobody has room for' }) overflow!: number;
  @ApiProperty() minutes!: number;
  @ApiProperty() overflowMinutes!: number;
  @ApiProperty({ description: 'Tasks by priority', type: 'object', additionalProperties: { type: 'number' } })
  priority!: Record<string, number>;
  @ApiProperty({ type: [SkippedRoom] }) skipped!: SkippedRoom[];
  @ApiProperty({ type: [String], description: 'Started tasks that no longer fit the stay' }) warnings!: string[];
}

export const DailyHousekeepingRound = defineNightJob({
  name: 'daily-housekeeping-round',
  summary: "The day's housekeeping tasks of a hotel, shared out by minutes",
  result: HousekeepingResult,
  route: 'daily-housekeeping',
  title: 'Housekeeping round',
  cron: '0 0 * * *',
  position: 10,
  line: ({ tasks, minutes, tasksAssigned, overflow, skipped }) =>
    `${counted(tasks, 'task')} of ${minutes} minutes: ${tasksAssigned} assigned, ${overflow} without anybody; ` +
    `${counted(skipped.length, 'room')} skipped`,
  exceptions: ({ overflow, overflowMinutes, warnings }) => [
    ...(overflow > 0 ? [`Nobody has time for ${counted(overflow, 'task')} (${overflowMinutes} minutes)`] : []),
    ...warnings,
  ],
});
