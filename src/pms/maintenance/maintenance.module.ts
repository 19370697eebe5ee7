import { Module } from '@nestjs/common';
import { RoomsModule } from '../../rooms/index.js';
import { NightsModule } from '../nights/nights.module.js';
import { EquipmentController } from './equipment.controller.js';
import { EquipmentRepository } from './equipment.repository.js';
import { MaintenanceRepository } from './maintenance.repository.js';
import { MaintenanceService } from './maintenance.service.js';
import { PreventiveMaintenance } from './preventive-maintenance.job.js';
import { PreventiveMaintenanceProcessor } from './preventive-maintenance.processor.js';
import { WorkOrdersController } from './work-orders.controller.js';
import { WorkOrdersRepository } from './work-orders.repository.js';

/** Equipment, and the work that keeps it running. */
@Module({
  imports: [RoomsModule, NightsModule.forFeature(PreventiveMaintenance)],
  controllers: [EquipmentController, WorkOrdersController],
  providers: [
    EquipmentRepository,
    MaintenanceRepository,
    MaintenanceService,
    WorkOrdersRepository,
    PreventiveMaintenanceProcessor,
  ],
})
export class MaintenanceModule {}
