import { Module } from '@nestjs/common';
import { CatchupPreferencesModule } from '../preferences/preferences.module.js';
import { FeedController } from './feed.controller.js';
import { FeedService } from './feed.service.js';

/** Suggestions as a calendar behind a secret address. */
@Module({
  imports: [CatchupPreferencesModule],
  controllers: [FeedController],
  providers: [FeedService],
})
export class SuggestionFeedModule {}
