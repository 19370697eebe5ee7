import type { Owned } from './isolation-kinds.js';

/** Bodies of the routes that send and pay statements, and give links to owners. */
export const DELIVERY_BODIES: Record<string, (own: Owned) => object> = {
  'POST /statements/send': (own) => ({ statementIds: [own.statement] }),
  'POST /statements/{id}/send': () => ({ message: 'matrix' }),
  'POST /statements/{id}/pay': () => ({ date: '2030-03-05', method: 'cash' }),
  'POST /owners/{id}/links': () => ({ days: 1 }),
};

export const DELIVERY_QUERIES: Record<string, () => Record<string, string | number>> = {
  'GET /owners/{id}/year-summary': () => ({ year: 2030 }),
  'GET /owners/{id}/year-summary/csv': () => ({ year: 2030 }),
  'GET /owners/{id}/year-summary/pdf': () => ({ year: 2030 }),
  'GET /trust-check': () => ({ asOf: '2030-03-31' }),
};
