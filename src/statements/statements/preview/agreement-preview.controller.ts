import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Roles } from '../../../platform/auth/index.js';
import { ApiProblems } from '../../../platform/http/api-problems.js';
import { PreviewRequest, AgreementPreviewResponse } from './agreement-preview.dto.js';
import { previewOf } from './agreement-preview.js';

@ApiTags('Statements: agreements')
@Controller('agreements')
export class AgreementPreviewController {
  @Post('preview')
  @HttpCode(200)
  @Roles('ADMIN', 'MANAGER')
  @ApiOperation({ summary: 'What a sample stay would come to under terms; nothing is kept' })
  @ApiOkResponse({ type: AgreementPreviewResponse })
  @ApiProblems(400, 401, 403)
  preview(@Body() body: PreviewRequest): AgreementPreviewResponse {
    return previewOf(body);
  }
}
