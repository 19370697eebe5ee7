import type { IncomingMessage } from 'node:http';
import {
  Body,
  Controller,
  Delete,
  Get,
  HttpCode,
  Param,
  ParseUUIDPipe,
  Patch,
  Post,
  Query,
  StreamableFile,
} from '@nestjs/common';
import {
  ApiAcceptedResponse,
  ApiCreatedResponse,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiProduces,
  ApiTags,
} from '@nestjs/swagger';
import { JobsService } from '../../jobs/index.js';
import { Roles } from '../../platform/auth/index.js';
import { TakesNoIdempotencyKey } from '../../platform/http/idempotency/answer-rules.js';
import { ApiProblems } from '../../platform/http/api-problems.js';
import { BodyStream, StreamedBody } from '../../platform/http/streamed-body.js';
import {
  ConfirmedImportResponse,
  ConfirmStatementImportRequest,
  CreateStatementImportQuery,
  ImportedRowsResponse,
  ImportRowsQuery,
  StatementImportResponse,
  StatementImportsQuery,
  StatementImportsResponse,
  UpdateStatementImportRequest,
} from './file-imports.dto.js';
import { FileImportsRepository } from './file-imports.repository.js';
import { FileImportsService } from './file-imports.service.js';
import { batchAnswer, rowAnswer, summaryOf } from './import-answers.js';
import { questionsOf } from './import-row.js';
import { RejectedRowsCsv } from './rejects-csv.js';
import { StagedRows } from './staged-rows.js';
import { readOptions } from './staging.js';

const FIRST_ROWS = 20;
const MOST = 100;

@ApiTags('Statements: imports')
@Controller('statement-imports')
export class FileImportsController {
  constructor(
    private readonly service: FileImportsService,
    private readonly imports: FileImportsRepository,
    private readonly rows: StagedRows,
    private readonly rejectsCsv: RejectedRowsCsv,
    private readonly jobs: JobsService,
  ) {}

  @Post()
  @Roles('ADMIN', 'MANAGER')
  // The bytes are the key: sent again before they were confirmed, they are the same import.
  @TakesNoIdempotencyKey()
  @StreamedBody('text/csv', 'A CSV file of Airbnb, Booking.com, Vrbo, Lodgify, Hostaway, or of a mapping of your own.')
  @ApiOperation({
    summary: 'Send a file of stays and payouts, and see what it would bring',
    description: `Nothing but the file and its preview is kept: how it is read, its rows, the stays that are new or change, whether
each payout is the sum of its rows, titles that no listing is known for, and what must be said before it can be kept.
POST …/confirm keeps it. Columns are known by their names; delimiter, decimal mark and order of dates are those of the file.
The same bytes sent again, before they were confirmed, are the same import.`,
  })
  @ApiCreatedResponse({ type: StatementImportResponse })
  @ApiProblems(400, 401, 403, 404, 409, 413, 415, 503)
  async create(
    @Query() query: CreateStatementImportQuery,
    @BodyStream() body: IncomingMessage,
  ): Promise<StatementImportResponse> {
    return await this.answer(await this.service.create(query, body));
  }

  @Get()
  @Roles('ADMIN', 'MANAGER')
  @ApiOperation({ summary: 'Imports, newest first' })
  @ApiOkResponse({ type: StatementImportsResponse })
  @ApiProblems(400, 401, 403)
  async list(@Query() { before, limit }: StatementImportsQuery): Promise<StatementImportsResponse> {
    const rows = await this.imports.page(before, limit);
    const imports = rows.map((row) => summaryOf(row, (id) => this.jobs.links(id)));
    return { imports, next: rows.length < limit ? null : rows.at(-1)!.id };
  }

  @Get(':id')
  @Roles('ADMIN', 'MANAGER')
  @ApiOperation({ summary: 'One import: its preview, or what was kept' })
  @ApiOkResponse({ type: StatementImportResponse })
  @ApiProblems(400, 401, 403, 404)
  get(@Param('id', ParseUUIDPipe) id: string): Promise<StatementImportResponse> {
    return this.answer(id);
  }

