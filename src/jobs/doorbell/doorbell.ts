/** What a message in Redis holds: the ids of the jobs to do, nothing of their tenants. */
export interface BellData {
  ids: string[];
}

/** One message to the workers: the jobs it carries, by id alone. */
export interface Ring {
  /** The message's own id: the same bell rung twice wakes once. */
  bell: string;
  ids: string[];
  /** Its tenant has nothing else under way: it goes before all messages without this mark, behind those that have it. */
  first?: boolean;
}

/**
 * The queue engine as the platform sees it. It may lose, repeat and delay rings: Postgres decides. Bull
 * implements it; only this folder and the Processor decorator know that. What an engine has to guarantee is written
 * down as tests: test/jobs/doorbell.conformance.ts.
 */
export abstract class Doorbell {
  /** Sends rings to one queue. Rejects within a second when the engine is away. */
  abstract ring(queue: string, rings: readonly Ring[]): Promise<void>;
  /** Name of the part of the engine that has this queue's messages: queues of one node are away together. One, unless the engine is a cluster. */
  nodeOf(_queue: string): string {
    return '';
  }
  /** Those of the bells the engine does not hold (any more): neither waiting nor being answered. */
  abstract missing(queue: string, bells: readonly string[]): Promise<string[]>;
  /** Mark of the engine's memory: changes or vanishes when it was wiped. */
  abstract generation(): Promise<string | null>;
  /** Leaves a mark if there is none. */
  abstract markGeneration(mark: string): Promise<void>;
  /** Starts handing rings to this process's processors. */
  abstract startConsuming(): void;
  /** Stops taking new rings; those being handled go on. Never waits longer than a second. */
  abstract stopConsuming(): Promise<void>;
  /** @throws Error when the engine is away or configured so that it would drop rings. */
  abstract check(): Promise<void>;
}

/** Rejects after so many ms: calls to a Redis that is away are not answered at all. */
export async function within<T>(ms: number, what: string, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${what}: no answer within ${ms} ms`)), ms);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
