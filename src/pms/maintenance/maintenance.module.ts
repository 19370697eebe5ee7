import { Module } from '@nestjs/common';
import { RoomsModule } from '../../rooms/index.js';
import { NightsModule } from '../nights/nights.module.js';
import { RoomStatesModule } from '../room-states/room-states.module.js';
import { DefectsService } from './defects.service.js';
import { EquipmentController } from './equipment.controller.js';
import { EquipmentRepository } from './equipment.repository.js';
import { MaintenanceRepository } from './maintenance.repository.js';
import { MaintenancePlansController } from './maintenance-plans.controller.js';
import { MaintenanceService } from './maintenance.service.js';
import { PlanAnswers } from './plan-answers.js';
import { PreventiveMaintenance } from './preventive-maintenance.job.js';
import { PreventiveMaintenanceProcessor } from './preventive-maintenance.processor.js';
import { WorkOrdersController } from './work-orders.controller.js';
import { WorkOrdersRepository } from './work-orders.repository.js';

/** Equipment, and the work that keeps it running. */
@Module({
  imports: [RoomsModule, RoomStatesModule, NightsModule.forFeature(PreventiveMaintenance)],
  controllers: [EquipmentController, MaintenancePlansController, WorkOrdersController],
  providers: [
    DefectsService,
    EquipmentRepository,
    MaintenanceRepository,
    MaintenanceService,
    PlanAnswers,
    WorkOrdersRepository,
    PreventiveMaintenanceProcessor,
  ],
})
export class MaintenanceModule {}
