import {
  Body,
  Controller,
  Delete,
  Get,
  HttpCode,
  Param,
  ParseUUIDPipe,
  Patch,
  Query,
  Req,
  Res,
  type StreamableFile,
} from '@nestjs/common';
import { ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { JobsService } from '../../jobs/index.js';
import { Roles } from '../../platform/auth/index.js';
import { ApiFile } from '../../platform/http/api-file.js';
import { ApiProblems } from '../../platform/http/api-problems.js';
import { PageQuery } from '../../platform/http/page.query.js';
import { FileStorage, sendFile } from '../../platform/storage/index.js';
import { AnalysisBasis } from '../analysis/analysis-basis.js';
import { AnalysesRepository, type AnalysisState } from '../analysis/analyses.repository.js';
import { statusOf } from '../analysis/analyses.service.js';
import { toAnalysisResponse } from '../analysis/review-measures.js';
import type { PartFile } from '../files/part-file.entity.js';
import { PartFilesRepository } from '../files/part-files.repository.js';
import { PartFilesService } from '../files/part-files.service.js';
import { type ListedFileResponse, PartFileResponse, PartFilesResponse, UpdateFileRequest } from './uploads.dto.js';
import { UploadsService } from './uploads.service.js';

@ApiTags('Quoting: part files')
@Controller('files')
export class PartFilesController {
  constructor(
    private readonly service: UploadsService,
    private readonly files: PartFilesService,
    private readonly repository: PartFilesRepository,
    private readonly analyses: AnalysesRepository,
    private readonly basis: AnalysisBasis,
    private readonly storage: FileStorage,
    private readonly jobs: JobsService,
  ) {}

  @Get()
  @Roles('ADMIN', 'MANAGER', 'STAFF')
  @ApiOperation({ summary: 'Part files, newest first' })
  @ApiOkResponse({ type: PartFilesResponse })
  @ApiProblems(400, 401, 403)
  async list(@Query() { limit, offset }: PageQuery): Promise<PartFilesResponse> {
    const { rows, total } = await this.repository.page(limit, offset);
    const states = new Map((await this.analyses.states(rows.map(({ id }) => id))).map((one) => [one.fileId, one]));
    return { files: rows.map((file) => this.listed(file, states.get(file.id))), total };
  }

  @Get(':id')
  @Roles('ADMIN', 'MANAGER', 'STAFF')
  @ApiOperation({ summary: 'A part file with what its analysis found' })
  @ApiOkResponse({ type: PartFileResponse })
  @ApiProblems(400, 401, 403, 404)
  async get(@Param('id', ParseUUIDPipe) id: string): Promise<PartFileResponse> {
    const file = await this.files.get(id);
    const [state] = await this.analyses.states([id]);
    const path = `/api/v1/files/${id}`;
    const { analysis: result = null, fingerprint = null } = state ?? {};
    const measured = result && fingerprint ? { result, fingerprint } : undefined;
    return {
      ...this.listed(file, state),
      analysis: result ? toAnalysisResponse(result) : null,
      analysisOutdated: measured !== undefined && !(await this.basis.isCurrent(file, measured)),
      meshUrl: state?.meshFileId ? `${path}/mesh` : null,
      thumbnailUrl: state?.thumbnailFileId ? `${path}/thumbnail` : null,
    };
  }

  @Patch(':id')
  @Roles('ADMIN', 'MANAGER')
  @ApiOperation({
    summary: 'Say in which unit a part file is drawn; it is measured anew',
    description: '409 once a quote with a price has it: its price was made of the size as it is.',
  })
  @ApiOkResponse({ type: PartFileResponse })
  @ApiProblems(400, 401, 403, 404, 409)
  async update(@Param('id', ParseUUIDPipe) id: string, @Body() { unit }: UpdateFileRequest): Promise<PartFileResponse> {
    await this.service.setUnit(id, unit);
    return this.get(id);
  }

  @Get(':id/download')
  @Roles('ADMIN', 'MANAGER', 'STAFF')
  @ApiOperation({ summary: 'The file itself, as it was uploaded' })
  @ApiFile('application/octet-stream')
  @ApiProblems(400, 401, 403, 404)
  async download(
    @Param('id', ParseUUIDPipe) id: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StreamableFile | undefined> {
    const { storedFileId } = await this.files.get(id);
    const file = await this.storage.find(storedFileId);
    // Bytes, whatever the sender called them.
    return sendFile(this.storage, { ...file, contentType: 'application/octet-stream' }, request, reply);
  }

  @Delete(':id')
  @HttpCode(204)
  @Roles('ADMIN', 'MANAGER')
  @ApiOperation({
    summary: 'Remove a part file',
    description: '409 while a quote uses it. What was measured of its bytes goes with the last file that has them.',
  })
  @ApiNoContentResponse()
  @ApiProblems(400, 401, 403, 404, 409)
  remove(@Param('id', ParseUUIDPipe) id: string): Promise<void> {
    return this.service.remove(id);
  }

  private listed(file: PartFile, state: AnalysisState | undefined): ListedFileResponse {
    const { id, name, unit, format, bytes, sha256, externalRef, createdAt, analysisJobId: jobId } = file;
    const analysisStatus = state ? statusOf(state) : 'none';
    const failed = analysisStatus === 'failed' && state?.error;
    return {
      ...{ id, name, unit, format, bytes, sha256, externalRef, analysisStatus },
      analysisError: failed ? { code: failed.code, message: failed.message } : null,
      jobId,
      ...(jobId ? this.jobs.links(jobId) : { statusUrl: null, eventsUrl: null }),
      createdAt,
    };
  }
}
