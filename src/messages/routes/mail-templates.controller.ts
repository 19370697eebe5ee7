import { Body, Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiBearerAuth, ApiBody, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Roles } from '../../platform/auth/index.js';
import { ApiProblems } from '../../platform/http/api-problems.js';
import { Messages } from '../sending/messages.js';
import type { MailTemplate } from '../templates/define-template.js';
import { TemplateRegistry } from '../templates/template-registry.js';
import {
  MailTemplateListResponse,
  MailTemplateResponse,
  MailPreviewRequest,
  MailPreviewResponse,
} from './mail-templates.dto.js';

@ApiTags('Mail')
@ApiBearerAuth()
@Controller('mail/templates')
export class MailTemplatesController {
  constructor(
    private readonly templates: TemplateRegistry,
    private readonly messages: Messages,
  ) {}

  @Get()
  @Roles('ADMIN')
  @ApiOperation({ summary: 'The mails this server can write, and what each needs' })
  @ApiOkResponse({ type: MailTemplateListResponse })
  @ApiProblems(401, 403)
  list(): MailTemplateListResponse {
    return { templates: this.templates.all().map(view) };
  }

  @Post(':name/preview')
  @HttpCode(200)
  @Roles('ADMIN')
  @ApiOperation({ summary: 'A mail as it would be sent now; nothing is sent' })
  @ApiBody({ type: MailPreviewRequest, required: false })
  @ApiOkResponse({ type: MailPreviewResponse })
  @ApiProblems(400, 401, 403, 404)
  preview(@Param('name') name: string, @Body() body?: MailPreviewRequest): Promise<MailPreviewResponse> {
    const template = this.messages.template(name);
    return this.messages.write(template, body?.data ?? template.sample);
  }
}

function view({ name, summary, policy, variables, sample }: MailTemplate): MailTemplateResponse {
  return {
    name,
    summary,
    policy,
    sample,
    variables: Object.entries(variables).map(([variable, { kind, required = false, about, fields = {} }]) => ({
      name: variable,
      kind,
      required,
      about,
      fields: Object.entries(fields).map(([field, one]) => ({
        name: field,
        required: one.required ?? false,
        about: one.about,
      })),
    })),
  };
}
