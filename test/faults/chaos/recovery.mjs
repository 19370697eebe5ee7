import { percentile } from './report.mjs';
import { until } from './world.mjs';

/**
 * How long the platform took to get over each fault. Three times from the moment the fault began, ms: `first` until a
 * job finished again, `hit` until the last of the jobs it hit had ended, `ready` until the processes it hit said
 * that they were up again.
 */
export class Recovery {
  /** One a fault: { kind, at, hit: job ids, readyMs } */
  faults = [];
  #looking = new Set();

  constructor(world) {
    this.world = world;
  }

  /** Notes what the fault will hit; call it right before. target: the one process it is meant for, if it is one. */
  async begin(kind, processes, target) {
    const worker = target?.role === 'worker' ? `%:${target.child.pid}:%` : null;
    const rows =
      target && !worker
        ? []
        : await this.world
            .rows(
              `SELECT id FROM job_live WHERE name <> 'chaos-poison'
                 AND CASE WHEN $1::text IS NULL THEN status IN ('QUEUED', 'RUNNING') ELSE worker LIKE $1 END`,
              [worker],
            )
            .catch(() => []);
    const fault = { kind, at: Date.now(), hit: rows.map(({ id }) => id), processes };
    this.faults.push(fault);
    return fault;
  }

  /** Call it when the harm is over: from here on the processes are asked. */
  over(fault) {
    const look = Promise.all(fault.processes.map((one) => untilReady(one)))
      .then(() => (fault.readyMs = Date.now() - fault.at))
      .catch(() => undefined)
      .finally(() => this.#looking.delete(look));
    this.#looking.add(look);
  }

  async settled() {
    await Promise.all(this.#looking);
  }

  /** One row a kind. requeued: jobs whose end waited for an operator, which says nothing about the platform. */
  async table(requeued) {
    const ends = await this.world.rows(
      `SELECT id, extract(epoch FROM completed_at) * 1000 AS at FROM job_history WHERE name LIKE 'chaos-%' ORDER BY 2`,
    );
    const effects = await this.world.rows(`SELECT extract(epoch FROM at) * 1000 AS at FROM chaos_effect ORDER BY 1`);
    const endOf = new Map(ends.map(({ id, at }) => [id, Number(at)]));
    for (const fault of this.faults) {
      fault.hit = fault.hit.filter((id) => !requeued.includes(id));
      const next = effects.find(({ at }) => Number(at) > fault.at);
      fault.firstMs = next && Number(next.at) - fault.at;
      if (fault.hit.length > 0)
        fault.hitMs = Math.max(...fault.hit.map((id) => (endOf.get(id) ?? fault.at) - fault.at));
    }
    return [...new Set(this.faults.map(({ kind }) => kind))].sort().map((kind) => {
      const all = this.faults.filter((fault) => fault.kind === kind);
      const of = (field) => all.map((fault) => fault[field]).filter((ms) => ms !== undefined);
      const spread = (field) => ({ p50: percentile(of(field), 0.5), max: percentile(of(field), 1) });
      return { kind, times: all.length, first: spread('firstMs'), hit: spread('hitMs'), ready: spread('readyMs') };
    });
  }
}

function untilReady(one) {
  return until(() => one.isReady(), { ms: 60_000, what: () => one.name });
}
