import { Module } from '@nestjs/common';
import { CatchupPreferencesModule } from '../preferences/preferences.module.js';
import { CoAttendance } from './co-attendance.js';
import { ContactsController } from './contacts.controller.js';
import { ContactsRepository } from './contacts.repository.js';
import { ContactsService } from './contacts.service.js';
import { ContactImports } from './import/contact-imports.js';
import { ContactImportsController } from './import/contact-imports.controller.js';

/** People whom users want to keep in touch with. */
@Module({
  imports: [CatchupPreferencesModule],
  // The imports first: their paths would be read as ids of contacts.
  controllers: [ContactImportsController, ContactsController],
  providers: [ContactsRepository, ContactsService, CoAttendance, ContactImports],
  exports: [ContactsRepository, ContactsService, CoAttendance],
})
export class ContactsModule {}
