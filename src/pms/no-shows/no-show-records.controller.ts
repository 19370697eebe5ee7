import { Controller, Get, HttpCode, Param, ParseUUIDPipe, Post, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Roles } from '../../platform/auth/index.js';
import { AppError, notFound } from '../../platform/errors/app-error.js';
import { ApiProblems } from '../../platform/http/api-problems.js';
import { dateOf } from '../../platform/http/date-fields.js';
import { formatMoney } from '../../platform/money/index.js';
import { NoShowRecordResponse, NoShowRecordsQuery, NoShowRecordsResponse } from './no-show-records.dto.js';
import { type ListedRecord, NoShowRecordsRepository } from '../bookings/no-show-records.repository.js';

@ApiTags('PMS: no-shows')
@Controller('no-show-records')
export class NoShowRecordsController {
  constructor(private readonly records: NoShowRecordsRepository) {}

  @Get()
  @Roles('ADMIN', 'MANAGER', 'STAFF')
  @ApiOperation({ summary: 'Guests who did not come, latest first; those who came after all too' })
  @ApiOkResponse({ type: NoShowRecordsResponse })
  @ApiProblems(400, 401, 403)
  async list(@Query() query: NoShowRecordsQuery): Promise<NoShowRecordsResponse> {
    const { limit, offset, from, to, ...rest } = query;
    const filter = { ...rest, from: dateOf('from', from), to: dateOf('to', to) };
    const { records, total } = await this.records.page(filter, limit, offset);
    return { noShowRecords: records.map(toResponse), total };
  }

  @Get(':bookingId')
  @Roles('ADMIN', 'MANAGER', 'STAFF')
  @ApiOperation({ summary: 'The record of a booking' })
  @ApiOkResponse({ type: NoShowRecordResponse })
  @ApiProblems(400, 401, 403, 404)
  async get(@Param('bookingId', ParseUUIDPipe) bookingId: string): Promise<NoShowRecordResponse> {
    const { records } = await this.records.page({ bookingId }, 1, 0);
    if (!records[0]) throw notFound('No-show record');
    return toResponse(records[0]);
  }

  @Post(':bookingId/reported')
  @HttpCode(200)
  @Roles('ADMIN', 'MANAGER')
  @ApiOperation({ summary: 'The channel has been told that nobody came' })
  @ApiOkResponse({ type: NoShowRecordResponse })
  @ApiProblems(400, 401, 403, 404, 409)
  async reported(@Param('bookingId', ParseUUIDPipe) bookingId: string): Promise<NoShowRecordResponse> {
    const record = await this.get(bookingId);
    if (!(await this.records.reported(bookingId)))
      throw new AppError(
        'CONFLICT',
        record.reversedAt === null
          ? 'A direct booking is reported to nobody'
          : 'The guest has come after all: there is nothing to report',
      );
    return { ...record, channelReport: 'reported' };
  }
}

function toResponse(row: ListedRecord): NoShowRecordResponse {
  return {
    bookingId: row.bookingId,
    code: row.code,
    guestName: row.guestName,
    hotelId: row.hotelId,
    businessDate: row.businessDate,
    cutoffAt: row.cutoffAt.toISOString(),
    outcome: row.outcome,
    guarantee: row.guarantee,
    rule: row.terms.name,
    penalty: formatMoney(row.penaltyMinor, row.currency),
    currency: row.currency,
    releaseAt: row.releaseAt?.toISOString() ?? null,
    releasedNights: row.releasedNights,
    channelReport: row.channelReport,
    channelReportUntil: row.channelReportUntil?.toISOString() ?? null,
    reversedAt: row.reversedAt?.toISOString() ?? null,
  };
}
