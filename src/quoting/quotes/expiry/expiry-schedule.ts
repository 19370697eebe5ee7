import { Injectable, type OnModuleInit } from '@nestjs/common';
import { SchedulesService } from '../../../jobs/index.js';
import { QuotingSettingsService } from '../../catalogue/settings/quoting-settings.service.js';
import { QuoteExpiry } from './quote-expiry.job.js';

export const EXPIRY_KEY = 'quote-expiry';

/** The schedule that ends quotes, just after midnight at the shop: made with the settings, and moved with their zone. */
@Injectable()
export class ExpirySchedule implements OnModuleInit {
  constructor(
    private readonly schedules: SchedulesService,
    private readonly settings: QuotingSettingsService,
  ) {}

  onModuleInit(): void {
    this.settings.onSaved(async ({ timezone }, before) => {
      if (timezone === before?.timezone) return;
      await this.schedules.put({
        key: EXPIRY_KEY,
        contract: QuoteExpiry,
        data: {},
        cron: '2 0 * * *',
        timezone,
        label: 'Quotes whose last day is over',
      });
    });
  }
}
