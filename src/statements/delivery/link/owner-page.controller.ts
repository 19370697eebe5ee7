import { Controller, Get, Param, ParseUUIDPipe, Req, Res, type StreamableFile } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Public } from '../../../platform/auth/index.js';
import { ApiFile } from '../../../platform/http/api-file.js';
import { ApiProblems } from '../../../platform/http/api-problems.js';
import { FileStorage, sendFile } from '../../../platform/storage/index.js';
import { StatementDocuments } from '../../documents/statement-documents.service.js';
import { OwnerLinks } from './owner-links.service.js';
import { deadLinkPage, ownerPage, PAGE_CSP } from './owner-page.js';
import { OwnerPortals } from './owner-portal.service.js';

const HTML = { 'text/html': { schema: { type: 'string' } } };

/** For owners without an account: who has the link sees the statements. Reading changes nothing. */
@ApiTags('Statements: owners')
@Controller('owner')
export class OwnerPageController {
  constructor(
    private readonly links: OwnerLinks,
    private readonly portals: OwnerPortals,
    private readonly documents: StatementDocuments,
    private readonly storage: FileStorage,
  ) {}

  @Get(':token')
  @Public()
  @ApiOperation({ summary: "The page that an owner's link leads to" })
  @ApiOkResponse({ content: HTML })
  @ApiResponse({ status: 404, description: 'The link is over, was taken back, or is none', content: HTML })
  @ApiProblems(429)
  async page(@Param('token') token: string, @Res({ passthrough: true }) reply: FastifyReply): Promise<string> {
    const html = await this.links.open(token, async (ownerId) => ownerPage(await this.portals.read(ownerId), token));
    void reply
      .status(html === undefined ? 404 : 200)
      .type('text/html; charset=utf-8')
      .headers({
        'content-security-policy': PAGE_CSP,
        'cache-control': 'private, no-store',
        'referrer-policy': 'no-referrer',
      });
    return html ?? deadLinkPage(await this.links.ended(token));
  }

  @Get(':token/statements/:id/pdf')
  @Public()
  @ApiOperation({ summary: 'A statement of the owner, the bytes as they were sent' })
  @ApiFile('application/pdf')
  @ApiProblems(400, 404, 429)
  pdf(
    @Param('token') token: string,
    @Param('id', ParseUUIDPipe) id: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StreamableFile | undefined> {
    return this.links
      .opened(token, async (ownerId) => {
        await this.portals.assertShown(ownerId, id);
        return { file: await sendFile(this.storage, await this.documents.kept(id), request, reply) };
      })
      .then(({ file }) => file);
  }
}
