import { createHash, randomUUID } from 'node:crypto';
import type { Platform, Tenant } from './harness.js';
import type { Owned } from './isolation-kinds.js';

const code = () => `m${randomUUID().slice(0, 8)}`;
const SETTINGS = { currency: 'EUR', timezone: 'Europe/Vienna', shopName: 'Matrix' };
export const QUOTE_ITEM = {
  fileId: '01900000-0000-7000-8000-000000000103',
  process: 'matrix',
  material: 'matrix',
  quantity: 1,
};
export const QUOTE_PRICE = { prices: [{ position: 1, quantity: 1, unitPrice: '10.00' }], reason: 'matrix' };
const BOOK = { name: 'Matrix', level: 'partner', mode: 'margin', percent: '35', isDefault: false };

/** Bodies of the routes of quoting. */
export const QUOTING_BODIES: Record<string, (own: Owned) => object> = {
  'PUT /quoting-settings': () => SETTINGS,
  'POST /materials': () => ({ code: code(), name: 'Matrix' }),
  'PATCH /materials/{id}': () => ({ name: 'Taken over' }),
  'POST /processes': () => ({ code: code(), name: 'Matrix', kind: 'sls' }),
  'PATCH /processes/{id}': () => ({ name: 'Taken over' }),
  'POST /machines': (own) => ({ code: code(), name: 'Matrix', processId: own.process, bedX: 1, bedY: 1, bedZ: 1 }),
  'PATCH /machines/{id}': () => ({ name: 'Taken over' }),
  'POST /finishes': () => ({ code: code(), name: 'Matrix' }),
  'PATCH /finishes/{id}': () => ({ name: 'Taken over' }),
  'POST /price-books': () => ({ ...BOOK, code: code(), validFrom: '2030-01-01' }),
  'PATCH /price-books/{id}': () => ({ name: 'Taken over' }),
  'POST /customers': () => ({ name: 'Matrix', email: 'matrix@example.test' }),
  'PATCH /customers/{id}': () => ({ name: 'Taken over' }),
  'POST /quotes': (own) => ({ customerId: own.customer, items: [QUOTE_ITEM] }),
  'POST /quotes/compare': () => ({ fileId: QUOTE_ITEM.fileId, quantity: 1 }),
  'PATCH /quotes/{id}': () => ({ note: 'Taken over' }),
  'POST /quotes/{id}/price': () => QUOTE_PRICE,
  'POST /quotes/{id}/accept': () => ({ name: 'Eve' }),
  'POST /quotes/{id}/decline': () => ({ reason: 'matrix' }),
  'POST /customer/quotes/{token}/accept': () => ({ name: 'Eve' }),
  'POST /customer/quotes/{token}/decline': () => ({ reason: 'matrix' }),
  'POST /orders/{id}/ship': () => ({ carrier: 'matrix' }),
  'POST /orders/{id}/cancel': () => ({ reason: 'matrix' }),
  'PATCH /orders/{id}': () => ({ promisedOn: '2030-01-01' }),
};

/** One of everything that quoting keeps; the quote is priced by hand, because no worker runs here. */
export async function ownQuotes(platform: Platform, tenant: Tenant, made: Owned): Promise<void> {
  const ask = async (method: string, path: string, body?: object): Promise<Record<string, unknown>> => {
    const answer = await platform.call(method, `/api/v1${path}`, { token: tenant.ADMIN.token, body });
    if (answer.status >= 300) throw new Error(`${method} ${path} answered ${answer.status}: ${answer.text}`);
    return answer.body;
  };
  const make = async (path: string, body: object) => (await ask('POST', path, body))['id'] as number;
  await ask('PUT', '/quoting-settings', SETTINGS);
  made.process = await make('/processes', { code: 'matrix', name: 'Matrix', kind: 'sls' });
  made.material = await make('/materials', { code: 'matrix', name: 'Matrix' });
  made.machine = await make('/machines', QUOTING_BODIES['POST /machines']!(made));
  made.finish = await make('/finishes', { code: 'matrix', name: 'Matrix' });
  const book = { ...BOOK, code: 'matrix', level: 'standard', validFrom: '2020-01-01' };
  made.priceBook = await make('/price-books', book);
  made.customer = await make('/customers', { name: 'Matrix', email: 'matrix@example.test' });

  const fileId = await partFile(platform, tenant);
  const quote = await ask('POST', '/quotes', { customerId: made.customer, items: [{ ...QUOTE_ITEM, fileId }] });
  made.quote = quote['id'] as string;
  await ask('POST', `/quotes/${made.quote}/price`, QUOTE_PRICE);
  await ask('POST', `/quotes/${made.quote}/send`);
  await ask('POST', `/quotes/${made.quote}/accept`, { name: 'Matrix' });
  const { orders } = (await ask('GET', '/orders')) as { orders: { id: string }[] };
  made.order = orders[0]!.id;
  await ask('POST', `/orders/${made.order}/ship`, { carrier: 'matrix' });
}

/** A part file that nobody has analysed. */
async function partFile(platform: Platform, tenant: Tenant): Promise<string> {
  const [id, storedId] = [randomUUID(), randomUUID()];
  const hash = createHash('sha256').update(id).digest('hex');
  await platform.sql.query(
    `INSERT INTO stored_file (tenant_id, id, state, name, content_type, purpose, bytes, sha256)
     VALUES ($1, $2, 'kept', 'matrix.stl', 'model/stl', 'part', 684, $3)`,
    [tenant.id, storedId, hash],
  );
  await platform.sql.query(
    `INSERT INTO part_file (id, tenant_id, name, stored_file_id, sha256, bytes) VALUES ($1, $2, 'matrix.stl', $3, $4, 684)`,
    [id, tenant.id, storedId, hash],
  );
  return id;
}
