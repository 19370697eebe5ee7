import { ApiProperty } from '@nestjs/swagger';
import { IsString, Matches, MaxLength } from 'class-validator';
import { IsPhoneNumber } from '../../../platform/sms/phone-number.js';

export class PhoneRequest {
  @ApiProperty({ example: '+351912345678', maxLength: 32, description: 'With its country; a code is sent there' })
  @IsString()
  @MaxLength(32)
  @IsPhoneNumber()
  number!: string;
}

export class PhoneCodeRequest {
  @ApiProperty({ example: '012345', description: 'Six digits, as they came by SMS' })
  @IsString()
  @Matches(/^\d{6}$/, { message: '$property must be six digits' })
  code!: string;
}

export class PhoneResponse {
  @ApiProperty({
    type: String,
    nullable: true,
    example: '+35*******678',
    description: 'Enough of the number to know it; null: none was named',
  })
  number!: string | null;
  @ApiProperty({ description: 'Whether messages go there' }) verified!: boolean;
  @ApiProperty({ type: String, format: 'date-time', nullable: true }) verifiedAt!: Date | null;
  @ApiProperty({ description: 'STOP was written from it; START takes that back' }) optedOut!: boolean;
  @ApiProperty({ type: String, format: 'date-time', nullable: true, description: 'Until when the code holds' })
  codeExpiresAt!: Date | null;
}
