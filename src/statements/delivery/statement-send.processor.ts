import { type JobContext, type JobHandler, PermanentJobError, Processor } from '../../jobs/index.js';
import { AppError } from '../../platform/errors/app-error.js';
import { DeliveriesRepository } from './deliveries.repository.js';
import { StatementSend, type StatementSendPayload, type StatementSendResult } from './statement-send.job.js';
import { StatementSending } from './statement-sending.service.js';

@Processor(StatementSend)
export class StatementSendProcessor implements JobHandler<StatementSendPayload, StatementSendResult> {
  constructor(
    private readonly sending: StatementSending,
    private readonly deliveries: DeliveriesRepository,
  ) {}

  /** One statement's trouble keeps no other from being sent. */
  async handle({ statementIds, runJobId }: StatementSendPayload, ctx: JobContext): Promise<StatementSendResult> {
    if (!runJobId && !statementIds)
      throw new PermanentJobError('NOTHING_TO_SEND', 'Neither statementIds nor runJobId says what to send');
    const ids = runJobId ? await this.deliveries.idsOf(runJobId) : [...new Set(statementIds)];
    const result: StatementSendResult = { queued: 0, already: 0, failed: 0 };
    for (const [index, id] of (await ctx.todo(ids)).entries()) {
      ctx.signal.throwIfAborted();
      ctx.progress((100 * index) / ids.length);
      try {
        const { created, delivery } = await this.sending.send(id);
        result[created ? 'queued' : 'already']++;
        ctx.item(id, created ? 'ok' : 'skipped', {
          code: created ? 'QUEUED' : 'ALREADY_SENT',
          data: { deliveryId: delivery.id, to: delivery.toAddress },
        });
      } catch (error) {
        // What the next attempt may mend ends this one.
        if (!(error instanceof AppError) || error.status >= 429) throw error;
        result.failed++;
        ctx.item(id, 'failed', { code: error.code, message: error.message });
      }
    }
    return result;
  }
}
