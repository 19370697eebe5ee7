import type { QuotingSettings } from '../catalogue/settings/quoting-settings.entity.js';
import type { Letterhead } from './quote-row.js';

/** How the shop presents itself now, to be kept with what is sent. */
export function letterheadOf({ shopName, shopAddress, terms, timezone }: QuotingSettings): Letterhead {
  return { shopName, shopAddress, terms, timezone };
}
