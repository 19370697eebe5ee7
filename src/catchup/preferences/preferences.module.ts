import { Module } from '@nestjs/common';
import { TenantZoneModule } from '../../reports/index.js';
import { CatchupPreferences } from './catchup-preferences.js';
import { CatchupPreferencesController } from './preferences.controller.js';
import { PreferencesRepository } from './preferences.repository.js';

/** How users want to be reminded, and when they have time. */
@Module({
  imports: [TenantZoneModule],
  controllers: [CatchupPreferencesController],
  providers: [PreferencesRepository, CatchupPreferences],
  exports: [CatchupPreferences],
})
export class CatchupPreferencesModule {}
