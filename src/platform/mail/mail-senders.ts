import { Injectable } from '@nestjs/common';
import { Config } from '../config/config.js';
import { TenantDatabase } from '../database/tenant-database.js';
import { invalid } from '../errors/app-error.js';
import { type Mailbox, mailboxOf } from './mail-address.js';
import { MailSender } from './mail-sender.entity.js';

export type SenderSettings = Pick<MailSender, 'name' | 'replyTo' | 'fromAddress'>;

export interface Sender {
  from: Mailbox;
  replyTo?: string;
}

const NONE: SenderSettings = { name: null, replyTo: null, fromAddress: null };

/** As whom the tenant writes. */
@Injectable()
export class MailSenders {
  constructor(
    private readonly db: TenantDatabase,
    private readonly config: Config,
  ) {}

  /** The tenant's settings, and what comes of them. */
  async get(): Promise<SenderSettings & { sender: Sender }> {
    const found = await this.db.withRepository(MailSender, (senders) => senders.find({ take: 1 }));
    const { name, replyTo, fromAddress } = found[0] ?? NONE;
    const named = { name: name ?? (await this.tenantName()), replyTo, fromAddress };
    return { name, replyTo, fromAddress, sender: this.senderOf(named) };
  }

  /** @throws AppError VALIDATION_FAILED for an address outside the domains that this server may send for */
  async put(settings: SenderSettings): Promise<SenderSettings & { sender: Sender }> {
    const { fromAddress } = settings;
    if (fromAddress !== null && !this.allowed(fromAddress))
      throw invalid('fromAddress', 'This server may not send for the domain of this address (MAIL_SENDER_DOMAINS)');
    await this.db.withRepository(MailSender, (senders) =>
      senders
        .createQueryBuilder()
        .insert()
        .values(settings)
        .orUpdate(['name', 'reply_to', 'from_address'], ['tenant_id'])
        .execute(),
    );
    return this.get();
  }

  private senderOf({ name, replyTo, fromAddress }: SenderSettings): Sender {
    const usual = mailboxOf(this.config.MAIL_FROM);
    // A domain that was allowed when the address was set may no longer be.
    const address = fromAddress !== null && this.allowed(fromAddress) ? fromAddress : usual.address;
    return { from: { address, name: name ?? usual.name }, ...(replyTo !== null && { replyTo }) };
  }

  /** A tenant that has set no name writes under its own, not under that of the server. */
  private async tenantName(): Promise<string | null> {
    const tenant = await this.db.first<{ name: string }>(
      `SELECT name FROM tenant WHERE id = NULLIF(current_setting('app.tenant_id', true), '')::uuid`,
    );
    return tenant?.name ?? null;
  }

  private allowed(address: string): boolean {
    const domain = address.split('@').at(-1)!.toLowerCase();
    return this.config.MAIL_SENDER_DOMAINS.some((one) => one.toLowerCase() === domain);
  }
}
