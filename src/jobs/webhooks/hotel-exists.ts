import { violates } from '../../platform/database/postgres-error.js';
import { notFound } from '../../platform/errors/app-error.js';

/** Awaits a write to a table whose rows refer to a hotel. @throws AppError NOT_FOUND when the tenant has no such hotel. */
export async function hotelExists<T>(writing: Promise<T>, table: 'webhook' | 'alert_rule'): Promise<T> {
  try {
    return await writing;
  } catch (error) {
    if (violates(error, `${table}_hotel_fkey`)) throw notFound('Hotel');
    throw error;
  }
}
