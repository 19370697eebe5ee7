import { Column, CreateDateColumn, Entity, PrimaryGeneratedColumn } from 'typeorm';
import { TenantEntity } from '../../../platform/database/tenant-entity.js';
import type { FileMapping } from '../layouts/mapped.js';
import type { DecimalMark } from '../reading/amounts.js';
import type { DateOrder } from '../reading/dates.js';

/** How a tenant reads files of a kind that is not built in. */
@Entity('statement_file_mapping')
export class StatementFileMapping extends TenantEntity implements FileMapping {
  @PrimaryGeneratedColumn('identity', { type: 'integer', generatedIdentity: 'ALWAYS' })
  id!: number;

  /** Unique. */
  @Column({ type: 'text' })
  name!: string;

  /** Field → title of its column. */
  @Column({ type: 'jsonb' })
  columns!: FileMapping['columns'];

  /** What is the same for all rows. */
  @Column({ type: 'jsonb' })
  constants!: FileMapping['constants'];

  /** Words of the status column. */
  @Column({ type: 'jsonb' })
  statuses!: FileMapping['statuses'];

  /** Null: as the file tells. */
  @Column({ type: 'text', nullable: true })
  dateOrder!: DateOrder | null;

  @Column({ type: 'text', nullable: true })
  decimalMark!: DecimalMark | null;

  @CreateDateColumn({ type: 'timestamptz', select: false })
  protected readonly createdAt!: Date;
}
