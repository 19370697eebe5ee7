import { Controller, Get, Param, ParseUUIDPipe, Query, Req, Res, StreamableFile } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Roles } from '../../platform/auth/index.js';
import { ApiFile } from '../../platform/http/api-file.js';
import { ApiProblems } from '../../platform/http/api-problems.js';
import { attachment, FileStorage, sendFile } from '../../platform/storage/index.js';
import { StatementReader } from '../statements/statement-reader.js';
import { StatementTableQuery } from './documents.dto.js';
import { fileName, StatementDocuments } from './statement-documents.service.js';
import { sheetFile } from './statement-sheets.js';

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

@ApiTags('Statements: statements')
@Controller('statements')
export class StatementDocumentsController {
  constructor(
    private readonly documents: StatementDocuments,
    private readonly reader: StatementReader,
    private readonly storage: FileStorage,
  ) {}

  @Get(':id/pdf')
  @Roles('ADMIN', 'MANAGER')
  @ApiOperation({
    summary: 'The statement on paper, A4 or letter by the settings, in the language of its owner',
    description:
      'From `final` on the same bytes for ever; before, as it stands now, marked as a draft; void, marked as void.',
  })
  @ApiFile('application/pdf')
  @ApiProblems(400, 401, 403, 404, 429)
  async pdf(
    @Param('id', ParseUUIDPipe) id: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StreamableFile | undefined> {
    const printed = await this.documents.pdf(id);
    if ('file' in printed) return sendFile(this.storage, printed.file, request, reply);
    const { name, bytes } = printed;
    return new StreamableFile(bytes, {
      type: 'application/pdf',
      disposition: attachment(name),
      length: bytes.length,
    });
  }

  @Get(':id/csv')
  @Roles('ADMIN', 'MANAGER')
  @ApiOperation({ summary: 'The stays of the statement, or its lines, as CSV' })
  @ApiOkResponse({ content: { 'text/csv': { schema: { type: 'string' } } } })
  @ApiProblems(400, 401, 403, 404)
  csv(@Param('id', ParseUUIDPipe) id: string, @Query() { table }: StatementTableQuery): Promise<StreamableFile> {
    return this.sheet(id, table, 'csv', 'text/csv; charset=utf-8');
  }

  @Get(':id/xlsx')
  @Roles('ADMIN', 'MANAGER')
  @ApiOperation({ summary: 'The stays of the statement, or its lines, as a spreadsheet' })
  @ApiOkResponse({ content: { [XLSX]: { schema: { type: 'string', format: 'binary' } } } })
  @ApiProblems(400, 401, 403, 404)
  xlsx(@Param('id', ParseUUIDPipe) id: string, @Query() { table }: StatementTableQuery): Promise<StreamableFile> {
    return this.sheet(id, table, 'xlsx', XLSX);
  }

  private async sheet(id: string, table: StatementTableQuery['table'], format: 'csv' | 'xlsx', type: string) {
    const view = await this.reader.view(id);
    const file = sheetFile(table, format, view, await this.documents.corrected(view));
    return new StreamableFile(file, { type, disposition: attachment(fileName(view, `${table}.${format}`)) });
  }
}
