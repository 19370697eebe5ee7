import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import { FileStorage } from '../../src/platform/storage/index.js';
import { RequestContext } from '../../src/platform/tenancy/context.js';
import type { PartAnalysis } from '../../src/quoting/analysis/part-analysis.js';
import type { Platform, Tenant } from './harness.js';
import type { Owned } from './isolation-kinds.js';

/** A white PNG of one pixel. */
const ONE_PIXEL = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGP4DwABAQEAsTj2FAAAAABJRU5ErkJggg==',
  'base64',
);

/** A part file whose analysis is done, and an upload past the server that has not come. */
export async function ownPartFile(platform: Platform, tenant: Tenant, made: Owned): Promise<void> {
  const storage = platform.app.get(FileStorage, { strict: false });
  const save = async (name: string, contentType: string, bytes = Buffer.from('matrix')) => {
    const file = { name, contentType, body: Readable.from([bytes]), purpose: 'part' };
    return (await platform.app.get(RequestContext).asTenant(tenant.id, () => storage.save(file))).id;
  };
  const [file, mesh, thumbnail] = [
    await save('matrix.stl', 'model/stl'),
    await save('mesh.bin', 'application/octet-stream'),
    await save('thumbnail.png', 'image/png', ONE_PIXEL),
  ];
  const analysis = randomUUID();
  made.partFile = randomUUID();
  made.upload = randomUUID();
  const figures = { result: ANALYSIS, sha256: '0'.repeat(64) };
  await platform.sql.query(
    `INSERT INTO file_analysis (id, tenant_id, sha256, fingerprint, result, mesh_file_id, thumbnail_file_id)
     VALUES ($1, $2, $3, $3, $4, $5, $6)`,
    [analysis, tenant.id, figures.sha256, JSON.stringify(figures.result), mesh, thumbnail],
  );
  await platform.sql.query(
    `INSERT INTO part_file (id, tenant_id, name, stored_file_id, sha256, bytes, analysis_id)
     VALUES ($1, $2, 'matrix.stl', $3, $4, 6, $5)`,
    [made.partFile, tenant.id, file, figures.sha256, analysis],
  );
  await platform.sql.query(
    `INSERT INTO stored_file (id, tenant_id, state, name, content_type, purpose, upload_limit)
     VALUES ($1, $2, 'writing', 'matrix.stl', 'model/stl', 'part', 1000)`,
    [made.upload, tenant.id],
  );
}

/** Of a box of 2 × 3 × 4 mm. */
const ANALYSIS: PartAnalysis = {
  ...{ analyser: 'matrix', format: 'stl', unit: 'mm', unitKnown: true, kind: 'body' },
  ...{ triangles: 12, vertices: 8, quantity: 1, bodies: 1, shells: 1, genus: 0 },
  ...{ volume: 24, signedVolume: 24, unitedVolume: null, area: 52, areaVector: 0, hullVolume: 24, trappedVolume: 0 },
  box: { x: 2, y: 3, z: 4 },
  orientedBox: { x: 2, y: 3, z: 4 },
  verdict: 'solid',
  edges: { boundary: 0, nonManifold: 0, inconsistent: 0, degenerateTriangles: 0 },
  ...{ thickness: null, overhang: 0, sheet: null, fits: [], issues: [], warnings: [] },
  ...{ manufacturable: true, reviewReasons: [] },
};

/** A report that is done, with its file. */
export async function finishedReport(platform: Platform, tenant: Tenant): Promise<string> {
  const file = await platform.app
    .get(RequestContext)
    .asTenant(tenant.id, () =>
      platform.app
        .get(FileStorage, { strict: false })
        .save({ name: 'matrix.csv', contentType: 'text/csv', purpose: 'report', body: Readable.from(['Matrix']) }),
    );
  const id = randomUUID();
  await platform.sql.query(
    `INSERT INTO report (tenant_id, id, report_type, format, from_date, to_date, timezone, finished_at, row_count, truncated,
       totals, sha256, bytes, file_id)
     VALUES ($1, $2, 'invoices', 'csv', '2030-03-01', '2030-03-03', 'UTC', now(), 0, false, '[]', $3, 6, $4)`,
    [tenant.id, id, file.sha256, file.id],
  );
  return id;
}
