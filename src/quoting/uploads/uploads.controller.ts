import type { IncomingMessage } from 'node:http';
import { Body, Controller, HttpCode, Param, ParseUUIDPipe, Post } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { JobsService } from '../../jobs/index.js';
import { Roles } from '../../platform/auth/index.js';
import { ApiProblems } from '../../platform/http/api-problems.js';
import { TakesNoIdempotencyKey } from '../../platform/http/idempotency/answer-rules.js';
import { BodyStream, StreamedBody } from '../../platform/http/streamed-body.js';
import { LENGTH_UNITS } from '../files/part-file.entity.js';
import { AcceptedFileResponse, OfferedUploadResponse, OfferUploadRequest, UploadFields } from './uploads.dto.js';
import { type Accepted, UploadsService } from './uploads.service.js';

@ApiTags('Quoting: part files')
@Controller('files')
export class UploadsController {
  constructor(
    private readonly service: UploadsService,
    private readonly jobs: JobsService,
  ) {}

  @Post()
  @Roles('ADMIN', 'MANAGER')
  @StreamedBody('multipart/form-data', 'The file in the field file, and what is told of it.', {
    type: 'object',
    required: ['file'],
    properties: {
      file: { type: 'string', format: 'binary' },
      unit: { type: 'string', enum: [...LENGTH_UNITS], description: 'Where the file does not name one itself' },
      externalRef: { type: 'string', maxLength: 200, description: 'What another system calls it; unique' },
    },
  })
  @ApiOperation({
    summary: 'Upload a part file: STL, OBJ, 3MF, STEP, IGES or DXF',
    description: `It is kept as it comes and analysed by a job, which starts by itself: follow eventsUrl, then read
GET /files/{id}. With an Idempotency-Key, the same upload sent again is the same file.`,
  })
  @ApiCreatedResponse({ type: AcceptedFileResponse })
  @ApiProblems(400, 401, 403, 409, 413, 415, 422, 429, 503)
  async create(@BodyStream() body: IncomingMessage): Promise<AcceptedFileResponse> {
    return this.answer(await this.service.create(body));
  }

  @Post('uploads')
  @HttpCode(200)
  @Roles('ADMIN', 'MANAGER')
  @ApiOperation({
    summary: 'Ask where to send a part file',
    description: `With S3 the answer is a form for the storage itself (method form): POST its fields and then the file to url,
then call complete. Otherwise (method multipart) url is POST /files.`,
  })
  @ApiOkResponse({ type: OfferedUploadResponse })
  @ApiProblems(400, 401, 403, 413, 503)
  offer(@Body() body: OfferUploadRequest): Promise<OfferedUploadResponse> {
    return this.service.offer(body);
  }

  @Post('uploads/:id/complete')
  @HttpCode(201)
  @Roles('ADMIN', 'MANAGER')
  @TakesNoIdempotencyKey()
  @ApiOperation({
    summary: 'Say that the file is in the storage',
    description:
      'Checks its size, takes it away from the form, and starts its analysis. Called again, it answers the same file.',
  })
  @ApiCreatedResponse({ type: AcceptedFileResponse })
  @ApiProblems(400, 401, 403, 404, 409, 413, 429, 503)
  async complete(@Param('id', ParseUUIDPipe) id: string, @Body() fields: UploadFields): Promise<AcceptedFileResponse> {
    return this.answer(await this.service.complete(id, fields));
  }

  private answer({ file: { id, name, bytes, sha256 }, jobId }: Accepted): AcceptedFileResponse {
    return { id, name, bytes, sha256, jobId, ...this.jobs.links(jobId) };
  }
}
