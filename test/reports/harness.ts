import { Module } from '@nestjs/common';
import { defineReport, ReportsModule } from '../../src/reports/index.js';
import { type Answer, Platform, type Tenant } from '../platform/harness.js';

/** Rows of a table that only these tests have: two features give to the same type. */
const columns = [
  { name: 'id', title: 'Id', type: 'number' },
  { name: 'name', title: 'Name', type: 'text' },
  { name: 'amount', title: 'Amount', type: 'money', currency: 'currency', sum: true },
  { name: 'currency', title: 'Currency', type: 'text' },
  { name: 'at', title: 'At', type: 'instant' },
] as const;
const sample = (source: string) =>
  defineReport({
    type: 'samples',
    source,
    title: 'Samples',
    columns,
    orderBy: ['id'],
    query: ({ start, end }) => ({
      // A row without an amount can be counted, and not be read.
      sql: `SELECT id, name, amount * (1 / CASE WHEN amount IS NULL THEN 0 ELSE 1 END) AS amount, currency, at FROM sample WHERE source = $3 AND at >= $1 AND at < $2`,
      parameters: [start, end, source],
    }),
  });

@Module({ imports: [ReportsModule.forFeature(sample('second')), ReportsModule.forFeature(sample('first'))] })
class SamplesModule {}

/** The whole application with a worker, and a report of its own. */
export class ReportsHarness {
  private constructor(readonly platform: Platform) {}

  static async start(env: Record<string, string> = {}): Promise<ReportsHarness> {
    const platform = await Platform.start(
      { ROLES: 'api,worker', JOBS_TICK_MS: '200', DATABASE_POOL_SIZE: '6', ...env },
      [SamplesModule],
    );
    await platform.sql.query(`
      CREATE TABLE sample (tenant_id uuid NOT NULL, id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY, source text NOT NULL,
        name text, amount bigint, currency text NOT NULL DEFAULT 'EUR', at timestamptz NOT NULL);
      ALTER TABLE sample ENABLE ROW LEVEL SECURITY;
      CREATE POLICY tenant_rows ON sample TO nightshift_app USING (tenant_id = current_tenant());
      GRANT SELECT ON sample TO nightshift_app`);
    return new ReportsHarness(platform);
  }

  stop(): Promise<void> {
    return this.platform.stop();
  }

  get tenant(): Tenant {
    return this.platform.a;
  }

  async add(rows: number, { source = 'first', name = 'Row', at = '2026-03-08T12:00:00Z', tenant = this.tenant } = {}) {
    await this.platform.sql.query(
      `INSERT INTO sample (tenant_id, source, name, amount, at)
       SELECT $1, $2, $3 || ' ' || n, n, $4 FROM generate_series(1, $5::int) AS n`,
      [tenant.id, source, name, at, rows],
    );
  }

  async clear(): Promise<void> {
    await this.platform.sql.query('DELETE FROM sample');
  }

  api(method: string, path: string, body?: object, token = this.tenant.MANAGER.token): Promise<Answer> {
    return this.platform.call(method, `/api/v1${path}`, { token, body });
  }

  /** Waits for the job's end. */
  async final(id: string): Promise<Record<string, unknown>> {
    for (let n = 0; n < 600; n++) {
      const { body } = await this.api('GET', `/jobs/${id}`);
      if (['completed', 'failed', 'cancelled'].includes(String(body['status']))) return body;
      await new Promise((later) => setTimeout(later, 25));
    }
    throw new Error(`The report did not end: ${JSON.stringify((await this.api('GET', `/jobs/${id}`)).body)}`);
  }

  /** Asks for a report and answers its result, and its file. */
  async report(order: object): Promise<{ id: string; result: Record<string, unknown>; file: Buffer }> {
    const asked = await this.api('POST', '/reports', order);
    if (asked.status !== 202) throw new Error(asked.text);
    const id = String(asked.body['id']);
    const job = await this.final(id);
    if (job['status'] !== 'completed') throw new Error(JSON.stringify(job));
    return { id, result: job['result'] as Record<string, unknown>, file: await this.download(id) };
  }

  async download(id: string, token = this.tenant.MANAGER.token): Promise<Buffer> {
    const answer = await this.platform.app.inject({
      method: 'GET',
      url: `/api/v1/reports/${id}/download`,
      headers: { authorization: `Bearer ${token}` },
    });
    if (answer.statusCode !== 200) throw new Error(answer.body);
    return answer.rawPayload;
  }
}

export const DAY = { from: '2026-03-08', to: '2026-03-08' };
