import { Controller, Get, Param, Req, Res, type StreamableFile } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Public } from '../auth/index.js';
import { Config } from '../config/config.js';
import { AppError, notFound } from '../errors/app-error.js';
import { ApiFile } from '../http/api-file.js';
import { ApiProblems } from '../http/api-problems.js';
import { RequestContext } from '../tenancy/context.js';
import { TenantsService } from '../tenancy/tenants.service.js';
import { readDownload } from './download-tokens.js';
import { FileStorage } from './file-storage.js';
import { sendFile } from './send-file.js';

@ApiTags('Files')
@Controller('downloads')
export class DownloadsController {
  constructor(
    private readonly storage: FileStorage,
    private readonly context: RequestContext,
    private readonly tenants: TenantsService,
    private readonly config: Config,
  ) {}

  @Get(':token')
  @Public()
  @ApiOperation({
    summary: 'A file, by a signed link',
    description: 'Links come in answers and mails. They need no account, expire, and cannot be guessed.',
  })
  @ApiFile()
  @ApiProblems(403, 404)
  async download(
    @Param('token') token: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StreamableFile | undefined> {
    const claim = readDownload(token, this.config.JWT_SECRET);
    if (!claim || claim.expiresAt.getTime() <= Date.now())
      throw new AppError('FORBIDDEN', 'This link is not valid, or not any more');
    if (!(await this.tenants.isOpen(claim.tenantId))) throw notFound('File');
    return this.context.asTenant(claim.tenantId, async () =>
      sendFile(this.storage, await this.storage.find(claim.fileId), request, reply),
    );
  }
}
