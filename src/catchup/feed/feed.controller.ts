import { createHash } from 'node:crypto';
import { Controller, Delete, Get, HttpCode, Param, Post, Req, Res } from '@nestjs/common';
import {
  ApiCreatedResponse,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiProperty,
  ApiResponse,
  ApiTags,
} from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Public, Roles } from '../../platform/auth/index.js';
import { notFound } from '../../platform/errors/app-error.js';
import { ApiProblems } from '../../platform/http/api-problems.js';
import { AnswerHoldsSecret } from '../../platform/http/idempotency/answer-rules.js';
import { FeedService } from './feed.service.js';

export class FeedResponse {
  @ApiProperty({ description: 'Whether there is an address' }) active!: boolean;
  @ApiProperty({ type: String, format: 'date-time', nullable: true }) createdAt!: Date | null;
}

export class FeedMadeResponse {
  @ApiProperty({ description: 'For a calendar program to subscribe. Told once: whoever has it reads your suggestions' })
  url!: string;
  @ApiProperty({ format: 'date-time' }) createdAt!: Date;
}

const CALENDAR = { 'text/calendar': { schema: { type: 'string' } } };

@ApiTags('CatchUp: suggestions')
@Controller('catchup/feed')
export class FeedController {
  constructor(private readonly feed: FeedService) {}

  @Get()
  @Roles('ADMIN', 'MANAGER', 'STAFF')
  @ApiOperation({ summary: 'Whether your suggestions can be subscribed as a calendar' })
  @ApiOkResponse({ type: FeedResponse })
  @ApiProblems(400, 401, 403)
  async find(): Promise<FeedResponse> {
    const feed = await this.feed.find();
    return { active: feed !== undefined, createdAt: feed?.createdAt ?? null };
  }

  @Post()
  @Roles('ADMIN', 'MANAGER', 'STAFF')
  @AnswerHoldsSecret('url')
  @ApiOperation({
    summary: 'A secret address of your suggestions as a calendar; the one before opens nothing any more',
  })
  @ApiCreatedResponse({ type: FeedMadeResponse })
  @ApiProblems(400, 401, 403)
  make(): Promise<FeedMadeResponse> {
    return this.feed.make();
  }

  @Delete()
  @HttpCode(204)
  @Roles('ADMIN', 'MANAGER', 'STAFF')
  @ApiOperation({ summary: 'Take the address back' })
  @ApiNoContentResponse()
  @ApiProblems(400, 401, 403)
  revoke(): Promise<void> {
    return this.feed.revoke();
  }

  @Get(':secret')
  @Public()
  @ApiOperation({
    summary: 'Suggestions as a calendar, by the secret address (`<secret>.ics`)',
    description:
      'TENTATIVE while open, CONFIRMED once accepted, CANCELLED for 30 days after they ended. If-None-Match is honoured.',
  })
  @ApiOkResponse({ content: CALENDAR })
  @ApiResponse({ status: 304, description: 'Nothing has changed' })
  @ApiProblems(404, 429)
  async read(
    @Param('secret') file: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string | undefined> {
    if (!file.endsWith('.ics')) throw notFound('Feed');
    const text = await this.feed.open(file.slice(0, -'.ics'.length));
    const tag = `"${createHash('sha256').update(text).digest('base64url')}"`;
    void reply.header('etag', tag).header('cache-control', 'private, max-age=300');
    if (isKnown(request.headers['if-none-match'], tag)) {
      void reply.status(304);
      return undefined;
    }
    void reply.type('text/calendar; charset=utf-8').header('content-disposition', 'inline; filename="catchup.ics"');
    return text;
  }
}

/** Whether the client has these bytes. A proxy may have made a weak tag of ours. */
function isKnown(given: string | undefined, tag: string): boolean {
  if (given === undefined) return false;
  return given.split(',').some((one) => one.trim() === '*' || one.trim().replace(/^W\//, '') === tag);
}
