import { Controller, Get, HttpCode, Param, Post, Req, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { type AuthenticatedRequest, Public } from '../../../platform/auth/index.js';
import { AppError } from '../../../platform/errors/app-error.js';
import { ApiProblems } from '../../../platform/http/api-problems.js';
import { TakesNoIdempotencyKey } from '../../../platform/http/idempotency/answer-rules.js';
import { RawBody } from '../../../platform/http/raw-body.js';
import { SmallBody } from '../../../platform/http/route-limits.js';
import { DigestUnsubscribe, type Series } from './digest-unsubscribe.js';

const CSP =
  "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
const HTML = { 'text/html': { schema: { type: 'string' } } };
const ONE_CLICK = {
  type: 'object',
  properties: { 'List-Unsubscribe': { type: 'string', example: 'One-Click' } },
} as const;

/** The end of the digest or of notices, for whoever has the link of a mail. Looking at it changes nothing: programs follow links, too. */
@ApiTags('CatchUp: messages')
@Controller('catchup/digest/unsubscribe')
export class UnsubscribeController {
  constructor(private readonly unsubscribe: DigestUnsubscribe) {}

  @Get(':token')
  @Public()
  @ApiOperation({ summary: 'The page behind the link of a digest or a notice, with a button that ends these messages' })
  @ApiOkResponse({ content: HTML })
  @ApiResponse({ status: 404, description: 'The link is over, or is none', content: HTML })
  @ApiProblems(429)
  page(@Param('token') token: string, @Res({ passthrough: true }) reply: FastifyReply): string {
    const series = this.unsubscribe.seriesOf(token);
    return series ? show(reply, 200, ASK[series]) : show(reply, 404, DEAD);
  }

  @Post(':token')
  @HttpCode(200)
  @Public()
  @SmallBody()
  @TakesNoIdempotencyKey()
  @RawBody('What mail programs send (RFC 8058): List-Unsubscribe=One-Click. It may be anything.', ONE_CLICK)
  @ApiOperation({
    summary: 'End the digest, or notices, with one click in the mail program or by the button of the page',
  })
  @ApiOkResponse({ content: HTML })
  @ApiResponse({ status: 404, description: 'The link is over, or is none', content: HTML })
  @ApiProblems(429)
  async end(
    @Param('token') token: string,
    @Req() request: AuthenticatedRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    try {
      const { tenantId, userId, email, series } = await this.unsubscribe.end(token);
      request.claim = { userId, tenantId, role: 'NONE', email };
      return show(reply, 200, DONE[series]);
    } catch (error) {
      if (error instanceof AppError && error.code === 'NOT_FOUND') return show(reply, 404, DEAD);
      throw error;
    }
  }
}

function show(reply: FastifyReply, status: number, body: string): string {
  void reply.status(status).type('text/html; charset=utf-8').header('content-security-policy', CSP);
  return `<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex"><title>CatchUp digest</title>
<style>body{font:16px/1.5 system-ui,sans-serif;max-width:32rem;margin:4rem auto;padding:0 1rem}button{font:inherit;padding:.6rem 1.2rem}</style></head>
<body>${body}</body></html>`;
}

const BUTTON = '<form method="post"><button>End it</button></form>';
const ASK: Record<Series, string> = {
  digest: `<h1>End the weekly digest?</h1><p>Other messages of CatchUp still come.</p>${BUTTON}`,
  notices: `<h1>End the notices of events?</h1><p>The weekly digest still comes, if you have it.</p>${BUTTON}`,
};
const AGAIN = '<p>You can switch it on again in your CatchUp preferences.</p>';
const DONE: Record<Series, string> = {
  digest: `<h1>The weekly digest has ended</h1>${AGAIN}`,
  notices: `<h1>The notices of events have ended</h1>${AGAIN}`,
};
const DEAD =
  '<h1>This link opens nothing</h1><p>It is over, or is none. Messages are set in your CatchUp preferences.</p>';
