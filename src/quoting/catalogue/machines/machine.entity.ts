import { Column, Entity } from 'typeorm';
import { plain } from '../fields.js';
import { CodedDatum } from '../master-datum.entity.js';

/** A machine of a process: what fits it can be made. */
@Entity('machine')
export class Machine extends CodedDatum {
  @Column({ type: 'integer' })
  processId!: number;

  /** Largest part it takes, mm. */
  @Column({ type: 'numeric', precision: 10, scale: 2, transformer: plain })
  bedX!: string;

  @Column({ type: 'numeric', precision: 10, scale: 2, transformer: plain })
  bedY!: string;

  @Column({ type: 'numeric', precision: 10, scale: 2, transformer: plain })
  bedZ!: string;

  /** Null: the process's. */
  @Column({ type: 'bigint', nullable: true })
  hourlyMinor!: number | null;
}
