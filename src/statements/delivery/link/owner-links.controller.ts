import { Body, Controller, Delete, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Roles } from '../../../platform/auth/index.js';
import { ApiProblems } from '../../../platform/http/api-problems.js';
import { IdPipe } from '../../../platform/http/id.pipe.js';
import { AnswerHoldsSecret } from '../../../platform/http/idempotency/answer-rules.js';
import { CreateOwnerLinkRequest, NewOwnerLinkResponse, OwnerLinksResponse } from './owner-links.dto.js';
import { OwnerLinks } from './owner-links.service.js';

const DAYS = 90;
const DAY_MS = 86_400_000;

@ApiTags('Statements: owners')
@Controller('owners/:id/links')
export class OwnerLinksController {
  constructor(private readonly links: OwnerLinks) {}

  @Post()
  @Roles('ADMIN', 'MANAGER')
  @AnswerHoldsSecret('url')
  @ApiOperation({ summary: 'Make a link by which the owner sees its statements and agreements, without an account' })
  @ApiCreatedResponse({ type: NewOwnerLinkResponse })
  @ApiProblems(400, 401, 403, 404)
  create(
    @Param('id', IdPipe) id: number,
    @Body() { days = DAYS }: CreateOwnerLinkRequest,
  ): Promise<NewOwnerLinkResponse> {
    return this.links.create(id, new Date(Date.now() + days * DAY_MS));
  }

  @Get()
  @Roles('ADMIN', 'MANAGER')
  @ApiOperation({ summary: 'Links that the owner was given, newest first' })
  @ApiOkResponse({ type: OwnerLinksResponse })
  @ApiProblems(400, 401, 403, 404)
  async list(@Param('id', IdPipe) id: number): Promise<OwnerLinksResponse> {
    return { links: await this.links.list(id) };
  }

  @Delete()
  @HttpCode(204)
  @Roles('ADMIN', 'MANAGER')
  @ApiOperation({ summary: 'Take back all links of the owner' })
  @ApiNoContentResponse()
  @ApiProblems(400, 401, 403, 404)
  revoke(@Param('id', IdPipe) id: number): Promise<void> {
    return this.links.revoke(id);
  }
}
