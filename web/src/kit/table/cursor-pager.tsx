import { ChevronFirst, ChevronLeft, ChevronRight } from 'lucide-react';
import { countText } from '../../lib/money';
import { Button } from '../button';

/** The way through a list that is read from a place on: how many rows are shown of how many, and what comes before and after. */
export function CursorPager({
  shown,
  total,
  more,
  first,
  previous,
  next,
  onCursor,
}: {
  shown: number;
  total: number;
  /** There are more than `total`. */
  more: boolean;
  /** This is where the list begins. */
  first: boolean;
  previous: string | null;
  next: string | null;
  /** An empty text: where the list begins. */
  onCursor: (cursor: string) => void;
}) {
  if (total === 0) return null;
  return (
    <nav className="pager" aria-label="Pages">
      <span className="num muted">
        {first ? `1–${countText(shown)}` : countText(shown)} of {countText(total)}
        {more && '+'}
      </span>
      <Button icon={ChevronFirst} aria-label="First page" disabled={first} onClick={() => onCursor('')} />
      <Button
        icon={ChevronLeft}
        aria-label="Previous page"
        disabled={previous === null}
        onClick={() => onCursor(previous ?? '')}
      />
      <Button
        icon={ChevronRight}
        aria-label="Next page"
        disabled={next === null}
        onClick={() => onCursor(next ?? '')}
      />
    </nav>
  );
}
