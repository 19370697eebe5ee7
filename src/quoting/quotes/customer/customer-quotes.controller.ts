import { Body, Controller, Get, HttpCode, Param, Post, Query, Req, Res, StreamableFile } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type AuthenticatedRequest, Public, RequestLimits } from '../../../platform/auth/index.js';
import { ApiProblems } from '../../../platform/http/api-problems.js';
import { TakesNoIdempotencyKey } from '../../../platform/http/idempotency/answer-rules.js';
import { SmallBody } from '../../../platform/http/route-limits.js';
import { QuoteLinks } from '../link/quote-links.js';
import { QuoteDecisions } from '../quote-decisions.service.js';
import type { QuoteWithItems } from '../quote-row.js';
import { QuoteSending } from '../quote-sending.service.js';
import { quantitiesOf } from '../quote-choices.js';
import { totalsFor } from '../quote-answers.js';
import { TotalsResponse } from '../quotes-answers.dto.js';
import { AcceptQuoteRequest, DeclineQuoteRequest } from '../quotes-requests.dto.js';
import { QuotesService } from '../quotes.service.js';
import { customerPage, deadLinkPage, PAGE_CSP } from './customer-page.js';
import { SCRIPT } from './customer-page.script.js';
import { chosenIn, CustomerQuoteResponse, CustomerTotalsQuery } from './customer-quotes.dto.js';
import { CustomerQuotes } from './customer-quotes.service.js';
import { shownQuote } from './customer-view.js';
import { readerFormat } from './reader-format.js';
import { AppError, notFound } from '../../../platform/errors/app-error.js';

/** A hundred chosen quantities are 4 KB, a name and a note in which every character is written as an escape are 7. */
const ANSWER_BYTES = 16_384;

const HTML = { 'text/html': { schema: { type: 'string' } } };

/** A person who follows a link that opens nothing gets a page, not a problem in JSON. */
function unlessDead(error: unknown): undefined {
  if (error instanceof AppError && error.code === 'NOT_FOUND') return undefined;
  throw error;
}

/** For customers without an account: who has the link sees the quote and may answer it. Reading changes nothing. */
@ApiTags('Quoting: for customers')
@Controller('customer/quotes')
export class CustomerQuotesController {
  constructor(
    private readonly links: QuoteLinks,
    private readonly quotes: QuotesService,
    private readonly customers: CustomerQuotes,
    private readonly decisions: QuoteDecisions,
    private readonly sending: QuoteSending,
    private readonly limits: RequestLimits,
  ) {}

  @Get('page.js')
  @Public()
  @ApiOperation({ summary: "The script of the customer's page" })
  @ApiOkResponse({ content: { 'text/javascript': { schema: { type: 'string' } } } })
  script(@Res({ passthrough: true }) reply: FastifyReply): string {
    void reply.type('text/javascript; charset=utf-8');
    return SCRIPT;
  }

  @Get(':token')
  @Public()
  @ApiOperation({ summary: 'The quote, by the link that its customer got' })
  @ApiOkResponse({ type: CustomerQuoteResponse })
  @ApiProblems(404, 429)
  get(@Param('token') token: string): Promise<CustomerQuoteResponse> {
    return this.view(token);
  }

  @Get(':token/page')
  @Public()
  @ApiOperation({
    summary: 'The page that the link leads to',
    description: "Its words are English; numbers and dates are written as the browser's Accept-Language wants them.",
  })
  @ApiOkResponse({ content: HTML })
  @ApiResponse({ status: 404, description: 'The link is over, or is none', content: HTML })
  @ApiProblems(429)
  async page(
    @Param('token') token: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const format = readerFormat(request.headers['accept-language']);
    const view = await this.view(token).catch(unlessDead);
    void reply
      .status(view ? 200 : 404)
      .type('text/html; charset=utf-8')
      .headers({
        'content-security-policy': PAGE_CSP,
        'cache-control': 'private, no-store',
        'referrer-policy': 'no-referrer',
      });
    return view ? customerPage(view, format) : deadLinkPage(format, this.links.ended(token));
  }

  @Get(':token/totals')
  @Public()
  @ApiOperation({ summary: 'What the quote comes to for other quantities; nothing is kept' })
  @ApiOkResponse({ type: TotalsResponse })
  @ApiProblems(400, 404, 409, 429)
  totals(@Param('token') token: string, @Query() { choice }: CustomerTotalsQuery): Promise<TotalsResponse> {
    return this.links.open(token, async (id) => {
      const quote = shownQuote(await this.quotes.get(id), new Date());
      return totalsFor(quote, quantitiesOf(quote, chosenIn(choice)));
    });
  }

  @Get(':token/pdf')
  @Public()
  @ApiOperation({ summary: 'The quote on A4' })
  @ApiOkResponse({ content: { 'application/pdf': { schema: { type: 'string', format: 'binary' } } } })
  @ApiProblems(404, 409, 429)
  pdf(@Param('token') token: string): Promise<StreamableFile> {
    return this.links.open(token, async (id) => {
      shownQuote(await this.quotes.get(id), new Date());
      const { name, bytes } = await this.sending.pdf(id);
      return new StreamableFile(bytes, {
        type: 'application/pdf',
        disposition: `inline; filename="${name}"`,
        length: bytes.length,
      });
    });
  }

  @Post(':token/accept')
  @HttpCode(200)
  @Public()
  @SmallBody(ANSWER_BYTES)
  @TakesNoIdempotencyKey()
  @ApiOperation({ summary: 'Accept the quote; accepted again, it is answered as before' })
  @ApiOkResponse({ type: CustomerQuoteResponse })
  @ApiProblems(400, 404, 409, 413, 429)
  accept(
    @Param('token') token: string,
    @Body() body: AcceptQuoteRequest,
    @Req() request: AuthenticatedRequest,
  ): Promise<CustomerQuoteResponse> {
    return this.answer(token, request, (id) => this.decisions.accept(id, 'customer', body));
  }

  @Post(':token/decline')
  @HttpCode(200)
  @Public()
  @SmallBody(ANSWER_BYTES)
  @TakesNoIdempotencyKey()
  @ApiOperation({ summary: 'Decline the quote; declined again, it is answered as before' })
  @ApiOkResponse({ type: CustomerQuoteResponse })
  @ApiProblems(400, 404, 409, 413, 429)
  decline(
    @Param('token') token: string,
    @Body() { reason }: DeclineQuoteRequest,
    @Req() request: AuthenticatedRequest,
  ): Promise<CustomerQuoteResponse> {
    return this.answer(token, request, (id) => this.decisions.decline(id, 'customer', reason));
  }

  private async view(token: string): Promise<CustomerQuoteResponse> {
    return this.links.open(token, async (id) => this.customers.view(await this.quotes.get(id)));
  }

  /** Counted like a try of a password, and noted in the audit trail of the shop as the customer's. */
  private async answer(
    token: string,
    request: AuthenticatedRequest,
    decide: (quoteId: string) => Promise<QuoteWithItems>,
  ): Promise<CustomerQuoteResponse> {
    await this.limits.attempt(request, token);
    return this.links.open(token, async (id, tenantId) => {
      const { recipient, nextId, state } = await this.quotes.get(id);
      if (state === 'cancelled') throw notFound('Quote');
      request.claim = { userId: null, tenantId, role: 'NONE', email: recipient.email };
      if (nextId !== null && state !== 'accepted') throw new AppError('CONFLICT', 'The quote has a newer revision');
      return this.customers.view(await decide(id));
    });
  }
}
