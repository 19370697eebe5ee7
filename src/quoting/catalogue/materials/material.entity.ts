import { Column, Entity } from 'typeorm';
import { plain } from '../fields.js';
import { CodedDatum } from '../master-datum.entity.js';

/** What parts are made of. Without density or price it can be chosen, but has no automatic price. */
@Entity('material')
export class Material extends CodedDatum {
  /** g/cm³ */
  @Column({ type: 'numeric', precision: 10, scale: 5, nullable: true, transformer: plain })
  density!: string | null;

  @Column({ type: 'bigint', nullable: true })
  pricePerKgMinor!: number | null;

  /** 1.3: a third more is used than is in the part. */
  @Column({ type: 'numeric', precision: 8, scale: 4, default: 1, transformer: plain })
  wasteFactor!: string;

  /** Of a sheet, mm. */
  @Column({ type: 'numeric', precision: 10, scale: 4, nullable: true, transformer: plain })
  thickness!: string | null;

  /** Codes of the processes it is for; none: all. */
  @Column({ type: 'text', array: true, default: [] })
  processes!: string[];
}
