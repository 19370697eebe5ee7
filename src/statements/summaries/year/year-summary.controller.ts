import { Controller, Get, Param, Query, StreamableFile } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Roles } from '../../../platform/auth/index.js';
import { ApiProblems } from '../../../platform/http/api-problems.js';
import { IdPipe } from '../../../platform/http/id.pipe.js';
import { attachment } from '../../../platform/storage/index.js';
import { StatementSettingsService } from '../../parties/settings/statement-settings.service.js';
import { yearCsv, yearPdf } from './year-files.js';
import { YearQuery, YearSummaryResponse } from './year-summary.dto.js';
import { YearSummaries } from './year-summary.service.js';

@ApiTags('Statements: owners')
@Controller('owners/:id/year-summary')
export class YearSummaryController {
  constructor(
    private readonly summaries: YearSummaries,
    private readonly settings: StatementSettingsService,
  ) {}

  @Get()
  @Roles('ADMIN', 'MANAGER')
  @ApiOperation({
    summary: 'A year of an owner by month and listing, from its final statements',
    description: 'The months that a statement is of sum to the statement.',
  })
  @ApiOkResponse({ type: YearSummaryResponse })
  @ApiProblems(400, 401, 403, 404)
  get(@Param('id', IdPipe) id: number, @Query() { year }: YearQuery): Promise<YearSummaryResponse> {
    return this.summaries.answer(id, year);
  }

  @Get('csv')
  @Roles('ADMIN', 'MANAGER')
  @ApiOperation({ summary: 'The same as CSV' })
  @ApiOkResponse({ content: { 'text/csv': { schema: { type: 'string' } } } })
  @ApiProblems(400, 401, 403, 404)
  async csv(@Param('id', IdPipe) id: number, @Query() { year }: YearQuery): Promise<StreamableFile> {
    const file = yearCsv(await this.summaries.read(id, year));
    return new StreamableFile(file, { type: 'text/csv; charset=utf-8', disposition: attachment(`${year}-${id}.csv`) });
  }

  @Get('pdf')
  @Roles('ADMIN', 'MANAGER')
  @ApiOperation({ summary: 'The same on paper, in the language of the owner' })
  @ApiOkResponse({ content: { 'application/pdf': { schema: { type: 'string', format: 'binary' } } } })
  @ApiProblems(400, 401, 403, 404, 409)
  async pdf(@Param('id', IdPipe) id: number, @Query() { year }: YearQuery): Promise<StreamableFile> {
    const summary = await this.summaries.read(id, year);
    const { managerName, paper } = await this.settings.needed();
    const bytes = await yearPdf(summary, { name: managerName, paper });
    const disposition = attachment(`${year}-${id}.pdf`);
    return new StreamableFile(bytes, { type: 'application/pdf', disposition, length: bytes.length });
  }
}
