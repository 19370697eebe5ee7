import { type Completed, type JobContext, type JobHandler, Processor } from '../../jobs/index.js';
import { MaintenanceResult, type MaintainedEquipment, PreventiveMaintenance } from './preventive-maintenance.job.js';
import { NightPayload } from '../nights/night-payload.js';
import { type Night, NightRuns } from '../nights/night-runs.js';
import { MaintenanceRepository, type NewOrder } from './maintenance.repository.js';
import { judge } from './plan.js';

@Processor(PreventiveMaintenance)
export class PreventiveMaintenanceProcessor implements JobHandler<NightPayload, MaintenanceResult> {
  constructor(
    private readonly nights: NightRuns,
    private readonly maintenance: MaintenanceRepository,
  ) {}

  handle(payload: NightPayload, ctx: JobContext): Promise<Completed<MaintenanceResult>> {
    return this.nights.run(PreventiveMaintenance, payload, ctx, (night) => this.maintain(night));
  }

  private async maintain({ hotel, date }: Night): Promise<MaintenanceResult> {
    const plans = await this.maintenance.plans(hotel.id);
    const judged = plans.map((plan) => ({ plan, verdict: judge(plan, plan, date) }));
    const due = judged.flatMap(({ plan, verdict }): NewOrder[] =>
      verdict.kind === 'create' ? [{ ...verdict, scheduleId: plan.scheduleId, equipmentId: plan.equipmentId }] : [],
    );
    const late = judged.flatMap(({ plan, verdict }) =>
      verdict.kind === 'open' && verdict.missed > plan.missed ? [{ plan, missed: verdict.missed }] : [],
    );
    const made = await this.maintenance.open(hotel.id, due);
    await this.maintenance.setMissed(late.map(({ plan, missed }) => ({ id: plan.openOrderId!, missed })));
    const named = new Map(plans.map((plan) => [plan.scheduleId, plan.equipment]));
    return {
      hotelId: hotel.id,
      date,
      workOrdersCreated: made.size,
      missed: late.reduce((sum, { plan, missed }) => sum + missed - plan.missed, 0),
      schedules: plans.length,
      equipment: [
        ...due
          .filter(({ scheduleId }) => made.has(scheduleId))
          .map(({ scheduleId, equipmentId, dueDate }): MaintainedEquipment => {
            const name = named.get(scheduleId)!;
            return { equipmentId, name, scheduleId, workOrderId: made.get(scheduleId)!, dueDate, outcome: 'CREATED' };
          }),
        ...late.map(
          ({ plan: { equipmentId, equipment: name, scheduleId, openOrderId, openDue } }): MaintainedEquipment => {
            return { equipmentId, name, scheduleId, workOrderId: openOrderId, dueDate: openDue!, outcome: 'MISSED' };
          },
        ),
      ],
    };
  }
}
