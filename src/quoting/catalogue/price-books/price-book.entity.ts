import { Column, Entity } from 'typeorm';
import { type Level, plain } from '../fields.js';
import { CodedDatum } from '../master-datum.entity.js';

export interface Band {
  /** Of the line, from this quantity on. */
  minQuantity: number;
  discountPercent: string;
}

export interface LeadTimeRow {
  name: string;
  days: number;
  multiplier: string;
  minQuantity: number;
}

/** How a price is made of a cost, for customers of one level and for some time. */
@Entity('price_book')
export class PriceBook extends CodedDatum {
  @Column({ type: 'text' })
  level!: Level;

  @Column({ type: 'date' })
  validFrom!: string;

  /** Included; null: no end. */
  @Column({ type: 'date', nullable: true })
  validTo!: string | null;

  /** Margin is a share of the price, markup one of the cost. */
  @Column({ type: 'text' })
  mode!: 'margin' | 'markup';

  @Column({ type: 'numeric', precision: 7, scale: 4, transformer: plain })
  percent!: string;

  /** Least margin that discounts leave, percent of the price. */
  @Column({ type: 'numeric', precision: 7, scale: 4, default: 0, transformer: plain })
  marginFloor!: string;

  @Column({ type: 'bigint', default: 0 })
  minUnitMinor!: number;

  @Column({ type: 'bigint', default: 0 })
  minOrderMinor!: number;

  @Column({ type: 'jsonb', default: [] })
  bands!: Band[];

  @Column({ type: 'jsonb', default: [] })
  leadTimes!: LeadTimeRow[];

  @Column({ type: 'numeric', precision: 7, scale: 4, default: 0, transformer: plain })
  taxRate!: string;

  /** Holds where the customer's level has no valid book. */
  @Column({ type: 'boolean', default: false })
  isDefault!: boolean;
}
