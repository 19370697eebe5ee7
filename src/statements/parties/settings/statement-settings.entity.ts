import { Column, CreateDateColumn, Entity, PrimaryGeneratedColumn } from 'typeorm';
import { TenantEntity } from '../../../platform/database/tenant-entity.js';

export const PAPERS = ['a4', 'letter'] as const;
export type Paper = (typeof PAPERS)[number];

/** How a rental manager presents itself on statements: one row a tenant. */
@Entity('statement_settings')
export class StatementSettings extends TenantEntity {
  @PrimaryGeneratedColumn('identity', { type: 'integer', generatedIdentity: 'ALWAYS' })
  id!: number;

  @Column({ type: 'text' })
  managerName!: string;

  @Column({ type: 'text', nullable: true })
  managerAddress!: string | null;

  @Column({ type: 'text', nullable: true })
  managerEmail!: string | null;

  /** Decides when a day and a month end. */
  @Column({ type: 'text' })
  timezone!: string;

  @Column({ type: 'text', default: 'a4' })
  paper!: Paper;

  /** Printed below every statement. */
  @Column({ type: 'text', nullable: true })
  footer!: string | null;

  @CreateDateColumn({ type: 'timestamptz' })
  createdAt!: Date;
}
