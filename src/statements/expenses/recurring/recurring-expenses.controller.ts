import { Body, Controller, Get, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Roles } from '../../../platform/auth/index.js';
import { ApiProblems } from '../../../platform/http/api-problems.js';
import { IdPipe } from '../../../platform/http/id.pipe.js';
import {
  CreateRecurringExpenseRequest,
  RecurringExpenseResponse,
  RecurringExpensesQuery,
  RecurringExpensesResponse,
  UpdateRecurringExpenseRequest,
} from './recurring-expenses.dto.js';
import { RecurringExpensesService } from './recurring-expenses.service.js';

@ApiTags('Statements: money')
@Controller('recurring-expenses')
export class RecurringExpensesController {
  constructor(private readonly recurring: RecurringExpensesService) {}

  @Post()
  @Roles('ADMIN', 'MANAGER')
  @ApiOperation({
    summary: 'Say what is spent for a listing every month or week',
    description: `It becomes an expense for each month or week, once, when a statement of its day is made. Of days that final
statements tell of already, it is charged on the next one.`,
  })
  @ApiCreatedResponse({ type: RecurringExpenseResponse })
  @ApiProblems(400, 401, 403, 404)
  create(@Body() body: CreateRecurringExpenseRequest): Promise<RecurringExpenseResponse> {
    return this.recurring.create(body);
  }

  @Get()
  @Roles('ADMIN', 'MANAGER')
  @ApiOperation({ summary: 'Recurring expenses by listing' })
  @ApiOkResponse({ type: RecurringExpensesResponse })
  @ApiProblems(400, 401, 403, 404)
  list(@Query() query: RecurringExpensesQuery): Promise<RecurringExpensesResponse> {
    return this.recurring.list(query);
  }

  @Get(':id')
  @Roles('ADMIN', 'MANAGER')
  @ApiOperation({ summary: 'One recurring expense' })
  @ApiOkResponse({ type: RecurringExpenseResponse })
  @ApiProblems(400, 401, 403, 404)
  get(@Param('id', IdPipe) id: number): Promise<RecurringExpenseResponse> {
    return this.recurring.answer(id);
  }

  @Patch(':id')
  @Roles('ADMIN', 'MANAGER')
  @ApiOperation({ summary: 'Change what recurs, for expenses that are still to be made' })
  @ApiOkResponse({ type: RecurringExpenseResponse })
  @ApiProblems(400, 401, 403, 404)
  update(
    @Param('id', IdPipe) id: number,
    @Body() body: UpdateRecurringExpenseRequest,
  ): Promise<RecurringExpenseResponse> {
    return this.recurring.update(id, body);
  }
}
