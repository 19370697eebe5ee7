import { Body, Controller, Delete, Get, HttpCode, Put } from '@nestjs/common';
import { ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Roles } from '../../../platform/auth/index.js';
import { ApiProblems } from '../../../platform/http/api-problems.js';
import { PhoneCodeRequest, PhoneRequest, PhoneResponse } from './phone.dto.js';
import { Phones } from './phones.service.js';

@ApiTags('CatchUp: messages')
@Controller('catchup/phone')
export class PhoneController {
  constructor(private readonly phones: Phones) {}

  @Get()
  @Roles('ADMIN', 'MANAGER', 'STAFF')
  @ApiOperation({ summary: 'The number that your SMS go to' })
  @ApiOkResponse({ type: PhoneResponse })
  @ApiProblems(401, 403)
  get(): Promise<PhoneResponse> {
    return this.phones.get();
  }

  @Put()
  @Roles('ADMIN', 'MANAGER', 'STAFF')
  @ApiOperation({
    summary: 'Name your number; a code is sent there',
    description:
      'Named again, a number that is not verified gets another code: one a minute, five a day. Without an SMS provider the code lies in GET /sms/messages.',
  })
  @ApiOkResponse({ type: PhoneResponse })
  @ApiProblems(400, 401, 403, 409, 429)
  put(@Body() { number }: PhoneRequest): Promise<PhoneResponse> {
    return this.phones.put(number);
  }

  @Put('code')
  @Roles('ADMIN', 'MANAGER', 'STAFF')
  @ApiOperation({ summary: 'Say the code that came: the number is yours', description: 'Five tries for each code.' })
  @ApiOkResponse({ type: PhoneResponse })
  @ApiProblems(400, 401, 403, 404, 409)
  verify(@Body() { code }: PhoneCodeRequest): Promise<PhoneResponse> {
    return this.phones.verify(code);
  }

  @Delete()
  @HttpCode(204)
  @Roles('ADMIN', 'MANAGER', 'STAFF')
  @ApiOperation({ summary: 'Forget the number; no SMS go there any more' })
  @ApiNoContentResponse()
  @ApiProblems(401, 403, 404)
  remove(): Promise<void> {
    return this.phones.remove();
  }
}
