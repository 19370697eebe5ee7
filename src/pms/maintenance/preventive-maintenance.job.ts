import { ApiProperty } from '@nestjs/swagger';
import { counted } from '../nights/counted.js';
import { defineNightJob } from '../nights/night-job.js';

export class MaintainedEquipment {
  @ApiProperty() equipmentId!: number;
  @ApiProperty() name!: string;
  @ApiProperty() scheduleId!: number;
  @ApiProperty({ type: Number, nullable: true, description: 'Order made by this run' }) workOrderId!: number | null;
  @ApiProperty({ example: '2026-03-15' }) dueDate!: string;
  @ApiProperty({ enum: ['CREATED', 'MISSED'] }) outcome!: string;
}

export class MaintenanceResult {
  @ApiProperty() hotelId!: number;
  @ApiProperty({ example: '2026-03-01' }) date!: string;
  @ApiProperty() workOrdersCreated!: number;
  @ApiProperty({ description: 'Due dates that passed while an order was open' }) missed!: number;
  @ApiProperty({ description: 'Schedules looked at' }) schedules!: number;
  @ApiProperty({ type: [MaintainedEquipment] }) equipment!: MaintainedEquipment[];
}

export const PreventiveMaintenance = defineNightJob({
  name: 'preventive-maintenance',
  summary: 'Work orders for equipment that is due, by calendar or meter',
  result: MaintenanceResult,
  route: 'maintenance-schedule',
  title: 'Preventive maintenance',
  cron: '0 0 * * 1',
  position: 20,
  line: ({ schedules, workOrdersCreated, missed }) =>
    `${counted(workOrdersCreated, 'work order')} from ${counted(schedules, 'schedule')}; ${counted(missed, 'date')} missed`,
  exceptions: ({ missed }) =>
    missed > 0 ? [`${counted(missed, 'due date')} passed while an order was still open`] : [],
});