  @Patch(':id')
  @Roles('ADMIN', 'MANAGER')
  @ApiOperation({
    summary: 'Read a file another way, or match its listings, and see the preview again',
    description: '409 once it is confirmed.',
  })
  @ApiOkResponse({ type: StatementImportResponse })
  @ApiProblems(400, 401, 403, 404, 409, 503)
  async update(
    @Param('id', ParseUUIDPipe) id: string,
    @Body() body: UpdateStatementImportRequest,
  ): Promise<StatementImportResponse> {
    await this.service.update(id, body);
    return this.answer(id);
  }

  @Post(':id/confirm')
  @HttpCode(202)
  @Roles('ADMIN', 'MANAGER')
  @ApiOperation({
    summary: 'Keep a file: its stays, payouts and expenses',
    description: `A job keeps it; follow eventsUrl. Rows that were kept before, from this or another file, count once. 400 names what
must be said first (dateOrder, decimalMark, currency). Confirmed again, it answers the same job.`,
  })
  @ApiAcceptedResponse({ type: ConfirmedImportResponse })
  @ApiProblems(400, 401, 403, 404, 409)
  async confirm(
    @Param('id', ParseUUIDPipe) id: string,
    @Body() body: ConfirmStatementImportRequest,
  ): Promise<ConfirmedImportResponse> {
    const jobId = await this.service.confirm(id, body);
    return { id, jobId, ...this.jobs.links(jobId) };
  }

  @Get(':id/rows')
  @Roles('ADMIN', 'MANAGER')
  @ApiOperation({ summary: 'Rows by line, and what became, or would become, of each' })
  @ApiOkResponse({ type: ImportedRowsResponse })
  @ApiProblems(400, 401, 403, 404)
  async rowsOf(@Param('id', ParseUUIDPipe) id: string, @Query() query: ImportRowsQuery): Promise<ImportedRowsResponse> {
    await this.imports.get(id);
    const rows = (await this.rows.page(id, query)).map(rowAnswer);
    return { rows, next: rows.length < query.limit ? null : rows.at(-1)!.line };
  }

  @Get(':id/rejects.csv')
  @Roles('ADMIN', 'MANAGER')
  @ApiOperation({
    summary: 'Rows that were rejected or are to be looked at, as a file that can be mended and sent again',
    description: `With the columns of the file itself, as they stood there, and before them: Nightshift line, Nightshift outcome, Nightshift
reason (codes), Nightshift message (in words). These four are left out when the file is sent again.`,
  })
  @ApiProduces('text/csv')
  @ApiOkResponse({ schema: { type: 'string' }, description: 'All of them' })
  @ApiProblems(400, 401, 403, 404)
  async rejectsFile(@Param('id', ParseUUIDPipe) id: string): Promise<StreamableFile> {
    const disposition = `attachment; filename="rejects-${id}.csv"`;
    return new StreamableFile(await this.rejectsCsv.open(id), { type: 'text/csv; charset=utf-8', disposition });
  }

  @Delete(':id')
  @HttpCode(204)
  @Roles('ADMIN', 'MANAGER')
  @ApiOperation({ summary: 'Delete a preview and its file', description: '409 once it is confirmed: then it stays.' })
  @ApiNoContentResponse()
  @ApiProblems(400, 401, 403, 404, 409)
  remove(@Param('id', ParseUUIDPipe) id: string): Promise<void> {
    return this.service.remove(id);
  }

  private async answer(id: string): Promise<StatementImportResponse> {
    const row = await this.imports.get(id);
    const { survey, options } = row;
    const { delimiter, encoding, headerLine, header } = survey;
    return {
      ...summaryOf(row, (jobId) => this.jobs.links(jobId)),
      questions: row.confirmedAt ? [] : questionsOf(row),
      decided: { ...readOptions({ survey, options }), delimiter, encoding, headerLine },
      columns: [...header],
      unknownListings: await this.rows.unknownListings(id, MOST),
      batches: (await this.rows.batches(id, MOST)).map(batchAnswer),
      firstRows: (await this.rows.page(id, { after: 0, limit: FIRST_ROWS })).map(rowAnswer),
    };
  }
}
