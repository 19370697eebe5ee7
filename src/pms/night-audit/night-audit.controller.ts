import { Readable } from 'node:stream';
import { Controller, Get, Param, StreamableFile } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Roles } from '../../platform/auth/index.js';
import { ApiProblems } from '../../platform/http/api-problems.js';
import { IdPipe } from '../../platform/http/id.pipe.js';
import { NightAuditService } from './night-audit.service.js';
import { NightAuditPack } from './night-audit.dto.js';
import { packCsv } from './pack-csv.js';
import { renderPack } from './pack-document.js';

@ApiTags('PMS: business days')
@Controller('hotels/:id/night-audits')
export class NightAuditController {
  constructor(private readonly audits: NightAuditService) {}

  @Get(':date')
  @Roles('ADMIN', 'MANAGER', 'STAFF')
  @ApiOperation({ summary: "A night's pack: what each job did, figures, trial balance, exceptions" })
  @ApiOkResponse({ type: NightAuditPack })
  @ApiProblems(400, 401, 403, 404)
  pack(@Param('id', IdPipe) id: number, @Param('date') date: string): Promise<NightAuditPack> {
    return this.audits.get(id, date);
  }

  @Get(':date/pdf')
  @Roles('ADMIN', 'MANAGER', 'STAFF')
  @ApiOperation({ summary: 'The pack on A4' })
  @ApiOkResponse({ content: { 'application/pdf': { schema: { type: 'string', format: 'binary' } } } })
  @ApiProblems(400, 401, 403, 404)
  async pdf(@Param('id', IdPipe) id: number, @Param('date') date: string): Promise<StreamableFile> {
    const bytes = await renderPack(await this.audits.get(id, date));
    const disposition = `inline; filename="night-audit-${id}-${date}.pdf"`;
    return new StreamableFile(bytes, { type: 'application/pdf', disposition, length: bytes.length });
  }

  @Get(':date/csv')
  @Roles('ADMIN', 'MANAGER', 'STAFF')
  @ApiOperation({ summary: 'The pack as a table for a spreadsheet, section by section' })
  @ApiOkResponse({ content: { 'text/csv': { schema: { type: 'string' } } } })
  @ApiProblems(400, 401, 403, 404)
  async csv(@Param('id', IdPipe) id: number, @Param('date') date: string): Promise<StreamableFile> {
    const pack = await this.audits.get(id, date);
    const disposition = `attachment; filename="night-audit-${id}-${date}.csv"`;
    return new StreamableFile(Readable.from(packCsv(pack)), { type: 'text/csv; charset=utf-8', disposition });
  }
}
