import { Body, Controller, Delete, Get, HttpCode, Param, ParseUUIDPipe, Patch, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Roles } from '../../platform/auth/index.js';
import { ApiProblems } from '../../platform/http/api-problems.js';
import {
  ContactResponse,
  ContactsQuery,
  ContactsResponse,
  CreateContactRequest,
  MetContactRequest,
  UpdateContactRequest,
} from './contacts.dto.js';
import { ContactsService } from './contacts.service.js';

@ApiTags('CatchUp: people')
@Controller('catchup/contacts')
export class ContactsController {
  constructor(private readonly contacts: ContactsService) {}

  @Get()
  @Roles('ADMIN', 'MANAGER', 'STAFF')
  @ApiOperation({ summary: 'People you want to keep in touch with; only you can read them' })
  @ApiOkResponse({ type: ContactsResponse })
  @ApiProblems(400, 401, 403)
  list(@Query() query: ContactsQuery): Promise<ContactsResponse> {
    return this.contacts.list(query);
  }

  @Post()
  @Roles('ADMIN', 'MANAGER', 'STAFF')
  @ApiOperation({ summary: 'Note somebody down; 409 when another contact has one of the addresses' })
  @ApiCreatedResponse({ type: ContactResponse })
  @ApiProblems(400, 401, 403, 409)
  create(@Body() body: CreateContactRequest): Promise<ContactResponse> {
    return this.contacts.create(body);
  }

  @Get(':id')
  @Roles('ADMIN', 'MANAGER', 'STAFF')
  @ApiOperation({ summary: 'A contact: when you last met, when you are due, the next birthday' })
  @ApiOkResponse({ type: ContactResponse })
  @ApiProblems(400, 401, 403, 404)
  get(@Param('id', ParseUUIDPipe) id: string): Promise<ContactResponse> {
    return this.contacts.get(id);
  }

  @Patch(':id')
  @Roles('ADMIN', 'MANAGER', 'STAFF')
  @ApiOperation({ summary: 'Change a contact; what was suggested and no longer fits is taken back' })
  @ApiOkResponse({ type: ContactResponse })
  @ApiProblems(400, 401, 403, 404, 409)
  change(@Param('id', ParseUUIDPipe) id: string, @Body() body: UpdateContactRequest): Promise<ContactResponse> {
    return this.contacts.change(id, body);
  }

  @Delete(':id')
  @HttpCode(204)
  @Roles('ADMIN', 'MANAGER', 'STAFF')
  @ApiOperation({ summary: 'Remove a contact with all suggestions about her' })
  @ApiNoContentResponse()
  @ApiProblems(400, 401, 403, 404)
  remove(@Param('id', ParseUUIDPipe) id: string): Promise<void> {
    return this.contacts.remove(id);
  }

  @Post(':id/met')
  @HttpCode(200)
  @Roles('ADMIN', 'MANAGER', 'STAFF')
  @ApiOperation({ summary: 'You met, outside of your calendar; an open suggestion about it is taken back' })
  @ApiOkResponse({ type: ContactResponse })
  @ApiProblems(400, 401, 403, 404)
  met(@Param('id', ParseUUIDPipe) id: string, @Body() body: MetContactRequest): Promise<ContactResponse> {
    return this.contacts.met(id, body.on);
  }
}
