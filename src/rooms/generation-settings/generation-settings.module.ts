import { Module } from '@nestjs/common';
import { RoomGenerationSettingsRepository } from './generation-settings.repository.js';

/** What a tenant has set for the nightly generation. */
@Module({
  providers: [RoomGenerationSettingsRepository],
  exports: [RoomGenerationSettingsRepository],
})
export class GenerationSettingsModule {}
