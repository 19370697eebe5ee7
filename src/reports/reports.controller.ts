import {
  Body,
  Controller,
  Delete,
  Get,
  HttpCode,
  Param,
  ParseUUIDPipe,
  Post,
  Put,
  Query,
  Req,
  Res,
  type StreamableFile,
} from '@nestjs/common';
import { ApiAcceptedResponse, ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { JobsService } from '../jobs/index.js';
import { Roles } from '../platform/auth/index.js';
import { ApiFile } from '../platform/http/api-file.js';
import { ApiProblems } from '../platform/http/api-problems.js';
import { FileStorage, sendFile } from '../platform/storage/index.js';
import { downloadUrl, reportAnswer } from './report-answers.js';
import { ReportPayload } from './report-generation.job.js';
import { ReportRegistry } from './report-registry.js';
import { ReportSettings } from './report-settings.js';
import {
  AcceptedReportResponse,
  ReportResponse,
  ReportSettingsRequest,
  ReportSettingsResponse,
  ReportsQuery,
  ReportsResponse,
  ReportTypesResponse,
} from './reports.dto.js';
import { ReportsRepository } from './reports.repository.js';
import { ReportsService } from './reports.service.js';

@ApiTags('Reports')
@Controller('reports')
export class ReportsController {
  constructor(
    private readonly service: ReportsService,
    private readonly reports: ReportsRepository,
    private readonly registry: ReportRegistry,
    private readonly settings: ReportSettings,
    private readonly storage: FileStorage,
    private readonly jobs: JobsService,
  ) {}

  @Post()
  @HttpCode(202)
  @Roles('ADMIN', 'MANAGER')
  @ApiOperation({
    summary: 'Ask for a report as PDF, XLSX or CSV',
    description: `A job writes it from the data as they are at one instant. The same data make the same bytes, which are kept
once. For a report every night or month, send the same body as data to POST /jobs/recurring, with a period in place of range.`,
  })
  @ApiAcceptedResponse({ type: AcceptedReportResponse })
  @ApiProblems(400, 401, 403, 429)
  async create(@Body() body: ReportPayload): Promise<AcceptedReportResponse> {
    const id = await this.service.create(body);
    return { id, jobId: id, ...this.jobs.links(id), downloadUrl: downloadUrl(id) };
  }

  @Get()
  @Roles('ADMIN', 'MANAGER', 'STAFF')
  @ApiOperation({ summary: 'Reports, newest first: who made what' })
  @ApiOkResponse({ type: ReportsResponse })
  @ApiProblems(400, 401, 403)
  async list(@Query() { limit, offset, ...filter }: ReportsQuery): Promise<ReportsResponse> {
    const { reports, total } = await this.reports.page(filter, limit, offset);
    return { reports: reports.map((one) => reportAnswer(one, (id) => this.jobs.links(id))), total };
  }

  @Get('types')
  @Roles('ADMIN', 'MANAGER', 'STAFF')
  @ApiOperation({ summary: 'What there are reports of, and their columns' })
  @ApiOkResponse({ type: ReportTypesResponse })
  @ApiProblems(401, 403)
  types(): ReportTypesResponse {
    const reportTypes = this.registry.types().map((reportType) => {
      const { title, columns } = this.registry.get(reportType);
      return {
        reportType,
        title,
        sources: this.registry.sources(reportType).map(({ source }) => source),
        columns: columns.map(({ name, title: head, type, sum = false }) => ({ name, title: head, type, sum })),
      };
    });
    return { reportTypes, total: reportTypes.length };
  }

  @Get('settings')
  @Roles('ADMIN', 'MANAGER', 'STAFF')
  @ApiOperation({ summary: 'Time zone and size of reports' })
  @ApiOkResponse({ type: ReportSettingsResponse })
  @ApiProblems(401, 403)
  getSettings(): Promise<ReportSettingsResponse> {
    return this.settings.get();
  }

  @Put('settings')
  @Roles('ADMIN')
  @ApiOperation({ summary: 'Set them' })
  @ApiOkResponse({ type: ReportSettingsResponse })
  @ApiProblems(400, 401, 403)
  putSettings(@Body() body: ReportSettingsRequest): Promise<ReportSettingsResponse> {
    return this.settings.put(body);
  }

  @Get(':id')
  @Roles('ADMIN', 'MANAGER', 'STAFF')
  @ApiOperation({ summary: 'A report: how far it is, what it is of' })
  @ApiOkResponse({ type: ReportResponse })
  @ApiProblems(400, 401, 403, 404)
  async get(@Param('id', ParseUUIDPipe) id: string): Promise<ReportResponse> {
    return reportAnswer(await this.reports.get(id), (jobId) => this.jobs.links(jobId));
  }

  @Get(':id/download')
  @Roles('ADMIN', 'MANAGER', 'STAFF')
  @ApiOperation({
    summary: 'The file of a report',
    description: '409 while the report is not completed. That somebody took it is noted in the audit trail.',
  })
  @ApiFile()
  @ApiProblems(400, 401, 403, 404, 409)
  async download(
    @Param('id', ParseUUIDPipe) id: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StreamableFile | undefined> {
    return sendFile(this.storage, await this.service.file(id), request, reply);
  }

  @Delete(':id')
  @HttpCode(204)
  @Roles('ADMIN', 'MANAGER')
  @ApiOperation({
    summary: 'Delete a report and, unless another one has the same, its file',
    description: '409 while it is written.',
  })
  @ApiNoContentResponse()
  @ApiProblems(400, 401, 403, 404, 409)
  remove(@Param('id', ParseUUIDPipe) id: string): Promise<void> {
    return this.service.remove(id);
  }
}
