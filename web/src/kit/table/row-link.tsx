import type { MouseEvent, ReactNode } from 'react';
import { useRouter } from '@tanstack/react-router';

/**
 * The link of a row: a real one, as `Link` is. `Link` follows the router's state, which costs more than the rest of a row when a long
 * list is scrolled; a row needs none of that.
 */
export function RowLink({ href, onFocus, children }: { href: string; onFocus: () => void; children: ReactNode }) {
  const router = useRouter();
  const go = (event: MouseEvent) => {
    const elsewhere = event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey;
    if (event.defaultPrevented || elsewhere) return;
    event.preventDefault();
    void router.navigate({ href });
  };
  return (
    <a
      href={href}
      className="table-link"
      onFocus={onFocus}
      onClick={go}
      onPointerEnter={() => void router.preloadRoute({ to: href.replace(/[?#].*/, '') }).catch(() => undefined)}
    >
      {children}
    </a>
  );
}
