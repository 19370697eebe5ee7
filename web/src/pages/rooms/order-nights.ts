import { api, bodyOf, type Schema } from '../../api/client';
import { ApiError } from '../../api/problem';
import type { Order } from './rooms-query';

/** How long a generation is waited for that outlasts the request, and how often it is looked at, ms. */
const WAIT_MS = 20_000;
const EVERY_MS = 400;

const NOW = { scheduleType: 'immediate', dryRun: false, batchSize: 100 } as const;

/**
 * Opens nights exactly as the plan says. Answers the id of the job when it is still at it after a while; undefined once it is done.
 * Throws what the server refuses, and what the job failed of.
 */
export async function orderNights(order: Order, plan: string): Promise<string | undefined> {
  const { data, response } = await api.POST('/api/v1/room-generation', { body: { ...order, ...NOW, plan } });
  if (response.status !== 202) return undefined;
  const { jobId } = (data as unknown as Schema<'AcceptedResponse'>).data;
  const until = Date.now() + WAIT_MS;
  while (Date.now() < until) {
    await new Promise((resolve) => setTimeout(resolve, EVERY_MS));
    const { data: job } = await bodyOf(api.GET('/api/v1/room-generation/job/{jobId}', { params: { path: { jobId } } }));
    if (job.status === 'completed') return undefined;
    if (job.status === 'failed' || job.status === 'cancelled')
      throw new ApiError({
        status: 0,
        code: job.error?.code ?? 'FAILED',
        title: 'Room generation failed',
        detail: job.error?.message ?? `Room generation was ${job.status}`,
      });
  }
  return jobId;
}
