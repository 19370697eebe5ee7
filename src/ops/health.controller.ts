import { Controller, Get, HttpCode, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProperty, ApiResponse, ApiTags } from '@nestjs/swagger';
import { Unlimited } from '../platform/http/route-limits.js';
import type { FastifyReply } from 'fastify';
import { Public } from '../platform/auth/index.js';
import { Readiness } from './readiness.js';

class LiveResponse {
  @ApiProperty({ enum: ['ok', 'stuck'] }) status!: string;
}

class ReadyResponse {
  @ApiProperty({ enum: ['ok', 'degraded', 'unavailable'] }) status!: string;
  @ApiProperty({
    type: 'object',
    additionalProperties: { type: 'string' },
    example: { postgres: 'up', migrations: 'up', redis: 'up', clock: 'up', handlers: 'up' },
  })
  checks!: Record<string, string>;
}

@ApiTags('Operations')
@Controller('health')
export class HealthController {
  constructor(private readonly readiness: Readiness) {}

  @Get('live')
  @Public()
  @Unlimited()
  @HttpCode(200)
  @ApiOperation({
    summary: 'The process runs; touches nothing else',
    description: '503 `stuck`: too many handlers ignore their signal and cannot be ended. Restart it.',
  })
  @ApiOkResponse({ type: LiveResponse })
  @ApiResponse({ status: 503, type: LiveResponse })
  live(@Res({ passthrough: true }) reply: FastifyReply): LiveResponse {
    const { sound } = this.readiness;
    void reply.status(sound ? 200 : 503);
    return { status: sound ? 'ok' : 'stuck' };
  }

  @Get('ready')
  @Public()
  @Unlimited()
  @ApiOperation({
    summary:
      'Requests are welcome: Postgres answers and is migrated. Without Redis, or with a clock that is off: degraded, still 200',
  })
  @ApiOkResponse({ type: ReadyResponse })
  @ApiResponse({ status: 503, type: ReadyResponse })
  async ready(@Res({ passthrough: true }) reply: FastifyReply): Promise<ReadyResponse> {
    const state = await this.readiness.check();
    void reply.status(state.status === 'unavailable' ? 503 : 200);
    return state;
  }
}
