import { Controller, Get, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Roles } from '../../platform/auth/index.js';
import { ApiProblems } from '../../platform/http/api-problems.js';
import { PageQuery } from '../../platform/http/page.query.js';
import { WorkerListResponse } from './workers.dto.js';
import { WorkersService } from './workers.service.js';

@ApiTags('Queues')
@ApiBearerAuth()
@Controller('workers')
export class WorkersController {
  constructor(private readonly workers: WorkersService) {}

  @Get()
  @Roles('OPERATOR')
  @ApiOperation({
    summary: 'The processes that run jobs, those heard of last first',
    description: 'One that has ended in order is not listed any more; one that was killed for a day.',
  })
  @ApiOkResponse({ type: WorkerListResponse })
  @ApiProblems(400, 401, 403)
  list(@Query() { limit, offset }: PageQuery): Promise<WorkerListResponse> {
    return this.workers.list(limit, offset);
  }
}
