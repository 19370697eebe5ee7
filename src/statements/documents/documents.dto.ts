import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional } from 'class-validator';
import { STATEMENT_TABLES, type StatementTable } from './statement-sheets.js';

export class StatementTableQuery {
  @ApiPropertyOptional({ enum: STATEMENT_TABLES, default: 'stays', description: 'What the rows are' })
  @IsOptional()
  @IsIn(STATEMENT_TABLES)
  table: StatementTable = 'stays';
}
