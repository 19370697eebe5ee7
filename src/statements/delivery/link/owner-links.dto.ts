import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsInt, Max, Min } from 'class-validator';
import { IfGiven } from '../../../platform/http/fields.js';

export class CreateOwnerLinkRequest {
  @ApiPropertyOptional({ minimum: 1, maximum: 366, default: 90, description: 'Days until it opens nothing any more' })
  @IfGiven()
  @IsInt()
  @Min(1)
  @Max(366)
  days?: number;
}

export class OwnerLinkResponse {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty({ format: 'date-time' }) expiresAt!: Date;
  @ApiProperty({ type: Date, format: 'date-time', nullable: true }) revokedAt!: Date | null;
  @ApiProperty({ type: String, format: 'uuid', nullable: true }) createdBy!: string | null;
  @ApiProperty({ format: 'date-time' }) createdAt!: Date;
}

export class NewOwnerLinkResponse extends OwnerLinkResponse {
  @ApiProperty({
    format: 'uri',
    description: 'For the owner. Whoever has it sees the statements; it is told only now.',
  })
  url!: string;
}

export class OwnerLinksResponse {
  @ApiProperty({ type: [OwnerLinkResponse], description: 'The latest hundred' }) links!: OwnerLinkResponse[];
}
