import { Injectable } from '@nestjs/common';
import { SystemDatabase } from '../../platform/database/system-database.js';
import { ContractRegistry } from '../contract/contract-registry.js';
import { GONE_AFTER_MS } from './fleet.js';
import type { WorkerListResponse, WorkerResponse } from './workers.dto.js';

type Row = Omit<WorkerResponse, 'kinds' | 'places' | 'running'> & {
  queues: string[];
  pace: Record<string, number>;
  running: Record<string, number> | null;
};

/** What runs where is said by the ledger, not by the worker, so that it is true of a worker that hangs as well. */
const WORKERS = `
  SELECT w.id, w.host, w.pid, w.version, w.queues, w.pace, w.started_at AS "startedAt", w.seen_at AS "seenAt",
         w.seen_at > now() - make_interval(secs => $1::float8 / 1000) AS alive, r.running
  FROM worker w
  LEFT JOIN (
    SELECT worker, jsonb_object_agg(name, jobs) AS running FROM (
      SELECT worker, name, count(*) AS jobs FROM job_live WHERE status = 'RUNNING' AND worker IS NOT NULL GROUP BY worker, name
    ) AS by_kind GROUP BY worker
  ) AS r ON r.worker = w.id
  ORDER BY alive DESC, CASE WHEN w.seen_at <= now() - make_interval(secs => $1::float8 / 1000) THEN w.seen_at END DESC, w.id LIMIT $2 OFFSET $3`;

/** The processes that run jobs, as an operator sees them. */
@Injectable()
export class WorkersService {
  constructor(
    private readonly db: SystemDatabase,
    private readonly contracts: ContractRegistry,
  ) {}

  async list(limit: number, offset: number): Promise<WorkerListResponse> {
    const count = await this.db.first<{ total: number }>('SELECT count(*) AS total FROM worker');
    const rows = await this.db.rows<Row>(WORKERS, [GONE_AFTER_MS, limit, offset]);
    return { workers: rows.map((row) => this.view(row)), total: count!.total };
  }

  private view({ queues, pace, running, ...worker }: Row): WorkerResponse {
    const kinds = queues.toSorted().map((name) => ({
      name,
      running: running?.[name] ?? 0,
      // All processes run the same program but for the minutes of an update, so its declarations are the worker's as well.
      places: this.contracts.get(name)?.concurrency ?? 1,
      averageMs: pace[name] ?? null,
    }));
    const sum = (of: 'running' | 'places') => kinds.reduce((total, kind) => total + kind[of], 0);
    return { ...worker, running: sum('running'), places: sum('places'), kinds };
  }
}
