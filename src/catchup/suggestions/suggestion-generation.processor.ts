import { Logger } from '@nestjs/common';
import { type JobContext, type JobHandler, Processor } from '../../jobs/index.js';
import { databaseTrouble } from '../../platform/database/database-trouble.js';
import { RequestContext } from '../../platform/tenancy/context.js';
import { GenerationRepository } from './generation.repository.js';
import {
  SuggestionGeneration,
  type SuggestionGenerationPayload,
  type SuggestionGenerationResult,
} from './suggestion-generation.job.js';
import { UserSuggestions } from './user-suggestions.js';

/** Users that are listed at a time. */
const AT_ONCE = 50;

/**
 * Walks the tenant's users by id, fifty at a time, so that neither their number nor the place reached costs anything. Each user is a
 * transaction and an item of her own: one who cannot be looked at stops no other, and a retry looks at her alone.
 */
@Processor(SuggestionGeneration)
export class SuggestionGenerationProcessor implements JobHandler<
  SuggestionGenerationPayload,
  SuggestionGenerationResult
> {
  private readonly logger = new Logger('CatchUp');

  constructor(
    private readonly kept: GenerationRepository,
    private readonly suggestions: UserSuggestions,
    private readonly context: RequestContext,
  ) {}

  async handle({ userId }: SuggestionGenerationPayload, ctx: JobContext): Promise<SuggestionGenerationResult> {
    const result = { users: 0, done: 0, failed: 0, made: 0, withdrawn: 0 };
    for (let after: string | null = null; ;) {
      const members: { userId: string }[] = await this.kept.members(after, AT_ONCE, userId);
      const ids = members.map(({ userId }) => userId);
      const todo = await ctx.todo(ids);
      result.users += ids.length;
      result.done += ids.length - todo.length;
      for (const userId of todo) await this.one(userId, ctx, result);
      if (ids.length < AT_ONCE) return result;
      after = ids.at(-1)!;
    }
  }

  private async one(userId: string, ctx: JobContext, result: SuggestionGenerationResult): Promise<void> {
    ctx.signal.throwIfAborted();
    try {
      const now = new Date();
      const { made, withdrawn, kept } = await this.context.asPerson(ctx.tenantId, userId, () =>
        this.suggestions.run(now),
      );
      result.made += made.length;
      result.withdrawn += withdrawn;
      result.done++;
      ctx.item(userId, 'ok', { data: { made: made.length, withdrawn, kept } });
    } catch (error) {
      ctx.signal.throwIfAborted();
      // Nobody can be looked at while the database is away: the attempt fails, and the next one goes on from here.
      if (databaseTrouble(error)) throw error;
      result.failed++;
      // The words of an error may hold what belongs to the user alone.
      const code = (error as Error).name;
      this.logger.warn({ msg: 'no suggestions could be made for a user', jobId: ctx.jobId, forUser: userId, code });
      ctx.item(userId, 'failed', { code, message: 'No suggestions could be made; the next run tries again' });
    }
  }
}
