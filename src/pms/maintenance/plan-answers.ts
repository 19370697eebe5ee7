import { Injectable } from '@nestjs/common';
import { notFound } from '../../platform/errors/app-error.js';
import type { MaintenanceScheduleResponse } from './maintenance.dto.js';
import { MaintenanceRepository, type PlanStanding } from './maintenance.repository.js';
import { dueReading, expectedDue, meterDue } from './plan.js';

/** Plans as clients see them, each with the date it is due next. */
@Injectable()
export class PlanAnswers {
  constructor(private readonly maintenance: MaintenanceRepository) {}

  /** @throws AppError NOT_FOUND */
  async one(id: number): Promise<MaintenanceScheduleResponse> {
    const [plan] = await this.maintenance.standing({ id });
    if (!plan) throw notFound('Maintenance schedule');
    return toResponse(plan);
  }

  /** By equipment. */
  async list(of: { hotelId: number } | { equipmentId: number }): Promise<MaintenanceScheduleResponse[]> {
    return (await this.maintenance.standing(of)).map(toResponse);
  }
}

function toResponse(plan: PlanStanding): MaintenanceScheduleResponse {
  const { name, mode, everyN, unit, anchorDate, everyUsage, leadDays, season, active, lastDoneOn } = plan;
  return {
    id: plan.scheduleId,
    equipmentId: plan.equipmentId,
    name,
    mode,
    everyN,
    unit,
    anchorDate,
    everyUsage,
    leadDays,
    season,
    active,
    lastDoneOn,
    lastDoneReading: plan.lastDoneReading,
    dueReading: dueReading(plan, plan),
    projectedDue: meterDue(plan, plan),
    ...(active && plan.inUse ? expectedDue(plan, plan) : { nextDue: null, nextDueBy: null }),
  };
}
