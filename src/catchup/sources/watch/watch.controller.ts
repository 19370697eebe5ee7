import { Controller, Headers, HttpCode, Post } from '@nestjs/common';
import { ApiNoContentResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Public } from '../../../platform/auth/index.js';
import { notFound } from '../../../platform/errors/app-error.js';
import { ApiProblems } from '../../../platform/http/api-problems.js';
import { TakesNoIdempotencyKey } from '../../../platform/http/idempotency/answer-rules.js';
import { SmallBody } from '../../../platform/http/route-limits.js';
import { WatchChannels } from './watch-channels.js';

@ApiTags('CatchUp: calendars')
@Controller('catchup/google')
export class WatchController {
  constructor(private readonly channels: WatchChannels) {}

  @Post('notifications')
  @HttpCode(204)
  @Public()
  @SmallBody()
  @TakesNoIdempotencyKey()
  @ApiOperation({ summary: "For Google: something in a calendar has changed. The channel's token is the credential." })
  @ApiNoContentResponse()
  @ApiProblems(404, 429)
  async told(
    @Headers('x-goog-channel-id') channelId: string | undefined,
    @Headers('x-goog-channel-token') token: string | undefined,
    @Headers('x-goog-resource-state') state: string | undefined,
    @Headers('x-goog-message-number') number: string | undefined,
  ): Promise<void> {
    if (!(await this.channels.told({ channelId, token, state, number }))) throw notFound('Channel');
  }
}
