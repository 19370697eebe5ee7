import { Body, Controller, Delete, Get, HttpCode, Param, ParseUUIDPipe, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Roles } from '../../platform/auth/index.js';
import { ApiProblems } from '../../platform/http/api-problems.js';
import { dateOf } from '../../platform/http/date-fields.js';
import { RequestContext } from '../../platform/tenancy/context.js';
import { AdjustmentRequest, AdjustmentResponse, AdjustmentsResponse } from './adjustments/adjustments.dto.js';
import { AdjustmentsService } from './adjustments/adjustments.service.js';
import { ExplainQuery, ExplanationResponse } from './explain/explanations.dto.js';
import { StatementExplanations } from './explain/statement-explanations.js';
import { toResponse, toSummary } from './statement-answers.js';
import { StatementReader } from './statement-reader.js';
import { StatementStates } from './statement-states.js';
import { StatementResponse, StatementsQuery, StatementsResponse, VoidRequest } from './statements.dto.js';

@ApiTags('Statements: statements')
@Controller('statements')
export class OwnerStatementsController {
  constructor(
    private readonly context: RequestContext,
    private readonly reader: StatementReader,
    private readonly states: StatementStates,
    private readonly adjustments: AdjustmentsService,
    private readonly explanations: StatementExplanations,
  ) {}

  @Get()
  @Roles('ADMIN', 'MANAGER')
  @ApiOperation({ summary: 'Statements, latest periods first' })
  @ApiOkResponse({ type: StatementsResponse })
  @ApiProblems(400, 401, 403)
  async list(@Query() { from, to, ...query }: StatementsQuery): Promise<StatementsResponse> {
    const page = await this.reader.list({ ...query, from: dateOf('from', from), to: dateOf('to', to) });
    return { statements: page.statements.map(toSummary), nextCursor: page.nextCursor };
  }

  @Get(':id')
  @Roles('ADMIN', 'MANAGER')
  @ApiOperation({ summary: 'One as it was kept, with stays, lines and payouts' })
  @ApiOkResponse({ type: StatementResponse })
  @ApiProblems(400, 401, 403, 404)
  get(@Param('id', ParseUUIDPipe) id: string): Promise<StatementResponse> {
    return this.answer(id);
  }

  @Get(':id/explain')
  @Roles('ADMIN', 'MANAGER')
  @ApiOperation({
    summary: 'Why an amount is what it is',
    description:
      'Of a line or of a total: parts that sum to it, each with its source, its rule and the steps with their values.',
  })
  @ApiOkResponse({ type: ExplanationResponse })
  @ApiProblems(400, 401, 403, 404)
  explain(@Param('id', ParseUUIDPipe) id: string, @Query() query: ExplainQuery): Promise<ExplanationResponse> {
    return this.explanations.explain(id, query);
  }

  @Post(':id/review')
  @HttpCode(200)
  @Roles('ADMIN', 'MANAGER')
  @ApiOperation({ summary: 'Ask for a review of a draft' })
  @ApiOkResponse({ type: StatementResponse })
  @ApiProblems(400, 401, 403, 404, 409)
  async review(@Param('id', ParseUUIDPipe) id: string): Promise<StatementResponse> {
    await this.states.review(id, this.by);
    return this.answer(id);
  }

  @Post(':id/reopen')
  @HttpCode(200)
  @Roles('ADMIN', 'MANAGER')
  @ApiOperation({ summary: 'Make a draft again of one in review' })
  @ApiOkResponse({ type: StatementResponse })
  @ApiProblems(400, 401, 403, 404, 409)
  async reopen(@Param('id', ParseUUIDPipe) id: string): Promise<StatementResponse> {
    await this.states.reopen(id, this.by);
    return this.answer(id);
  }

  @Post(':id/finalize')
  @HttpCode(200)
  @Roles('ADMIN', 'MANAGER')
  @ApiOperation({
    summary: 'Make it final: it never changes again',
    description:
      'Earlier ones of the same owner and listing come first. What changes later is adjusted on the next one.',
  })
  @ApiOkResponse({ type: StatementResponse })
  @ApiProblems(400, 401, 403, 404, 409)
  async finalize(@Param('id', ParseUUIDPipe) id: string): Promise<StatementResponse> {
    await this.states.finalize(id, this.by);
    return this.answer(id);
  }

  @Post(':id/void')
  @HttpCode(200)
  @Roles('ADMIN', 'MANAGER')
  @ApiOperation({ summary: 'Take it back; its stays may be stated again, on a new version with its number' })
  @ApiOkResponse({ type: StatementResponse })
  @ApiProblems(400, 401, 403, 404, 409)
  async void(@Param('id', ParseUUIDPipe) id: string, @Body() { reason }: VoidRequest): Promise<StatementResponse> {
    await this.states.void(id, this.by, reason);
    return this.answer(id);
  }

  @Get(':id/adjustments')
  @Roles('ADMIN', 'MANAGER')
  @ApiOperation({ summary: 'What people have set on it, with their reasons' })
  @ApiOkResponse({ type: AdjustmentsResponse })
  @ApiProblems(400, 401, 403, 404)
  listAdjustments(@Param('id', ParseUUIDPipe) id: string): Promise<AdjustmentsResponse> {
    return this.adjustments.list(id);
  }

  @Post(':id/adjustments')
  @Roles('ADMIN', 'MANAGER')
  @ApiOperation({ summary: 'Add an amount, leave a stay out or set what it comes to, with the reason' })
  @ApiCreatedResponse({ type: AdjustmentResponse })
  @ApiProblems(400, 401, 403, 404, 409)
  adjust(@Param('id', ParseUUIDPipe) id: string, @Body() body: AdjustmentRequest): Promise<AdjustmentResponse> {
    return this.adjustments.add(id, body);
  }

  @Delete(':id/adjustments/:adjustmentId')
  @HttpCode(204)
  @Roles('ADMIN', 'MANAGER')
  @ApiOperation({ summary: 'Remove what was set, while the statement is open' })
  @ApiNoContentResponse()
  @ApiProblems(400, 401, 403, 404, 409)
  removeAdjustment(
    @Param('id', ParseUUIDPipe) id: string,
    @Param('adjustmentId', ParseUUIDPipe) adjustmentId: string,
  ): Promise<void> {
    return this.adjustments.remove(id, adjustmentId);
  }

  private get by(): string | null {
    return this.context.principal?.userId ?? null;
  }

  private async answer(id: string): Promise<StatementResponse> {
    return toResponse(await this.reader.view(id), await this.reader.summary(id));
  }
}
