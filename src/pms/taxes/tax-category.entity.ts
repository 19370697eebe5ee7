import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';
import { TenantEntity } from '../../platform/database/tenant-entity.js';
import type { TaxTreatment } from './tax.js';

/** A tax of a hotel. */
@Entity('tax_category')
export class TaxCategory extends TenantEntity {
  @PrimaryGeneratedColumn('identity', { type: 'integer', generatedIdentity: 'ALWAYS' })
  id!: number;

  @Column({ type: 'integer' })
  hotelId!: number;

  /** What bookings, charges and penalty rules name it by; unique in the hotel. */
  @Column({ type: 'text' })
  code!: string;

  @Column({ type: 'text' })
  name!: string;

  @Column({ type: 'text', default: 'taxable' })
  treatment!: TaxTreatment;

  /** Percent, four decimals: '10.0000' makes 110.00 of 100.00. */
  @Column({ type: 'numeric', precision: 7, scale: 4 })
  rate!: string;
}
