import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsObject } from 'class-validator';
import { IfGiven } from '../../platform/http/fields.js';
import { MAIL_POLICIES, type MailPolicy } from '../../platform/mail/outbox-rules.js';
import type { VariableKind } from '../templates/variables.js';

const anything = { type: 'object', additionalProperties: true } as const;

export class MailFieldResponse {
  @ApiProperty({ example: 'name' }) name!: string;
  @ApiProperty() required!: boolean;
  @ApiProperty() about!: string;
}

export class MailVariableResponse extends MailFieldResponse {
  @ApiProperty({ enum: ['text', 'link', 'flag', 'list'], description: 'link: an http or https address' })
  kind!: VariableKind;
  @ApiProperty({ type: [MailFieldResponse], description: "Of a list's rows" }) fields!: MailFieldResponse[];
}

export class MailTemplateResponse {
  @ApiProperty({ example: 'quote-ready', description: '`type` of the job email-notification' }) name!: string;
  @ApiProperty() summary!: string;
  @ApiProperty({ enum: MAIL_POLICIES }) policy!: MailPolicy;
  @ApiProperty({ type: [MailVariableResponse] }) variables!: MailVariableResponse[];
  @ApiProperty({ ...anything, description: '`templateData` as it might be' }) sample!: Record<string, unknown>;
}

export class MailTemplateListResponse {
  @ApiProperty({ type: [MailTemplateResponse] }) templates!: MailTemplateResponse[];
}

export class MailPreviewRequest {
  @ApiPropertyOptional({ ...anything, description: "The template's variables. Default: its sample" })
  @IfGiven()
  @IsObject()
  data?: Record<string, unknown>;
}

export class MailPreviewResponse {
  @ApiProperty() subject!: string;
  @ApiProperty() text!: string;
  @ApiProperty({ description: 'As data: never show it in a page of this origin unless in a sandboxed frame' })
  html!: string;
}
