import { randomUUID } from 'node:crypto';
import type { Platform, Tenant } from './harness.js';
import type { Owned } from './isolation-kinds.js';

const COLUMNS = { code: 'Ref', checkIn: 'In', checkOut: 'Out', listing: 'House', gross: 'Price' };
const mapping = () => ({ name: `m${randomUUID().slice(0, 8)}`, columns: COLUMNS, constants: { currency: 'EUR' } });
const FILE = 'Ref,In,Out,House,Price,Matrix\nR1,2030-03-01,2030-03-03,Nobody,1.00,1\n';

/** Bodies of files of stays. */
export const IMPORT_BODIES: Record<string, (own: Owned) => object> = {
  'POST /statement-file-mappings': mapping,
  'PUT /statement-file-mappings/{id}': mapping,
  'PATCH /statement-imports/{id}': (own) => ({ mappingId: own.fileMapping }),
  'POST /statement-imports/{id}/confirm': (own) => ({ mapListings: [{ name: 'Nobody', listingId: own.listing }] }),
};

export const IMPORT_STREAMED = { 'POST /statement-imports': { type: 'text/csv', body: FILE } };

export const IMPORT_QUERIES: Record<string, (own: Owned) => Record<string, string | number>> = {
  'POST /statement-imports': (own) => ({ mappingId: own.fileMapping }),
};

/** A mapping, and a preview that it reads. */
export async function ownImports(platform: Platform, tenant: Tenant, made: Owned): Promise<void> {
  const { token } = tenant.ADMIN;
  const mapped = await platform.call('POST', '/api/v1/statement-file-mappings', { token, body: mapping() });
  made.fileMapping = mapped.body['id'] as number;
  const headers = { 'content-type': 'text/csv' };
  const body = `${FILE}R2,2030-03-01,2030-03-03,Nobody,1.00,1\n`;
  const sent = await platform.call('POST', '/api/v1/statement-imports', { token, headers, body });
  if (sent.status !== 201) throw new Error(`the file was answered ${sent.status}: ${sent.text}`);
  made.statementImport = sent.body['id'] as string;
}
