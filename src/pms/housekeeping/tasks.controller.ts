import { Body, Controller, Get, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Roles } from '../../platform/auth/index.js';
import { ApiProblems } from '../../platform/http/api-problems.js';
import { dateOf } from '../../platform/http/date-fields.js';
import { IdPipe } from '../../platform/http/id.pipe.js';
import {
  AssignRequest,
  InspectRequest,
  PostponeRequest,
  TaskResponse,
  TasksQuery,
  TasksResponse,
} from './housekeeping.dto.js';
import { CancelTaskRequest, CreateTaskRequest, ReopenTaskRequest, UpdateTaskRequest } from './manual-tasks.dto.js';
import { ManualTasksService } from './manual-tasks.service.js';
import type { TaskRow } from './tasks.repository.js';
import { TasksService } from './tasks.service.js';

@ApiTags('PMS: housekeeping')
@Controller('housekeeping/tasks')
export class TasksController {
  constructor(
    private readonly tasks: TasksService,
    private readonly manual: ManualTasksService,
  ) {}

  @Post()
  @Roles('ADMIN', 'MANAGER')
  @ApiOperation({ summary: 'Make a task; 409 when the room has one of the type on the date' })
  @ApiCreatedResponse({ type: TaskResponse })
  @ApiProblems(400, 401, 403, 404, 409)
  async create(@Body() body: CreateTaskRequest): Promise<TaskResponse> {
    return toResponse(await this.manual.create(body));
  }

  @Patch(':id')
  @Roles('ADMIN', 'MANAGER')
  @ApiOperation({ summary: 'Change a task that was not started' })
  @ApiOkResponse({ type: TaskResponse })
  @ApiProblems(400, 401, 403, 404, 409)
  async change(@Param('id', IdPipe) id: number, @Body() body: UpdateTaskRequest): Promise<TaskResponse> {
    return toResponse(await this.manual.change(id, body));
  }

  @Get(':id')
  @Roles('ADMIN', 'MANAGER', 'STAFF')
  @ApiOperation({ summary: 'One' })
  @ApiOkResponse({ type: TaskResponse })
  @ApiProblems(400, 401, 403, 404)
  async get(@Param('id', IdPipe) id: number): Promise<TaskResponse> {
    return toResponse(await this.tasks.get(id));
  }

  @Post(':id/cancel')
  @HttpCode(200)
  @Roles('ADMIN', 'MANAGER')
  @ApiOperation({ summary: "Not to be done; the day's next round does not make it again" })
  @ApiOkResponse({ type: TaskResponse })
  @ApiProblems(400, 401, 403, 404, 409)
  async cancel(@Param('id', IdPipe) id: number, @Body() body: CancelTaskRequest): Promise<TaskResponse> {
    return toResponse(await this.manual.cancel(id, body.reason));
  }

  @Get()
  @Roles('ADMIN', 'MANAGER', 'STAFF')
  @ApiOperation({ summary: 'Tasks, latest date and most urgent first' })
  @ApiOkResponse({ type: TasksResponse })
  @ApiProblems(400, 401, 403)
  async list(@Query() { limit, offset, date, overflow, ...rest }: TasksQuery): Promise<TasksResponse> {
    const filter = { ...rest, date: dateOf('date', date), overflow: overflow === 'true' };
    const { tasks, total } = await this.tasks.list(filter, limit, offset);
    return { tasks: tasks.map(toResponse), total };
  }

  @Post(':id/start')
  @HttpCode(200)
  @Roles('ADMIN', 'MANAGER')
  @ApiOperation({ summary: 'Somebody is at it' })
  @ApiOkResponse({ type: TaskResponse })
  @ApiProblems(400, 401, 403, 404, 409)
  async start(@Param('id', IdPipe) id: number): Promise<TaskResponse> {
    return toResponse(await this.tasks.start(id));
  }

  @Post(':id/finish')
  @HttpCode(200)
  @Roles('ADMIN', 'MANAGER')
  @ApiOperation({ summary: 'Done: the room is clean, and inspected next where the rule says so' })
  @ApiOkResponse({ type: TaskResponse })
  @ApiProblems(400, 401, 403, 404, 409)
  async finish(@Param('id', IdPipe) id: number): Promise<TaskResponse> {
    return toResponse(await this.tasks.finish(id));
  }

  @Post(':id/inspect')
  @HttpCode(200)
  @Roles('ADMIN', 'MANAGER')
  @ApiOperation({
    summary:
      'Outcome of an inspection; a failed one makes the work again; a room that is dirty, or has a departure clean to be done, stays as it is',
  })
  @ApiOkResponse({ type: TaskResponse })
  @ApiProblems(400, 401, 403, 404, 409)
  async inspect(@Param('id', IdPipe) id: number, @Body() body: InspectRequest): Promise<TaskResponse> {
    return toResponse(await this.tasks.inspect(id, body.passed, body.note));
  }

  @Post(':id/assign')
  @HttpCode(200)
  @Roles('ADMIN', 'MANAGER')
  @ApiOperation({ summary: 'Give a task that was not started to somebody, or to nobody' })
  @ApiOkResponse({ type: TaskResponse })
  @ApiProblems(400, 401, 403, 404, 409)
  async assign(@Param('id', IdPipe) id: number, @Body() body: AssignRequest): Promise<TaskResponse> {
    return toResponse(await this.tasks.assign(id, body.attendantId));
  }

  @Post(':id/postpone')
  @HttpCode(200)
  @Roles('ADMIN', 'MANAGER')
  @ApiOperation({ summary: 'Nobody could get in: to be tried again later' })
  @ApiOkResponse({ type: TaskResponse })
  @ApiProblems(400, 401, 403, 404, 409)
  async postpone(@Param('id', IdPipe) id: number, @Body() body: PostponeRequest): Promise<TaskResponse> {
    return toResponse(await this.tasks.postpone(id, body.reason));
  }

  @Post(':id/reopen')
  @HttpCode(200)
  @Roles('ADMIN', 'MANAGER')
  @ApiOperation({ summary: 'A task that was ended by mistake is to be done again; its room is dirty' })
  @ApiOkResponse({ type: TaskResponse })
  @ApiProblems(400, 401, 403, 404, 409)
  async reopen(@Param('id', IdPipe) id: number, @Body() body: ReopenTaskRequest): Promise<TaskResponse> {
    return toResponse(await this.tasks.reopen(id, body.reason));
  }
}

function toResponse({ roomCategoryId: _, startedAt, finishedAt, ...task }: TaskRow): TaskResponse {
  return { ...task, startedAt: startedAt?.toISOString() ?? null, finishedAt: finishedAt?.toISOString() ?? null };
}
