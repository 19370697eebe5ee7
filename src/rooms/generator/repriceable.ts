import type { PriceSource } from '../pricing/price-calendar.js';

/**
 * Sources whose prices a generation may replace. Prices that people set (overrides, and orders with a price) are replaced only by
 * the price of an order.
 */
export function repriceable(order: { jobPriceMinor: number | null; reprice: boolean }): readonly PriceSource[] {
  if (!order.reprice) return [];
  return order.jobPriceMinor === null ? ['base', 'season'] : ['base', 'season', 'override', 'job'];
}
