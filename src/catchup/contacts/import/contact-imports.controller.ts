import type { IncomingMessage } from 'node:http';
import { Controller, HttpCode, Post, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Roles } from '../../../platform/auth/index.js';
import { ApiProblems } from '../../../platform/http/api-problems.js';
import { TakesNoIdempotencyKey } from '../../../platform/http/idempotency/answer-rules.js';
import { BodyStream, StreamedBody } from '../../../platform/http/streamed-body.js';
import { ContactImportQuery, ContactImportResponse } from './contact-imports.dto.js';
import { ContactImports } from './contact-imports.js';

const FILE =
  'A form with one file: CSV as Google Contacts, Outlook and others export it, or vCards of version 2.1, 3.0 or 4.0';
const FORM = {
  type: 'object',
  required: ['file'],
  properties: { file: { type: 'string', format: 'binary', description: 'At most 8 MB' } },
} satisfies Parameters<typeof StreamedBody>[2];

@ApiTags('CatchUp: people')
@Controller('catchup/contacts/imports')
export class ContactImportsController {
  constructor(private readonly imports: ContactImports) {}

  @Post('preview')
  @HttpCode(200)
  @Roles('ADMIN', 'MANAGER', 'STAFF')
  @StreamedBody('multipart/form-data', FILE, FORM)
  @TakesNoIdempotencyKey()
  @ApiOperation({ summary: 'What an import of this file would add; nothing is written' })
  @ApiOkResponse({ type: ContactImportResponse })
  @ApiProblems(400, 401, 403, 413, 415, 429)
  preview(@BodyStream() body: IncomingMessage): Promise<ContactImportResponse> {
    return this.imports.preview(body);
  }

  @Post()
  @HttpCode(200)
  @Roles('ADMIN', 'MANAGER', 'STAFF')
  @StreamedBody('multipart/form-data', FILE, FORM)
  @ApiOperation({
    summary: 'Add the contacts of a file who are not there yet',
    description: `Recognised by an address, else by the telephone number, else by the name where one of the two has nothing else.
Who is there already stays as she is, so that the same file again adds nobody.`,
  })
  @ApiOkResponse({ type: ContactImportResponse })
  @ApiProblems(400, 401, 403, 409, 413, 415, 429)
  import(
    @Query() { frequency }: ContactImportQuery,
    @BodyStream() body: IncomingMessage,
  ): Promise<ContactImportResponse> {
    return this.imports.import(body, frequency);
  }
}
