import { Column, Entity } from 'typeorm';
import type { Level } from '../fields.js';
import { MasterDatum } from '../master-datum.entity.js';

/** Who asks for parts. */
@Entity('customer')
export class Customer extends MasterDatum {
  @Column({ type: 'text', nullable: true })
  company!: string | null;

  /** Printed on quotes and invoices, in lines. */
  @Column({ type: 'text', nullable: true })
  address!: string | null;

  @Column({ type: 'text' })
  email!: string;

  /** Decides which price book holds. */
  @Column({ type: 'text', default: 'standard' })
  level!: Level;
}
