import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsIn, IsString, Length, Matches } from 'class-validator';
import { TAX_TREATMENTS, type TaxTreatment } from './tax.js';

const RATE = /^(100(\.0{1,4})?|\d{1,2}(\.\d{1,4})?)$/;

export class TaxCategoryRequest {
  @ApiProperty({ example: 'Accommodation' })
  @IsString()
  @Length(1, 100)
  name!: string;

  @ApiProperty({
    enum: TAX_TREATMENTS,
    description: 'outside: outside the scope of VAT, such as a city tax; reverse_charge: owed by the buyer',
  })
  @IsIn(TAX_TREATMENTS)
  treatment!: TaxTreatment;

  @ApiProperty({ example: '10', description: 'Percent, up to four decimals; 0 unless taxable' })
  @Type(() => String)
  @Matches(RATE, { message: 'rate must be 0 to 100 with at most four decimals' })
  rate!: string;
}

export class TaxCategoryResponse {
  @ApiProperty() id!: number;
  @ApiProperty() hotelId!: number;
  @ApiProperty({ example: 'LODGING' }) code!: string;
  @ApiProperty() name!: string;
  @ApiProperty({ enum: TAX_TREATMENTS }) treatment!: TaxTreatment;
  @ApiProperty({ example: '10.0000' }) rate!: string;
}

export class TaxCategoriesResponse {
  @ApiProperty({ type: [TaxCategoryResponse] }) taxCategories!: TaxCategoryResponse[];
  @ApiProperty() total!: number;
}
