import { Module } from '@nestjs/common';
import { FleetModule } from '../fleet/fleet.module.js';
import { WhyService } from './why.service.js';

@Module({
  imports: [FleetModule],
  providers: [WhyService],
  exports: [WhyService],
})
export class WhyModule {}
