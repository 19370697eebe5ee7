import { ChevronLeft, ChevronRight } from 'lucide-react';
import { countText } from '../../lib/money';
import { Button } from '../button';

/** Which rows of how many are shown, and the way to the others. */
export function Pager({
  offset,
  limit,
  total,
  onOffset,
}: {
  offset: number;
  limit: number;
  total: number;
  onOffset: (offset: number) => void;
}) {
  if (total === 0) return null;
  const last = Math.min(total, offset + limit);
  return (
    <nav className="pager" aria-label="Pages">
      <span className="num muted">
        {countText(offset + 1)}–{countText(last)} of {countText(total)}
      </span>
      <Button
        icon={ChevronLeft}
        aria-label="Previous page"
        disabled={offset === 0}
        onClick={() => onOffset(Math.max(0, offset - limit))}
      />
      <Button
        icon={ChevronRight}
        aria-label="Next page"
        disabled={last >= total}
        onClick={() => onOffset(offset + limit)}
      />
    </nav>
  );
}
