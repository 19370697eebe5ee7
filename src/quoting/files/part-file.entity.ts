import { Column, CreateDateColumn, Entity, PrimaryColumn } from 'typeorm';
import { TenantEntity } from '../../platform/database/tenant-entity.js';

export const LENGTH_UNITS = ['micron', 'mm', 'cm', 'in', 'ft', 'm'] as const;
export type FileUnit = (typeof LENGTH_UNITS)[number];

/** A file of a part to be made. */
@Entity('part_file')
export class PartFile extends TenantEntity {
  @PrimaryColumn({ type: 'uuid' })
  id!: string;

  @Column({ type: 'text' })
  name!: string;

  /** As told with the file; null: the file names its own, or it is assumed. */
  @Column({ type: 'text', nullable: true })
  unit!: FileUnit | null;

  /** Found in its bytes by the first analysis. */
  @Column({ type: 'text', nullable: true })
  format!: string | null;

  @Column({ type: 'uuid' })
  storedFileId!: string;

  /** Hexadecimal. */
  @Column({ type: 'text' })
  sha256!: string;

  @Column({ type: 'bigint' })
  bytes!: number;

  /** What another system calls it; unique in the tenant. */
  @Column({ type: 'text', nullable: true })
  externalRef!: string | null;

  @Column({ type: 'uuid', nullable: true })
  analysisId!: string | null;

  /** The job that analyses it, or did so last. */
  @Column({ type: 'uuid', nullable: true })
  analysisJobId!: string | null;

  @Column({ type: 'uuid', nullable: true })
  createdBy!: string | null;

  @CreateDateColumn({ type: 'timestamptz' })
  createdAt!: Date;
}
