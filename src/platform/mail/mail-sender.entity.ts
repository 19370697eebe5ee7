import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';
import { TenantEntity } from '../database/tenant-entity.js';

/** As whom a tenant writes; null: as MAIL_FROM says. */
@Entity('mail_sender')
export class MailSender extends TenantEntity {
  @PrimaryGeneratedColumn('identity', { type: 'integer', generatedIdentity: 'ALWAYS' })
  id!: number;

  /** Shown before the address, and in the frame of every mail. */
  @Column({ type: 'text', nullable: true })
  name!: string | null;

  /** Where answers go. */
  @Column({ type: 'text', nullable: true })
  replyTo!: string | null;

  /** Address of its own, in one of MAIL_SENDER_DOMAINS. */
  @Column({ type: 'text', nullable: true })
  fromAddress!: string | null;
}
