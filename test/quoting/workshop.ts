import { createHash, randomUUID } from 'node:crypto';
import type { PartAnalysis } from '../../src/quoting/analysis/part-analysis.js';
import { type Answer, Platform, type Tenant } from '../platform/harness.js';

/** A solid part of A12's volume, as an analysis tells of it. */
export const SOLID: PartAnalysis = {
  analyser: 'test-1',
  format: 'stl',
  unit: 'mm',
  unitKnown: true,
  kind: 'body',
  triangles: 12,
  vertices: 8,
  quantity: 1,
  bodies: 1,
  shells: 1,
  genus: 0,
  volume: 15_550.4983,
  signedVolume: 15_550.4983,
  unitedVolume: null,
  area: 6_000,
  areaVector: 0,
  hullVolume: null,
  trappedVolume: 0,
  box: { x: 20, y: 30, z: 40 },
  orientedBox: { x: 20, y: 30, z: 40 },
  verdict: 'solid',
  edges: { boundary: 0, nonManifold: 0, inconsistent: 0, degenerateTriangles: 0 },
  thickness: { min: 2, p1: 2, median: 5 },
  overhang: 0,
  sheet: null,
  fits: [],
  issues: [],
  warnings: [],
  manufacturable: true,
  reviewReasons: [],
};

type Body = Record<string, unknown>;

/** The whole application with a workshop's catalogue: A12's process, material and price book. */
export class Workshop {
  private constructor(readonly platform: Platform) {}

  static async start(env: Record<string, string> = {}): Promise<Workshop> {
    const shop = new Workshop(await Platform.start({ ROLES: 'api,worker', JOBS_WAIT_MS: '20000', ...env }));
    for (const tenant of [shop.platform.a, shop.platform.b])
      await furnish((method, path, body) => shop.call(method, path, body, tenant));
    return shop;
  }

  stop(): Promise<void> {
    return this.platform.stop();
  }

  call(method: string, path: string, body?: unknown, tenant: Tenant | null = this.platform.a): Promise<Answer> {
    return this.platform.call(method, `/api/v1${path}`, { token: tenant?.MANAGER.token, body });
  }

  /** The body of an answer that must have this status. */
  async ask(method: string, path: string, body?: unknown, status = method === 'POST' ? 201 : 200): Promise<Body> {
    const answer = await this.call(method, path, body);
    if (answer.status !== status) throw new Error(`${method} ${path} answered ${answer.status}: ${answer.text}`);
    return answer.body;
  }

  async sql<Row = Body>(text: string, parameters: unknown[] = []): Promise<Row[]> {
    return (await this.platform.sql.query(text, parameters)).rows as Row[];
  }

  /** A part file with this analysis; without one it waits for the job. */
  async part(analysis: PartAnalysis | null = SOLID, { name = 'bracket.stl', jobId = null as string | null } = {}) {
    const [id, storedId, analysisId] = [randomUUID(), randomUUID(), analysis && randomUUID()];
    const tenantId = this.platform.a.id;
    const hash = createHash('sha256').update(id).digest('hex');
    await this.sql(
      `INSERT INTO stored_file (tenant_id, id, state, name, content_type, purpose, bytes, sha256)
       VALUES ($1, $2, 'kept', $3, 'model/stl', 'part', 684, $4)`,
      [tenantId, storedId, name, hash],
    );
    if (analysis)
      await this.sql(
        'INSERT INTO file_analysis (id, tenant_id, sha256, fingerprint, result) VALUES ($1, $2, $3, $3, $4::jsonb)',
        [analysisId, tenantId, hash, JSON.stringify(analysis)],
      );
    await this.sql(
      `INSERT INTO part_file (id, tenant_id, name, stored_file_id, sha256, bytes, analysis_id, analysis_job_id)
       VALUES ($1, $2, $3, $4, $5, 684, $6, $7)`,
      [id, tenantId, name, storedId, hash, analysisId, jobId],
    );
    return id;
  }

  /** A draft of one item. */
  async draft(fileId: string, item: object = { quantities: [1, 10, 99, 100] }): Promise<string> {
    const quote = await this.ask('POST', '/quotes', {
      recipient: { name: 'Ana Sousa', email: 'ana@example.com' },
      items: [{ fileId, process: 'sls', material: 'pa12', ...item }],
    });
    return quote['id'] as string;
  }

  /** A quote that was sent; answers it, with the path of its link. */
  async sent(item?: object): Promise<{ id: string; quote: Body; link: string }> {
    const id = await this.draft(await this.part(), item);
    await this.ask('POST', `/quotes/${id}/calculate`, undefined, 200);
    const quote = await this.ask('POST', `/quotes/${id}/send`, undefined, 200);
    return { id, quote, link: linkOf(quote) };
  }
}

/** Gives a tenant A12's catalogue. */
export async function furnish(call: (method: string, path: string, body: object) => Promise<Answer>): Promise<void> {
  const steps: [string, string, object][] = [
    [
      'PUT',
      '/quoting-settings',
      {
        currency: 'EUR',
        timezone: 'Europe/Vienna',
        shopName: 'Alpine Parts',
        shopEmail: 'shop@alpine.test',
        terms: 'Net 14',
      },
    ],
    [
      'POST',
      '/processes',
      {
        code: 'sls',
        name: 'Laser sintering',
        kind: 'sls',
        setupCost: '25',
        finishingCost: '1.50',
        hourlyRate: 18,
        throughput: 45,
        limits: { minWall: 0.8 },
      },
    ],
    [
      'POST',
      '/materials',
      { code: 'pa12', name: 'PA12', density: '1.01', pricePerKg: '90', wasteFactor: '1.3', processes: ['sls'] },
    ],
    [
      'POST',
      '/price-books',
      {
        code: 'list',
        name: 'List prices',
        level: 'standard',
        validFrom: '2020-01-01',
        mode: 'margin',
        percent: '35',
        minUnitPrice: '5',
        bands: [
          { minQuantity: 10, discountPercent: '5' },
          { minQuantity: 100, discountPercent: '15' },
        ],
        leadTimes: [{ name: 'standard', days: 10, multiplier: '1' }],
        taxRate: '16',
        isDefault: true,
      },
    ],
  ];
  for (const [method, path, body] of steps) {
    const answer = await call(method, path, body);
    if (answer.status >= 300) throw new Error(`${method} ${path} answered ${answer.status}: ${answer.text}`);
  }
}

/** `/customer/quotes/<token>` of a quote's link. */
export function linkOf(quote: Body): string {
  return /\/api\/v1(\/customer\/quotes\/[\w-]+)\/page$/.exec(String(quote['link']))![1]!;
}
