import { Readable } from 'node:stream';
import { Controller, Delete, Get, StreamableFile } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProduces, ApiProperty, ApiTags } from '@nestjs/swagger';
import { Roles } from '../../platform/auth/index.js';
import { ApiProblems } from '../../platform/http/api-problems.js';
import { RequestContext } from '../../platform/tenancy/context.js';
import { PersonalErasure } from './erasure.service.js';
import { PersonalExport } from './export.service.js';

export class ErasedResponse {
  @ApiProperty({ description: 'Calendar accounts that were disconnected' }) accounts!: number;
  @ApiProperty({ description: 'Rows that were erased besides them' }) rows!: number;
  @ApiProperty({ description: 'Schedules that were removed' }) schedules!: number;
}

@ApiTags('CatchUp: people')
@Controller('catchup')
export class PrivacyController {
  constructor(
    private readonly exports: PersonalExport,
    private readonly erasure: PersonalErasure,
    private readonly context: RequestContext,
  ) {}

  @Get('export')
  @Roles('ADMIN', 'MANAGER', 'STAFF')
  @ApiOperation({ summary: 'All that is kept of you here, as a JSON file; secrets are left out' })
  @ApiProduces('application/json')
  @ApiOkResponse({ schema: { type: 'object', additionalProperties: true } })
  @ApiProblems(400, 401, 403)
  export(): StreamableFile {
    // Before the first byte, so that a key, which has no user, is refused.
    void this.context.userId;
    return new StreamableFile(Readable.from(this.exports.write(new Date())), {
      type: 'application/json; charset=utf-8',
      disposition: 'attachment; filename="catchup.json"',
    });
  }

  @Delete('data')
  @Roles('ADMIN', 'MANAGER', 'STAFF')
  @ApiOperation({
    summary: 'Erase all that is kept of you here',
    description:
      'Accounts, calendars, contacts, suggestions, preferences, the feed and your schedules. It cannot be undone.',
  })
  @ApiOkResponse({ type: ErasedResponse })
  @ApiProblems(400, 401, 403)
  erase(): Promise<ErasedResponse> {
    return this.erasure.erase();
  }
}
