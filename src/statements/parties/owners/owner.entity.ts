import { Column, CreateDateColumn, Entity, PrimaryGeneratedColumn } from 'typeorm';
import { TenantEntity } from '../../../platform/database/tenant-entity.js';

/** Whom listings belong to, wholly or in part. Never deleted: statements name it. */
@Entity('owner')
export class Owner extends TenantEntity {
  @PrimaryGeneratedColumn('identity', { type: 'integer', generatedIdentity: 'ALWAYS' })
  id!: number;

  @Column({ type: 'text' })
  name!: string;

  @Column({ type: 'text', nullable: true })
  email!: string | null;

  @Column({ type: 'text', nullable: true })
  address!: string | null;

  /** BCP 47. */
  @Column({ type: 'text', default: 'en' })
  locale!: string;

  /** Of the owner's statements, of the amounts of its agreements, and of what it is paid. */
  @Column({ type: 'text' })
  currency!: string;

  @Column({ type: 'text', nullable: true })
  payoutMethod!: string | null;

  /** Why mail does not reach the owner. */
  @Column({ type: 'text', nullable: true })
  mailTrouble!: string | null;

  @Column({ type: 'boolean', default: true })
  active!: boolean;

  @CreateDateColumn({ type: 'timestamptz' })
  createdAt!: Date;
}
