import { Injectable, type OnModuleInit } from '@nestjs/common';
import { SchedulesService } from '../../jobs/index.js';
import { ContactsService } from '../contacts/contacts.service.js';
import { SuggestionGeneration } from './suggestion-generation.job.js';

export const SUGGESTIONS_KEY = 'catchup:suggestions';

/** The schedule of a tenant's suggestions: made with the first contact that somebody notes down. */
@Injectable()
export class SuggestionSchedule implements OnModuleInit {
  constructor(
    private readonly schedules: SchedulesService,
    private readonly contacts: ContactsService,
  ) {}

  onModuleInit(): void {
    this.contacts.onAdded(async () => {
      await this.schedules.putMissing([
        {
          key: SUGGESTIONS_KEY,
          contract: SuggestionGeneration,
          data: {},
          // Away from the full hour, when schedules of people are due.
          cron: '20 */6 * * *',
          timezone: 'UTC',
          label: 'Whom to meet, and when',
        },
      ]);
    });
  }
}
