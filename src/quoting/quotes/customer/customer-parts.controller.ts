import { Controller, Get, Param, Req, Res, type StreamableFile } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Public } from '../../../platform/auth/index.js';
import { notFound } from '../../../platform/errors/app-error.js';
import { ApiFile } from '../../../platform/http/api-file.js';
import { ApiProblems } from '../../../platform/http/api-problems.js';
import { IdPipe } from '../../../platform/http/id.pipe.js';
import { FileStorage, sendFile } from '../../../platform/storage/index.js';
import { QuoteLinks } from '../link/quote-links.js';
import { PartReader, type PartView } from '../part-reader.js';
import { QuotesService } from '../quotes.service.js';
import { shownQuote } from './customer-view.js';

/** What the parts of a quote look like, for who has its link. The files themselves are not given out by it. */
@ApiTags('Quoting: for customers')
@Controller('customer/quotes/:token/parts/:position')
export class CustomerPartsController {
  constructor(
    private readonly links: QuoteLinks,
    private readonly quotes: QuotesService,
    private readonly parts: PartReader,
    private readonly storage: FileStorage,
  ) {}

  @Get('mesh')
  @Public()
  @ApiOperation({ summary: 'The mesh of a part of the quote for a viewer, as GET /files/{id}/mesh' })
  @ApiFile('application/octet-stream')
  @ApiProblems(400, 404, 409, 429)
  mesh(
    @Param('token') token: string,
    @Param('position', IdPipe) position: number,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StreamableFile | undefined> {
    return this.send(token, position, 'mesh', request, reply);
  }

  @Get('thumbnail')
  @Public()
  @ApiOperation({ summary: 'A small picture of a part of the quote, PNG' })
  @ApiFile('image/png')
  @ApiProblems(400, 404, 409, 429)
  thumbnail(
    @Param('token') token: string,
    @Param('position', IdPipe) position: number,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StreamableFile | undefined> {
    return this.send(token, position, 'thumbnail', request, reply);
  }

  private send(
    token: string,
    position: number,
    which: PartView,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<StreamableFile | undefined> {
    return this.links.open(token, async (id) => {
      const quote = shownQuote(await this.quotes.get(id), new Date());
      const item = quote.items.find((one) => one.position === position);
      const fileId = item && (await this.parts.view(item.fileId, which));
      if (!fileId) throw notFound('File');
      return sendFile(this.storage, await this.storage.find(fileId), request, reply);
    });
  }
}
