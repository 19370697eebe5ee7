import { Column, Entity } from 'typeorm';
import { plain } from '../fields.js';
import { CodedDatum } from '../master-datum.entity.js';

/** What is done to a part after it is made: dyeing, bead blasting, anodising. */
@Entity('finish')
export class Finish extends CodedDatum {
  @Column({ type: 'bigint', default: 0 })
  perPartMinor!: number;

  /** Major units for each cm² of surface. */
  @Column({ type: 'numeric', precision: 12, scale: 6, default: 0, transformer: plain })
  perCm2!: string;

  /** Least for a part. */
  @Column({ type: 'bigint', default: 0 })
  minimumMinor!: number;
}
