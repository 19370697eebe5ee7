import { invalid } from '../../platform/errors/app-error.js';
import type { PartState } from './part-reader.js';
import type { ItemRow } from './quote-row.js';
import type { QuoteItemRequest } from './quotes-requests.dto.js';

type Asked = Pick<QuoteItemRequest, 'quantity' | 'quantities'>;

/** The quantities of an item, as they were given in one of two ways. @throws AppError VALIDATION_FAILED naming the path */
export function quantitiesOf({ quantity, quantities }: Asked, path = 'quantities'): number[] {
  if ((quantity === undefined) === (quantities === undefined))
    throw invalid(path, 'Give either quantity or quantities');
  return quantities ?? [quantity!];
}

/**
 * A price by hand stays with an item that is made as before: of the same part in the same way, in the same quantities, at the same place.
 * Of one that is made otherwise it is gone, because it was agreed on for something else.
 */
export function withManualPrices(items: readonly ItemRow[], before: readonly ItemRow[]): ItemRow[] {
  return items.map((item) => {
    const former = before.find(({ position }) => position === item.position);
    return former && howMade(former) === howMade(item) ? { ...item, manual: former.manual } : item;
  });
}

function howMade({ fileId, process, material, finish, leadTime, quantities }: ItemRow): string {
  return JSON.stringify([fileId, process, material, finish, leadTime, quantities]);
}

/** Items as they are kept, numbered from 1. @throws AppError VALIDATION_FAILED */
export function itemsOf(requests: readonly QuoteItemRequest[], parts: ReadonlyMap<string, PartState>): ItemRow[] {
  return requests.map((item, index) => ({
    position: index + 1,
    fileId: item.fileId,
    fileName: parts.get(item.fileId)!.name,
    process: item.process,
    material: item.material,
    finish: item.finish ?? null,
    leadTime: item.leadTime ?? null,
    quantities: quantitiesOf(item, `items.${index}.quantities`),
    manual: null,
  }));
}
