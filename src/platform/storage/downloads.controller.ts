import { Controller, Get, Param, Query, Req, Res, type StreamableFile } from '@nestjs/common';
import { ApiOperation, ApiPropertyOptional, ApiTags } from '@nestjs/swagger';
import { IsOptional, IsString, MaxLength } from 'class-validator';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Public } from '../auth/index.js';
import { Config } from '../config/config.js';
import { AppError } from '../errors/app-error.js';
import { ApiFile } from '../http/api-file.js';
import { ApiProblems } from '../http/api-problems.js';
import { RequestContext } from '../tenancy/context.js';
import { readDownload } from './download-tokens.js';
import { FileStorage } from './file-storage.js';
import { sendFile } from './send-file.js';

export class DownloadQuery {
  @ApiPropertyOptional({ maxLength: 255, description: 'As the link has it: with another name it is not valid' })
  @IsOptional()
  @IsString()
  @MaxLength(255)
  name?: string;
}

@ApiTags('Files')
@Controller('downloads')
export class DownloadsController {
  constructor(
    private readonly storage: FileStorage,
    private readonly context: RequestContext,
    private readonly config: Config,
  ) {}

  @Get(':token')
  @Public()
  @ApiOperation({
    summary: 'A file, by a signed link',
    description: 'Links come in answers and mails. They need no account, expire, and cannot be guessed.',
  })
  @ApiFile()
  @ApiProblems(400, 403, 404)
  download(
    @Param('token') token: string,
    @Query() { name }: DownloadQuery,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StreamableFile | undefined> {
    const claim = readDownload(token, this.config.JWT_SECRET, name);
    if (!claim || claim.expiresAt.getTime() <= Date.now())
      throw new AppError('FORBIDDEN', 'This link is not valid, or not any more');
    return this.context.asTenant(claim.tenantId, async () => {
      const file = await this.storage.find(claim.fileId);
      return sendFile(this.storage, { ...file, name: claim.name ?? file.name }, request, reply);
    });
  }
}
