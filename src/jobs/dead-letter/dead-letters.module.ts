import { Module } from '@nestjs/common';
import { AcceptModule } from '../accept/accept.module.js';
import { ContractsModule } from '../contract/contracts.module.js';
import { ControlModule } from '../control/control.module.js';
import { DeadLettersController } from './dead-letters.controller.js';
import { DeadLettersService } from './dead-letters.service.js';

@Module({
  imports: [AcceptModule, ContractsModule, ControlModule],
  controllers: [DeadLettersController],
  providers: [DeadLettersService],
  exports: [DeadLettersService],
})
export class DeadLettersModule {}
