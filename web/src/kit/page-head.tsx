import { useEffect, useRef, type ReactNode } from 'react';
import { useLocation } from '@tanstack/react-router';

/** No page has been shown yet: a browser begins at the top by itself. */
let isFirst = true;

/** Heading of a page, its actions, and the browser's title. After a change of page the focus is on it (WCAG 2.4.3). */
export function PageHead({ title, children, sub }: { title: string; sub?: ReactNode; children?: ReactNode }) {
  const heading = useRef<HTMLHeadingElement>(null);
  const { pathname } = useLocation();
  useEffect(() => {
    document.title = `${title} · Nightshift`;
  }, [title]);
  useEffect(() => {
    const first = isFirst;
    isFirst = false;
    // Not where the page has put the focus itself, e.g. into its first field. What had it on the page before has gone.
    if (first || document.activeElement?.closest('#main, [role=dialog], [role=alertdialog]')) return;
    heading.current?.focus({ preventScroll: true });
  }, [pathname]);
  return (
    <header className="page-head">
      <div className="page-title">
        <h1 ref={heading} tabIndex={-1}>
          {title}
        </h1>
        {sub !== undefined && <div className="muted">{sub}</div>}
      </div>
      {children !== undefined && <div className="page-actions">{children}</div>}
    </header>
  );
}
