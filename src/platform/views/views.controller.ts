import { Body, Controller, Delete, Get, HttpCode, Param, ParseUUIDPipe, Patch, Post, Query } from '@nestjs/common';
import {
  ApiBearerAuth,
  ApiCreatedResponse,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import { Roles } from '../auth/decorators.js';
import { ApiProblems } from '../http/api-problems.js';
import { ChangeViewRequest, CreateViewRequest, ListViewsQuery, ViewListResponse, ViewResponse } from './views.dto.js';
import { ViewsService } from './views.service.js';

/** What a person looks at again and again, for herself. */
@ApiTags('Accounts')
@ApiBearerAuth()
@Controller('views')
export class ViewsController {
  constructor(private readonly views: ViewsService) {}

  @Get()
  @Roles('ADMIN', 'MANAGER', 'STAFF')
  @ApiOperation({ summary: 'The own saved views of the console, by name' })
  @ApiOkResponse({ type: ViewListResponse })
  @ApiProblems(400, 401, 403)
  list(@Query() { page, limit, offset }: ListViewsQuery): Promise<ViewListResponse> {
    return this.views.list(page, limit, offset);
  }

  @Post()
  @Roles('ADMIN', 'MANAGER', 'STAFF')
  @ApiOperation({ summary: 'Save what a page shows under a name' })
  @ApiCreatedResponse({ type: ViewResponse })
  @ApiProblems(400, 401, 403, 409)
  create(@Body() body: CreateViewRequest): Promise<ViewResponse> {
    return this.views.create(body);
  }

  @Patch(':id')
  @Roles('ADMIN', 'MANAGER', 'STAFF')
  @ApiOperation({ summary: 'Rename an own view, or change what it shows' })
  @ApiOkResponse({ type: ViewResponse })
  @ApiProblems(400, 401, 403, 404, 409)
  change(@Param('id', ParseUUIDPipe) id: string, @Body() body: ChangeViewRequest): Promise<ViewResponse> {
    return this.views.change(id, body);
  }

  @Delete(':id')
  @HttpCode(204)
  @Roles('ADMIN', 'MANAGER', 'STAFF')
  @ApiOperation({ summary: 'Remove an own view' })
  @ApiNoContentResponse()
  @ApiProblems(400, 401, 403, 404)
  remove(@Param('id', ParseUUIDPipe) id: string): Promise<void> {
    return this.views.remove(id);
  }
}
