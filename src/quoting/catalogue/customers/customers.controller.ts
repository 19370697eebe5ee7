import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Roles } from '../../../platform/auth/index.js';
import { ApiProblems } from '../../../platform/http/api-problems.js';
import { IdPipe } from '../../../platform/http/id.pipe.js';
import { CatalogueQuery } from '../fields.js';
import { CreateCustomerRequest, CustomersResponse, CustomerResponse, UpdateCustomerRequest } from './customers.dto.js';
import { CustomersService } from './customers.service.js';

@ApiTags('Quoting: customers')
@Controller('customers')
export class CustomersController {
  constructor(private readonly customers: CustomersService) {}

  @Post()
  @Roles('ADMIN', 'MANAGER')
  @ApiOperation({ summary: 'Add a customer' })
  @ApiCreatedResponse({ type: CustomerResponse })
  @ApiProblems(400, 401, 403, 409)
  create(@Body() body: CreateCustomerRequest): Promise<CustomerResponse> {
    return this.customers.create(body);
  }

  @Get()
  @Roles('ADMIN', 'MANAGER', 'STAFF')
  @ApiOperation({ summary: 'Customers by name' })
  @ApiOkResponse({ type: CustomersResponse })
  @ApiProblems(400, 401, 403)
  list(@Query() query: CatalogueQuery): Promise<CustomersResponse> {
    return this.customers.list(query);
  }

  @Get(':id')
  @Roles('ADMIN', 'MANAGER', 'STAFF')
  @ApiOperation({ summary: 'One customer' })
  @ApiOkResponse({ type: CustomerResponse })
  @ApiProblems(400, 401, 403, 404)
  get(@Param('id', IdPipe) id: number): Promise<CustomerResponse> {
    return this.customers.get(id);
  }

  @Patch(':id')
  @Roles('ADMIN', 'MANAGER')
  @ApiOperation({ summary: 'Change a customer; quotes that were made stay as they are' })
  @ApiOkResponse({ type: CustomerResponse })
  @ApiProblems(400, 401, 403, 404, 409)
  update(@Param('id', IdPipe) id: number, @Body() body: UpdateCustomerRequest): Promise<CustomerResponse> {
    return this.customers.update(id, body);
  }

  @Delete(':id')
  @HttpCode(204)
  @Roles('ADMIN', 'MANAGER')
  @ApiOperation({ summary: 'Offer it no longer; PATCH with active: true brings it back' })
  @ApiNoContentResponse()
  @ApiProblems(400, 401, 403, 404)
  async remove(@Param('id', IdPipe) id: number): Promise<void> {
    await this.customers.update(id, { active: false });
  }
}
