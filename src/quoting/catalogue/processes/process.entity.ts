import { Column, Entity } from 'typeorm';
import { plain } from '../fields.js';
import { CodedDatum } from '../master-datum.entity.js';
import type { ProcessLimits } from './process-limits.js';

export const PROCESS_KINDS = ['fdm', 'sla', 'sls', 'mjf', 'dmls', 'cnc_mill', 'sheet_cut'] as const;
export type ProcessKind = (typeof PROCESS_KINDS)[number];

/** A way to make parts, and what it costs. */
@Entity('process')
export class Process extends CodedDatum {
  @Column({ type: 'text' })
  kind!: ProcessKind;

  /** Once a line. */
  @Column({ type: 'bigint', default: 0 })
  setupMinor!: number;

  /** Once a line, beside the setup. */
  @Column({ type: 'bigint', default: 0 })
  programmingMinor!: number;

  /** Each part. */
  @Column({ type: 'bigint', default: 0 })
  finishingMinor!: number;

  @Column({ type: 'bigint', nullable: true })
  hourlyMinor!: number | null;

  /** cm³ an hour; for sheet_cut mm a minute. */
  @Column({ type: 'numeric', precision: 14, scale: 4, nullable: true, transformer: plain })
  throughput!: string | null;

  /** Seconds at the start of each contour of a sheet. */
  @Column({ type: 'numeric', precision: 8, scale: 3, default: 0, transformer: plain })
  pierceSeconds!: string;

  /** mm of stock on each side of a milled part. */
  @Column({ type: 'numeric', precision: 8, scale: 3, default: 0, transformer: plain })
  stockAllowance!: string;

  @Column({ type: 'jsonb', default: {} })
  limits!: ProcessLimits;
}
