import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsUUID } from 'class-validator';
import { IfGiven } from '../../../platform/http/fields.js';

export class ConnectGoogleRequest {
  @ApiPropertyOptional({ format: 'uuid', description: 'An account of yours that is to be connected again' })
  @IfGiven()
  @IsUUID()
  accountId?: string;
}

export class ConnectGoogleResponse {
  @ApiProperty({
    description: 'Where you say at Google what may be read. It leads back here by itself.',
    example: 'https://accounts.google.com/o/oauth2/v2/auth?client_id=…',
  })
  authorizationUrl!: string;

  @ApiProperty({ description: 'Until then you have to be back' })
  expiresAt!: Date;
}
