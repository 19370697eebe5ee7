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
