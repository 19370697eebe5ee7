import { Module } from '@nestjs/common';
import { EffectsController } from './effects.controller.js';
import { EffectsService } from './effects.service.js';

@Module({
  controllers: [EffectsController],
  providers: [EffectsService],
})
export class EffectsModule {}
