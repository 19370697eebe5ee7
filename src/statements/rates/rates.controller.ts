import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Roles } from '../../platform/auth/index.js';
import { ApiProblems } from '../../platform/http/api-problems.js';
import { ExchangeRatesQuery, ExchangeRatesRequest, ExchangeRatesResponse, KeptRatesResponse } from './rates.dto.js';
import { RatesService } from './rates.service.js';

@ApiTags('Statements: agreements')
@Controller('exchange-rates')
export class ExchangeRatesController {
  constructor(private readonly rates: RatesService) {}

  @Post()
  @HttpCode(200)
  @Roles('ADMIN', 'MANAGER')
  @ApiOperation({
    summary: 'Tell exchange rates, many at once',
    description: `A stay in another currency than its owner's statements is converted at the last rate on or before its day,
at most seven days old: as told, the other way round, or by one currency that both have a rate to. Without one, the statement
is not made.`,
  })
  @ApiOkResponse({ type: KeptRatesResponse })
  @ApiProblems(400, 401, 403)
  put(@Body() body: ExchangeRatesRequest): Promise<KeptRatesResponse> {
    return this.rates.put(body.rates);
  }

  @Get()
  @Roles('ADMIN', 'MANAGER')
  @ApiOperation({ summary: 'Exchange rates, the last day first' })
  @ApiOkResponse({ type: ExchangeRatesResponse })
  @ApiProblems(400, 401, 403)
  list(@Query() query: ExchangeRatesQuery): Promise<ExchangeRatesResponse> {
    return this.rates.list(query);
  }
}
