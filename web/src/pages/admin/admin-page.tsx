import { type ReactNode, useEffect, useRef } from 'react';
import { useMe } from '../../api/session';
import { Link } from '../../kit/link';
import { PageHead } from '../../kit/page-head';
import { sectionsOf } from './sections';

/** A page of the administration: the ways to the others, its head, its content. `fill`: as high as the window. */
export function AdminPage({
  title,
  sub,
  actions,
  fill = false,
  children,
}: {
  title: string;
  sub?: ReactNode;
  actions?: ReactNode;
  fill?: boolean;
  children: ReactNode;
}) {
  const sections = sectionsOf(useMe().user.role);
  const nav = useRef<HTMLElement>(null);
  // On a phone the ways are wider than the window.
  useEffect(() => {
    // In braces: some browsers answer a promise, which React would call as what undoes the effect.
    nav.current?.querySelector('[aria-current]')?.scrollIntoView({ inline: 'nearest', block: 'nearest' });
  }, []);
  return (
    <div className={`page${fill ? ' page-fill' : ''}`}>
      <nav ref={nav} className="tabs" aria-label="Administration" style={{ flex: 'none' }}>
        {sections.map(({ path, label }) => (
          <Link key={path} to={path} className="tab">
            {label}
          </Link>
        ))}
      </nav>
      <PageHead title={title} sub={sub}>
        {actions}
      </PageHead>
      {children}
    </div>
  );
}
