import { Column, CreateDateColumn, Entity, PrimaryGeneratedColumn } from 'typeorm';
import { TenantEntity } from '../../platform/database/tenant-entity.js';
import type { LocalDate } from '../../platform/dates/index.js';

/** What a town takes of each guest for each night. */
@Entity('city_tax')
export class CityTax extends TenantEntity {
  @PrimaryGeneratedColumn('identity', { type: 'integer', generatedIdentity: 'ALWAYS' })
  id!: number;

  @Column({ type: 'integer' })
  hotelId!: number;

  /** Two of one name never hold for the same night. */
  @Column({ type: 'text' })
  name!: string;

  /** Of one person and night, minor units of the hotel's currency. */
  @Column({ type: 'bigint' })
  amountMinor!: number;

  /** Of a stay, from its first night on; null: of all. */
  @Column({ type: 'smallint', nullable: true })
  maxNights!: number | null;

  /** Children below this age are free; 0: nobody is. */
  @Column({ type: 'smallint', default: 18 })
  exemptUnderAge!: number;

  /** Code of the hotel's tax it is subject to; null: outside the scope of VAT. */
  @Column({ type: 'text', nullable: true })
  taxCode!: string | null;

  /** First night it is taken for. */
  @Column({ type: 'date' })
  validFrom!: LocalDate;

  /** Last night; null: none. */
  @Column({ type: 'date', nullable: true })
  validTo!: LocalDate | null;

  @CreateDateColumn({ type: 'timestamptz', select: false })
  protected readonly createdAt!: Date;
}
