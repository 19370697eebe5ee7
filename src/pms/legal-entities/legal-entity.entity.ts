import { Column, CreateDateColumn, Entity, PrimaryGeneratedColumn } from 'typeorm';
import { TenantEntity } from '../../platform/database/tenant-entity.js';

/** Who sells, and is named on the invoices of its hotels. */
@Entity('legal_entity')
export class LegalEntity extends TenantEntity {
  @PrimaryGeneratedColumn('identity', { type: 'integer', generatedIdentity: 'ALWAYS' })
  id!: number;

  /** Unique in the tenant. */
  @Column({ type: 'text' })
  name!: string;

  @Column({ type: 'text' })
  address!: string;

  /** ISO 3166-1 alpha-2. */
  @Column({ type: 'char', length: 2 })
  country!: string;

  @Column({ type: 'text', nullable: true })
  vatNumber!: string | null;

  @Column({ type: 'text', nullable: true })
  taxNumber!: string | null;

  /** Register entry, share capital and the like, as the law wants it on the paper. */
  @Column({ type: 'text', nullable: true })
  registerText!: string | null;

  /** Month the fiscal year starts in, 1 to 12; the year is named by the calendar year of its start. */
  @Column({ type: 'smallint' })
  fiscalYearStart!: number;

  /** Days after the issue by which an open balance is to be paid; null: on receipt. */
  @Column({ type: 'smallint', nullable: true })
  paymentDays!: number | null;

  /** Where open balances are paid to, with no spaces in it. */
  @Column({ type: 'text', nullable: true })
  iban!: string | null;

  @Column({ type: 'text', nullable: true })
  bic!: string | null;

  @Column({ type: 'text', nullable: true })
  bankName!: string | null;

  @CreateDateColumn({ type: 'timestamptz', select: false })
  protected readonly createdAt!: Date;
}
