import { Injectable, type OnModuleInit } from '@nestjs/common';
import { type MailOutcome, MailOutcomes, MailWithdrawals, Messages } from '../../messages/index.js';
import { TenantDatabase } from '../../platform/database/tenant-database.js';
import { AppError, notFound } from '../../platform/errors/app-error.js';
import { fileName, StatementDocuments } from '../documents/statement-documents.service.js';
import { filled, wordsOf } from '../documents/words/words.js';
import type { Owner } from '../parties/owners/owner.entity.js';
import { OwnersService } from '../parties/owners/owners.service.js';
import { StatementReader } from '../statements/statement-reader.js';
import { StatementStates } from '../statements/statement-states.js';
import type { StatementState, StatementView } from '../statements/statement-types.js';
import { DeliveriesRepository, type DeliveryRow, type DeliveryState } from './deliveries.repository.js';
import { OwnerStatement } from './mail/owner-statement.mail.js';

const SENDABLE: readonly StatementState[] = ['final', 'sent', 'paid'];

export interface Sent {
  delivery: DeliveryRow;
  /** False: it was on its way, or sent, before. */
  created: boolean;
}

/** Sends statements to their owners. A statement is sent once the mail server has taken it, not when it was asked to. */
@Injectable()
export class StatementSending implements OnModuleInit {
  constructor(
    private readonly db: TenantDatabase,
    private readonly reader: StatementReader,
    private readonly states: StatementStates,
    private readonly owners: OwnersService,
    private readonly documents: StatementDocuments,
    private readonly deliveries: DeliveriesRepository,
    private readonly messages: Messages,
    private readonly outcomes: MailOutcomes,
    private readonly withdrawals: MailWithdrawals,
  ) {}

  onModuleInit(): void {
    this.withdrawals.add(OwnerStatement.name, async (mailId) =>
      (await this.deliveries.isVoid(mailId)) ? 'The statement was voided: the mail is not sent any more' : null,
    );
    this.outcomes.listen(OwnerStatement.name, (outcome) => this.ended(outcome));
  }

  /**
   * Writes the mail with the PDF. Asked again, nothing more is sent, unless the mail before has failed, or the owner has another
   * address since. One that has failed and waits to be sent once more, from the log of mail or by its job, is still on its way.
   * @throws AppError NOT_FOUND; CONFLICT for a statement that is not final, or an owner without a mail address
   */
  async send(id: string, message: string | null = null): Promise<Sent> {
    const view = await this.reader.view(id);
    assertSendable(view.state);
    const { name, email } = await this.owners.get(view.owner.id);
    if (email === null)
      throw new AppError('CONFLICT', `${name} has no mail address: set email of owner ${view.owner.id} first`);
    const file = await this.documents.kept(id);
    const { leftMinor, goesOnTo } = await this.reader.summary(id);
    return this.db.transaction(async () => {
      assertSendable((await this.deliveries.lockStatement(id)) ?? 'void');
      const [last] = await this.deliveries.of(id);
      const there =
        last && (last.state === 'queued' || last.state === 'sent' || (await this.messages.underWay(last.mailId)));
      if (there && last.toAddress === email) return { delivery: last, created: false };
      const attempt = (last?.attempt ?? 0) + 1;
      const mail = await this.messages.send({
        key: `statement:${id}:v${view.version}:${attempt}`,
        template: OwnerStatement,
        to: { address: email, name: view.owner.name },
        data: mailData(view, message, view.state === 'paid' ? view.payableMinor : leftMinor, goesOnTo?.number ?? null),
        attachments: [{ fileId: file.id, name: fileName(view, 'pdf') }],
      });
      return { delivery: await this.deliveries.add(id, attempt, mail.id, email), created: true };
    });
  }

  /** Newest first. @throws AppError NOT_FOUND */
  async log(id: string): Promise<DeliveryRow[]> {
    return this.db.transaction(async (tx) => {
      if (!(await tx.first('SELECT 1 FROM statement WHERE id = $1', [id]))) throw notFound('Statement');
      return this.deliveries.of(id);
    });
  }

  private ended({ messageId, state, toAddress, words, badAddress, permanent }: MailOutcome): Promise<void> {
    return this.db.transaction(async () => {
      const of = await this.deliveries.statementOf(messageId);
      const result = resultOf(state, badAddress);
      if (!of || !result) return;
      // As every change of a statement does: the owner first.
      const owner = await this.owners.locked(of.ownerId);
      const statement = await this.deliveries.lockStatement(of.statementId);
      const settled = await this.deliveries.settle(messageId, result, words);
      if (!settled) return;
      if (result === 'sent' && statement === 'final') await this.states.markSent(of.statementId, settled.requestedBy);
      await this.reached(owner, toAddress, result, permanent, words);
    });
  }

  /** The owner is flagged when its address gets no mail, and no more when it does. */
  private async reached(
    owner: Owner,
    address: string,
    result: DeliveryState,
    permanent: boolean,
    words: string | null,
  ): Promise<void> {
    // Another address may be better, or worse.
    if (owner.email !== address) return;
    if (result === 'sent' && owner.mailTrouble !== null) await this.owners.setMailTrouble(owner.id, null);
    if (result === 'bounced' || (result === 'failed' && permanent))
      await this.owners.setMailTrouble(owner.id, words ?? 'The mail server refused the mail');
  }
}

function assertSendable(state: StatementState): void {
  if (!SENDABLE.includes(state))
    throw new AppError('CONFLICT', `The statement is ${state}; finalize it before it is sent`);
}

/** @param goesOnTo number of the later statement with which its closing is paid */
function mailData(view: StatementView, message: string | null, payableMinor: number, goesOnTo: string | null): object {
  const words = wordsOf(view.owner.locale);
  const { labels } = words;
  const period = words.period(view.from, view.to);
  const payable = words.money(payableMinor, view.currency);
  return {
    subject: filled(labels.mailSubject, view.number, period),
    greeting: filled(labels.mailGreeting, view.owner.name),
    text: goesOnTo
      ? filled(labels.mailTextGoesOn, view.number, period, goesOnTo)
      : filled(labels.mailText, view.number, period, payable),
    message,
  };
}

/** Undefined: the mail is still on its way. */
function resultOf(state: MailOutcome['state'], badAddress: boolean): DeliveryState | undefined {
  if (state === 'sent') return 'sent';
  if (state === 'suppressed') return 'bounced';
  if (state === 'failed') return badAddress ? 'bounced' : 'failed';
  return state === 'ambiguous' ? 'failed' : undefined;
}
