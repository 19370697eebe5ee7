import { Injectable } from '@nestjs/common';
import { type JobContract, type Round, type RoundJob, Rounds } from '../../jobs/index.js';
import { RequestContext } from '../../platform/tenancy/context.js';
import { TenantsService } from '../../platform/tenancy/tenants.service.js';
import type { CronHotel, CronRequest, CronResponse } from './cron.dto.js';
import type { NightPayload } from './night-payload.js';
import { nightJob } from './night-job.js';
import { NightRuns } from './night-runs.js';

const SKIPPED = 'There is no such hotel, or it has this job turned off';

/** Night jobs started by an external cron service: one job for every hotel of every tenant. */
@Injectable()
export class CronService {
  constructor(
    private readonly context: RequestContext,
    private readonly tenants: TenantsService,
    private readonly rounds: Rounds,
    private readonly nights: NightRuns,
  ) {}

  /** Starts the round and waits for it a while. Hotels that do not exist, or have the job turned off, are skipped. */
  async run(contract: JobContract<NightPayload>, { hotelIds, asOf }: CronRequest): Promise<Round> {
    const once = asOf === undefined && !nightJob(contract.name)?.repeats ? true : undefined;
    const parts = [];
    for (const tenantId of await this.tenants.ids()) {
      const children = await this.context.asTenant(tenantId, () =>
        this.nights.perHotel(contract, { asOf, once }, hotelIds),
      );
      parts.push({ tenantId, children });
    }
    const found = new Set(parts.flatMap(({ children }) => children.map(({ options }) => options?.hotelId)));
    const skipped = (hotelIds ?? []).filter((id) => !found.has(id));
    const left =
      skipped.length > 0 ? [{ hotelIds: [...new Set(skipped)], message: SKIPPED, skipped: true as const }] : [];
    return this.rounds.waitFor(await this.rounds.start(contract.name, parts, left));
  }

  read(id: string): Promise<Round> {
    return this.rounds.read(id);
  }
}

/** A round as its caller sees it: every hotel with what became of it. */
export function toCronResponse({ label, jobs, refused }: Round): CronResponse {
  const hotels: CronHotel[] = [
    ...jobs.map(toHotel),
    ...refused.flatMap(({ hotelIds, message, skipped }) =>
      hotelIds.map((hotelId) => ({ hotelId, jobId: null, status: skipped ? 'skipped' : 'failed', error: message })),
    ),
  ];
  const count = (...statuses: string[]) => hotels.filter(({ status }) => statuses.includes(status)).length;
  const failed = count('failed', 'cancelled');
  return {
    success: failed === 0,
    job: label,
    totals: {
      hotels: hotels.length,
      completed: count('completed'),
      failed,
      skipped: count('skipped'),
      open: count('active', 'waiting'),
    },
    hotels,
  };
}

const WORDS: Record<RoundJob['status'], CronHotel['status']> = {
  PENDING: 'waiting',
  QUEUED: 'waiting',
  RUNNING: 'active',
  COMPLETED: 'completed',
  FAILED: 'failed',
  DEAD: 'failed',
  CANCELLED: 'cancelled',
};

function toHotel({ hotelId, jobId, status, result, error }: RoundJob): CronHotel {
  const word = WORDS[status];
  return {
    hotelId,
    jobId,
    status: word,
    ...(word === 'completed' && { result }),
    ...(word === 'failed' && { error: error?.message ?? 'failed' }),
  };
}
