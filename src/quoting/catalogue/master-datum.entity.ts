import { Column, CreateDateColumn, PrimaryGeneratedColumn } from 'typeorm';
import { TenantEntity } from '../../platform/database/tenant-entity.js';

/** What every row of the catalogue has. Rows are taken out of use, never deleted: quotes name them. */
export abstract class MasterDatum extends TenantEntity {
  @PrimaryGeneratedColumn('identity', { type: 'integer', generatedIdentity: 'ALWAYS' })
  id!: number;

  @Column({ type: 'text' })
  name!: string;

  @Column({ type: 'boolean', default: true })
  active!: boolean;

  @CreateDateColumn({ type: 'timestamptz' })
  createdAt!: Date;
}

/** A row that quotes name by a code. */
export abstract class CodedDatum extends MasterDatum {
  @Column({ type: 'text' })
  code!: string;
}
