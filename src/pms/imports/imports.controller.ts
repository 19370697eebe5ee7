import type { IncomingMessage } from 'node:http';
import { Controller, Delete, Get, HttpCode, Param, ParseUUIDPipe, Post, Query, StreamableFile } from '@nestjs/common';
import {
  ApiAcceptedResponse,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiProduces,
  ApiTags,
} from '@nestjs/swagger';
import { JobsService } from '../../jobs/index.js';
import { Roles } from '../../platform/auth/index.js';
import { ApiProblems } from '../../platform/http/api-problems.js';
import { PageQuery } from '../../platform/http/page.query.js';
import { BodyStream, StreamedBody } from '../../platform/http/streamed-body.js';
import { importAnswer } from './import-answers.js';
import { countsOf } from './import-row.js';
import {
  AcceptedImportResponse,
  CreateImportQuery,
  ImportResponse,
  ImportsQuery,
  ImportsResponse,
  RejectsResponse,
} from './imports.dto.js';
import { ImportsRepository } from './imports.repository.js';
import { ImportsService } from './imports.service.js';
import { RejectsCsv } from './rejects-csv.js';

@ApiTags('PMS: booking imports')
@Controller('booking-imports')
export class ImportsController {
  constructor(
    private readonly service: ImportsService,
    private readonly imports: ImportsRepository,
    private readonly rejectsCsv: RejectsCsv,
    private readonly jobs: JobsService,
  ) {}

  @Post()
  @HttpCode(202)
  @Roles('ADMIN', 'MANAGER')
  @StreamedBody(
    'text/csv',
    'A CSV file with the 32 columns of the public "hotel booking demand" data set, in any order, UTF-8.',
  )
  @ApiOperation({
    summary: 'Import bookings that were made elsewhere from a CSV file',
    description: `The file is kept as it comes and read by a job. Stays that are over, no-shows and cancellations become
bookings with the price of the file (adr) for each night; they sell nothing and change no inventory. A stay whose departure
lies ahead is rejected: sell it through POST /bookings. Of the same file for the same hotel again: 409 with importId, unless
that import failed or was cancelled; then the new one takes its place, and what it had brought is taken back first.`,
  })
  @ApiAcceptedResponse({ type: AcceptedImportResponse })
  @ApiProblems(400, 401, 403, 404, 409, 413, 415, 429)
  async create(
    @Query() query: CreateImportQuery,
    @BodyStream() body: IncomingMessage,
  ): Promise<AcceptedImportResponse> {
    const announced = body.headers['content-length'];
    const accepted = await this.service.create(query, body, announced === undefined ? undefined : Number(announced));
    return { ...accepted, ...this.jobs.links(accepted.jobId) };
  }

  @Get()
  @Roles('ADMIN', 'MANAGER', 'STAFF')
  @ApiOperation({ summary: 'Imports, newest first' })
  @ApiOkResponse({ type: ImportsResponse })
  @ApiProblems(400, 401, 403)
  async list(@Query() { hotelId, limit, offset }: ImportsQuery): Promise<ImportsResponse> {
    const { rows, total } = await this.imports.page(hotelId, limit, offset);
    return { imports: rows.map((row) => importAnswer(row, (id) => this.jobs.links(id))), total };
  }

  @Get(':id')
  @Roles('ADMIN', 'MANAGER', 'STAFF')
  @ApiOperation({ summary: 'An import: how far it is and what became of its rows' })
  @ApiOkResponse({ type: ImportResponse })
  @ApiProblems(400, 401, 403, 404)
  async get(@Param('id', ParseUUIDPipe) id: string): Promise<ImportResponse> {
    return importAnswer(await this.imports.get(id), (jobId) => this.jobs.links(jobId));
  }

  @Get(':id/rejects')
  @Roles('ADMIN', 'MANAGER', 'STAFF')
  @ApiOperation({ summary: 'Rows that became no booking, by line' })
  @ApiOkResponse({ type: RejectsResponse })
  @ApiProblems(400, 401, 403, 404)
  async rejects(
    @Param('id', ParseUUIDPipe) id: string,
    @Query() { limit, offset }: PageQuery,
  ): Promise<RejectsResponse> {
    const { checkpoint } = await this.imports.get(id);
    return { rejects: await this.imports.rejects(id, limit, offset), total: countsOf(checkpoint).rejected };
  }

  @Get(':id/rejects.csv')
  @Roles('ADMIN', 'MANAGER', 'STAFF')
  @ApiOperation({
    summary: 'The same as a file that can be mended and sent again',
    description: `With the columns of the file itself, as they stood there, and before them: Nightshift line, Nightshift outcome, Nightshift
reason (code), Nightshift message (in words). These four are left out when the file is sent again.`,
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
  @ApiOperation({
    summary: 'Take an import back: its bookings, its file and its rejected rows',
    description: `409 while it goes on (cancel its job first). Of an import that failed, was cancelled or completed, all
bookings it wrote are removed, or none: 409 when one of them was changed, billed, given another payer or noted as a no-show since.`,
  })
  @ApiNoContentResponse()
  @ApiProblems(400, 401, 403, 404, 409)
  remove(@Param('id', ParseUUIDPipe) id: string): Promise<void> {
    return this.service.remove(id);
  }
}
