import { Injectable } from '@nestjs/common';
import { Config } from '../../platform/config/config.js';
import { RedisConnections } from '../doorbell/redis-connections.js';

/** At most so many calls in any 60 seconds, counted over all processes. */
export interface Rate {
  /** What is counted, e.g. `google:project`. */
  key: string;
  perMinute: number;
}

export interface Turn {
  /** False: the wait would be longer than the caller takes; nothing is reserved. */
  granted: boolean;
  /** How long until the call may be made, ms. */
  waitMs: number;
}

/** Redis is not answering: whether a call may be made cannot be said. */
export class RatesAwayError extends Error {
  override readonly name = 'RatesAwayError';
}

/** Longest wait for Redis, ms. */
const ANSWER_MS = 5_000;
/** Share of a minute's calls that may come at once. */
const BURST = 1 / 6;

/**
 * Token buckets in Redis: rates of calls to other services that all processes share. A turn is reserved at once, even if it
 * lies ahead, so that those who wait keep their order and nobody polls.
 */
@Injectable()
export class SharedRates {
  constructor(
    private readonly redis: RedisConnections,
    private readonly config: Config,
  ) {}

  /** Reserves one call against all of these rates. @throws RatesAwayError */
  async reserve(rates: readonly Rate[], mostMs: number): Promise<Turn> {
    const numbers = rates.flatMap(({ perMinute }) => {
      const { everyMs, ahead } = bucketOf(perMinute);
      return [everyMs, everyMs * (ahead - 1)];
    });
    const [granted, waitMs] = (await this.run(RESERVE, rates, [mostMs, ...numbers])) as [number, number];
    return { granted: granted === 1, waitMs };
  }

  /** No call against this rate before so many ms are over: the other side asked for patience. @throws RatesAwayError */
  async hold(rate: Rate, ms: number): Promise<void> {
    const { everyMs, ahead } = bucketOf(rate.perMinute);
    await this.run(HOLD, [rate], [Math.ceil(ms + everyMs * (ahead - 1))]);
  }

  private async run(script: string, rates: readonly Rate[], values: number[]): Promise<unknown> {
    if (this.redis.away) throw new RatesAwayError('Redis is away');
    const keys = rates.map(({ key }) => `{${this.config.REDIS_PREFIX}:rates}:${key}`);
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new RatesAwayError('Redis does not answer')), ANSWER_MS);
    });
    try {
      return await Promise.race([this.redis.commands.eval(script, keys.length, ...keys, ...values), late]);
    } finally {
      clearTimeout(timer);
    }
  }
}

/** A burst, and one call each so many ms: together never more than perMinute in any 60 seconds. */
export function bucketOf(perMinute: number): { everyMs: number; ahead: number } {
  const ahead = Math.max(1, Math.floor(perMinute * BURST));
  return { everyMs: 60_000 / Math.max(1, perMinute - ahead), ahead };
}

/**
 * Of each key the instant is kept at which its bucket is full again. A call of several rates happens when the last of them allows
 * it, so that is when each of them counts it.
 */
const NOW = `
  local time = redis.call('TIME')
  local now = time[1] * 1000 + time[2] / 1000
`;
const RESERVE = `${NOW}
  local full, wait = {}, 0
  for n, key in ipairs(KEYS) do
    full[n] = math.max(tonumber(redis.call('GET', key) or '0'), now)
    wait = math.max(wait, full[n] - tonumber(ARGV[1 + 2 * n]) - now)
  end
  wait = math.ceil(wait)
  if wait > tonumber(ARGV[1]) then return {0, wait} end
  for n, key in ipairs(KEYS) do
    local until_full = math.max(full[n], now + wait) + tonumber(ARGV[2 * n])
    redis.call('SET', key, string.format('%.3f', until_full), 'PX', math.ceil(until_full - now) + 1000)
  end
  return {1, wait}
`;
const HOLD = `${NOW}
  local until_full = math.max(tonumber(redis.call('GET', KEYS[1]) or '0'), now + tonumber(ARGV[1]))
  redis.call('SET', KEYS[1], string.format('%.3f', until_full), 'PX', math.ceil(until_full - now) + 1000)
  return 1
`;
