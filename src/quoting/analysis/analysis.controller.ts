import {
  Body,
  Controller,
  Get,
  HttpCode,
  Param,
  ParseUUIDPipe,
  Post,
  Req,
  Res,
  type StreamableFile,
} from '@nestjs/common';
import { ApiAcceptedResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { JobsService } from '../../jobs/index.js';
import { Roles } from '../../platform/auth/index.js';
import { notFound } from '../../platform/errors/app-error.js';
import { ApiFile } from '../../platform/http/api-file.js';
import { ApiProblems } from '../../platform/http/api-problems.js';
import { FileStorage, sendFile } from '../../platform/storage/index.js';
import { PartFilesService } from '../files/part-files.service.js';
import { AnalysesService } from './analyses.service.js';
import type { AnalysisState } from './analyses.repository.js';
import { AnalyseRequest, StartedAnalysisResponse } from './analysis.dto.js';

@ApiTags('Quoting: part files')
@Controller('files/:id')
export class AnalysisController {
  constructor(
    private readonly files: PartFilesService,
    private readonly analyses: AnalysesService,
    private readonly storage: FileStorage,
    private readonly jobs: JobsService,
  ) {}

  @Post('analyse')
  @HttpCode(202)
  @Roles('ADMIN', 'MANAGER')
  @ApiOperation({
    summary: 'Analyse a part file, again or otherwise',
    description:
      'An upload starts an analysis by itself. Equal bytes with equal options are not measured a second time.',
  })
  @ApiAcceptedResponse({ type: StartedAnalysisResponse })
  @ApiProblems(400, 401, 403, 404, 429)
  async analyse(
    @Param('id', ParseUUIDPipe) id: string,
    @Body() options: AnalyseRequest,
  ): Promise<StartedAnalysisResponse> {
    await this.files.get(id);
    const job = await this.analyses.start(id, options);
    return { fileId: id, jobId: job.id, ...this.jobs.links(job.id) };
  }

  @Get('mesh')
  @Roles('ADMIN', 'MANAGER', 'STAFF')
  @ApiOperation({
    summary: 'The mesh of a part for a viewer, binary',
    description: `With an ETag: If-None-Match saves sending it again. 404 until an analysis has made it. At most half a million
triangles, in an order in which each issue of the analysis is a few ranges [first, count] of them; the same ranges are in the header
and in the issues of GET /files/{id}. The layout is in docs/guides/quoting.md, "The mesh of a part".`,
  })
  @ApiFile('application/octet-stream')
  @ApiProblems(400, 401, 403, 404)
  mesh(
    @Param('id', ParseUUIDPipe) id: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StreamableFile | undefined> {
    return this.send(id, 'meshFileId', request, reply);
  }

  @Get('thumbnail')
  @Roles('ADMIN', 'MANAGER', 'STAFF')
  @ApiOperation({ summary: 'A small picture of a part, PNG' })
  @ApiFile('image/png')
  @ApiProblems(400, 401, 403, 404)
  thumbnail(
    @Param('id', ParseUUIDPipe) id: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StreamableFile | undefined> {
    return this.send(id, 'thumbnailFileId', request, reply);
  }

  private async send(
    id: string,
    which: 'meshFileId' | 'thumbnailFileId',
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<StreamableFile | undefined> {
    const state: AnalysisState | undefined = await this.analyses.state(id);
    const fileId = state?.[which];
    if (!fileId) throw notFound('File');
    return sendFile(this.storage, await this.storage.find(fileId), request, reply);
  }
}
