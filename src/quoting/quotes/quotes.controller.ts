import {
  Body,
  Controller,
  Get,
  HttpCode,
  Param,
  ParseUUIDPipe,
  Patch,
  Post,
  Query,
  Res,
  StreamableFile,
} from '@nestjs/common';
import { ApiAcceptedResponse, ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { JobsService } from '../../jobs/index.js';
import { Roles } from '../../platform/auth/index.js';
import { AppError, invalid } from '../../platform/errors/app-error.js';
import { ApiProblems } from '../../platform/http/api-problems.js';
import { AnswersAfterCommit } from '../../platform/http/idempotency/answer-rules.js';
import { QuoteCalculation } from './calculation/quote-calculation.job.js';
import { QuoteLinks } from './link/quote-links.js';
import { toCostedTier, toQuoteResponse, toReason, toSummary } from './quote-answers.js';
import { QuoteDecisions } from './quote-decisions.service.js';
import { quantitiesOf } from './quote-items.js';
import { QuoteMails } from './quote-mails.js';
import { QuotePricing } from './quote-pricing.service.js';
import type { QuoteWithItems } from './quote-row.js';
import { QuoteSending } from './quote-sending.service.js';
import { isAllowed, refusal } from './quote-state.js';
import { CalculationResponse, CompareResponse, QuoteResponse, QuotesResponse } from './quotes-answers.dto.js';
import {
  AcceptQuoteRequest,
  CompareRequest,
  CreateQuoteRequest,
  DeclineQuoteRequest,
  PriceQuoteRequest,
  QuotesQuery,
  UpdateQuoteRequest,
} from './quotes-requests.dto.js';
import { QuotesService } from './quotes.service.js';

interface Reply {
  status(code: number): unknown;
}

@ApiTags('Quoting: quotes')
@Controller('quotes')
export class QuotesController {
  constructor(
    private readonly quotes: QuotesService,
    private readonly pricing: QuotePricing,
    private readonly decisions: QuoteDecisions,
    private readonly sending: QuoteSending,
    private readonly links: QuoteLinks,
    private readonly mails: QuoteMails,
    private readonly jobs: JobsService,
  ) {}

  @Post()
  @Roles('ADMIN', 'MANAGER')
  @ApiOperation({ summary: 'Make a draft; calculate prices it' })
  @ApiCreatedResponse({ type: QuoteResponse })
  @ApiProblems(400, 401, 403, 404, 409)
  async create(@Body() body: CreateQuoteRequest): Promise<QuoteResponse> {
    return this.answer(await this.quotes.create(body));
  }

  @Get()
  @Roles('ADMIN', 'MANAGER', 'STAFF')
  @ApiOperation({ summary: 'Quotes, latest first' })
  @ApiOkResponse({ type: QuotesResponse })
  @ApiProblems(400, 401, 403)
  async list(@Query() { limit, offset, ...filter }: QuotesQuery): Promise<QuotesResponse> {
    const { quotes, total } = await this.quotes.list(filter, { limit, offset });
    return { quotes: quotes.map(toSummary), total };
  }

  @Post('compare')
  @HttpCode(200)
  @Roles('ADMIN', 'MANAGER')
  @ApiOperation({
    summary: 'A part priced by several processes side by side; nothing is kept',
    description:
      'Each way is priced for all quantities. `rankBy` names the quantity that they are ranked by; without it, the first.',
  })
  @ApiOkResponse({ type: CompareResponse })
  @ApiProblems(400, 401, 403, 404, 409)
  async compare(@Body() { fileId, level = 'standard', ...body }: CompareRequest): Promise<CompareResponse> {
    const { ways, finish = null, leadTime = null } = body;
    const quantities = quantitiesOf(body);
    const rankedBy = body.rankBy ?? quantities[0]!;
    if (!quantities.includes(rankedBy)) throw invalid('rankBy', `${rankedBy} is none of the quantities`);
    const how = { ways, finish, leadTime, rankBy: quantities.indexOf(rankedBy) };
    const { alternatives, currency, pricedOn } = await this.pricing.compare(fileId, quantities, level, how);
    return {
      currency,
      pricedOn,
      rankedBy,
      alternatives: alternatives.map(({ tiers, reasons, ...way }) => ({
        ...way,
        tiers: tiers.map((tier) => toCostedTier(tier, currency)),
        reasons: reasons.map((reason) => toReason({ position: null, ...reason })),
      })),
    };
  }

  @Get(':id')
  @Roles('ADMIN', 'MANAGER', 'STAFF')
  @ApiOperation({ summary: 'One, with items, prices and costs' })
  @ApiOkResponse({ type: QuoteResponse })
  @ApiProblems(400, 401, 403, 404)
  async get(@Param('id', ParseUUIDPipe) id: string): Promise<QuoteResponse> {
    return this.answer(await this.quotes.get(id));
  }

  @Patch(':id')
  @Roles('ADMIN', 'MANAGER')
  @ApiOperation({
    summary: 'Change a draft; its price is gone until it is calculated again',
    description: `Prices by hand stay with items that are made as before: the same file, process, material, finish, lead time and quantities at the
same position; \`byRules\` takes them back. The price level stays, unless another is given or another customer is named; null is the customer's own.
With \`byRules\`, what the items name has to be in use.`,
  })
  @ApiOkResponse({ type: QuoteResponse })
  @ApiProblems(400, 401, 403, 404, 409)
  async update(@Param('id', ParseUUIDPipe) id: string, @Body() body: UpdateQuoteRequest): Promise<QuoteResponse> {
    return this.answer(await this.quotes.update(id, body));
  }

  @Get(':id/pdf')
  @Roles('ADMIN', 'MANAGER', 'STAFF')
  @ApiOperation({ summary: 'On A4, as it was sent or would be' })
  @ApiOkResponse({ content: { 'application/pdf': { schema: { type: 'string', format: 'binary' } } } })
  @ApiProblems(400, 401, 403, 404, 409)
  async pdf(@Param('id', ParseUUIDPipe) id: string): Promise<StreamableFile> {
    const { name, bytes } = await this.sending.pdf(id);
    const disposition = `inline; filename="${name}"`;
    return new StreamableFile(bytes, { type: 'application/pdf', disposition, length: bytes.length });
  }

  @Post(':id/calculate')
  @HttpCode(200)
  @AnswersAfterCommit()
  @Roles('ADMIN', 'MANAGER')
  @ApiOperation({
    summary: 'Price a quote: a job',
    description: 'Answers the quote, or 202 while its files are still being analysed.',
  })
  @ApiOkResponse({ type: QuoteResponse })
  @ApiAcceptedResponse({ type: CalculationResponse })
  @ApiProblems(400, 401, 403, 404, 409)
  async calculate(
    @Param('id', ParseUUIDPipe) id: string,
    @Res({ passthrough: true }) reply: Reply,
  ): Promise<QuoteResponse | CalculationResponse> {
    const { state } = await this.quotes.get(id);
    if (!isAllowed('calculate', state)) throw new AppError('CONFLICT', refusal('calculate', state));
    const job = await this.jobs.enqueue(QuoteCalculation, { quoteId: id });
    const done = await this.jobs.waitFor(job.id);
    if (done?.status === 'completed') return this.answer(await this.quotes.get(id));
    if (done) throw new AppError('CONFLICT', done.error?.message ?? 'The price could not be calculated');
    reply.status(202);
    return { jobId: job.id, ...this.jobs.links(job.id) };
  }

  @Post(':id/price')
  @HttpCode(200)
  @Roles('ADMIN', 'MANAGER')
  @ApiOperation({ summary: 'Set prices by hand, with the reason: for what the rules leave to a person' })
  @ApiOkResponse({ type: QuoteResponse })
  @ApiProblems(400, 401, 403, 404, 409)
  async price(@Param('id', ParseUUIDPipe) id: string, @Body() body: PriceQuoteRequest): Promise<QuoteResponse> {
    return this.answer(await this.quotes.priceByHand(id, body));
  }

  @Post(':id/send')
  @HttpCode(200)
  @Roles('ADMIN', 'MANAGER')
  @ApiOperation({ summary: 'Send it to its customer: a mail with the PDF and the link to accept it' })
  @ApiOkResponse({ type: QuoteResponse })
  @ApiProblems(400, 401, 403, 404, 409, 429)
  async send(@Param('id', ParseUUIDPipe) id: string): Promise<QuoteResponse> {
    return this.answer(await this.sending.send(id));
  }

  @Post(':id/accept')
  @HttpCode(200)
  @Roles('ADMIN', 'MANAGER')
  @ApiOperation({ summary: 'Accept it for the customer; makes an order' })
  @ApiOkResponse({ type: QuoteResponse })
  @ApiProblems(400, 401, 403, 404, 409)
  async accept(@Param('id', ParseUUIDPipe) id: string, @Body() body: AcceptQuoteRequest): Promise<QuoteResponse> {
    return this.answer(await this.decisions.accept(id, 'shop', body));
  }

  @Post(':id/decline')
  @HttpCode(200)
  @Roles('ADMIN', 'MANAGER')
  @ApiOperation({ summary: 'Decline it for the customer' })
  @ApiOkResponse({ type: QuoteResponse })
  @ApiProblems(400, 401, 403, 404, 409)
  async decline(
    @Param('id', ParseUUIDPipe) id: string,
    @Body() { reason }: DeclineQuoteRequest,
  ): Promise<QuoteResponse> {
    return this.answer(await this.decisions.decline(id, 'shop', reason));
  }

  @Post(':id/expire')
  @HttpCode(200)
  @Roles('ADMIN', 'MANAGER')
  @ApiOperation({ summary: 'End it before its last day' })
  @ApiOkResponse({ type: QuoteResponse })
  @ApiProblems(400, 401, 403, 404, 409)
  async expire(@Param('id', ParseUUIDPipe) id: string): Promise<QuoteResponse> {
    return this.answer(await this.decisions.expire(id));
  }

  @Post(':id/revise')
  @Roles('ADMIN', 'MANAGER')
  @ApiOperation({ summary: 'Make the next revision, a draft; the link of this one becomes void' })
  @ApiCreatedResponse({ type: QuoteResponse, description: 'The new revision' })
  @ApiProblems(400, 401, 403, 404, 409)
  async revise(@Param('id', ParseUUIDPipe) id: string): Promise<QuoteResponse> {
    return this.answer(await this.quotes.revise(id));
  }

  @Post(':id/cancel')
  @HttpCode(200)
  @Roles('ADMIN', 'MANAGER')
  @ApiOperation({ summary: 'Take it back; its link becomes void' })
  @ApiOkResponse({ type: QuoteResponse })
  @ApiProblems(400, 401, 403, 404, 409)
  async cancel(@Param('id', ParseUUIDPipe) id: string): Promise<QuoteResponse> {
    return this.answer(await this.quotes.cancel(id));
  }

  private async answer(quote: QuoteWithItems): Promise<QuoteResponse> {
    return toQuoteResponse(quote, this.links.of(quote), await this.mails.standing(quote));
  }
}
