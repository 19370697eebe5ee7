import { Controller, Get, Param, ParseUUIDPipe } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Roles } from '../../platform/auth/index.js';
import { ApiProblems } from '../../platform/http/api-problems.js';
import { ReservationReader } from '../reservations/reservation-reader.js';
import { StayRowsResponse } from './file-imports.dto.js';
import { rowAnswer } from './import-answers.js';
import { StagedRows } from './staged-rows.js';

/** More rows than files have of a stay. */
const MOST = 200;

@ApiTags('Statements: stays')
@Controller('reservations')
export class StayRowsController {
  constructor(
    private readonly reservations: ReservationReader,
    private readonly rows: StagedRows,
  ) {}

  @Get(':id/import-rows')
  @Roles('ADMIN', 'MANAGER')
  @ApiOperation({
    summary: 'Rows of files that tell of a stay, and which of them count',
    description:
      'Of files that were kept, by file and line. None: a provider told of the stay, or a person entered it.',
  })
  @ApiOkResponse({ type: StayRowsResponse })
  @ApiProblems(400, 401, 403, 404)
  async rowsOf(@Param('id', ParseUUIDPipe) id: string): Promise<StayRowsResponse> {
    const { channel, code } = await this.reservations.get(id);
    const rows = await this.rows.ofStay(channel, code, MOST);
    return {
      rows: rows.map(({ importId, importName, applied, ...row }) => ({
        ...rowAnswer(row),
        ...{ importId, importName, applied },
      })),
    };
  }
}
