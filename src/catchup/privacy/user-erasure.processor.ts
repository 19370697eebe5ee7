import { Injectable, type OnModuleInit } from '@nestjs/common';
import { type JobContext, type JobHandler, JobsService, Processor } from '../../jobs/index.js';
import { MembersService } from '../../platform/accounts/members.service.js';
import { TenantDatabase } from '../../platform/database/tenant-database.js';
import { RequestContext } from '../../platform/tenancy/context.js';
import { PersonalErasure } from './erasure.service.js';
import { UserErasure, type UserErasurePayload, type UserErasureResult } from './user-erasure.job.js';

/** A user who is disabled by mistake finds everything again for so long. */
const AFTER_MS = 30 * 86_400_000;

/** Has a user's data erased a month after she was disabled. A user whose row is deleted takes hers along at once: the keys cascade. */
@Injectable()
export class UserErasureStart implements OnModuleInit {
  constructor(
    private readonly members: MembersService,
    private readonly jobs: JobsService,
    private readonly context: RequestContext,
  ) {}

  onModuleInit(): void {
    this.members.onDisabled((tenantId, userId) =>
      this.context.asTenant(tenantId, async () => {
        await this.jobs.enqueue(UserErasure, { userId }, { delay: AFTER_MS });
      }),
    );
  }
}

@Processor(UserErasure)
export class UserErasureProcessor implements JobHandler<UserErasurePayload, UserErasureResult> {
  constructor(
    private readonly db: TenantDatabase,
    private readonly context: RequestContext,
    private readonly erasure: PersonalErasure,
  ) {}

  async handle({ userId }: UserErasurePayload, ctx: JobContext): Promise<UserErasureResult> {
    const user = await this.db.first<{ ms: number | null }>(
      `SELECT extract(epoch FROM now() - disabled_at)::float8 * 1000 AS ms FROM app_user WHERE id = $1`,
      [userId],
    );
    if (user && user.ms === null) return { erased: false, rows: 0 };
    // Enabled in between, and disabled anew.
    if (user?.ms && AFTER_MS - user.ms > 60_000) return ctx.snooze(AFTER_MS - user.ms);
    const { rows } = await this.context.asPerson(ctx.tenantId, userId, () => this.erasure.erase());
    return { erased: true, rows };
  }
}
