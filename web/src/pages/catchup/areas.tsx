import { useEffect, useRef } from 'react';
import { useLocation } from '@tanstack/react-router';
import { Link } from '../../kit/link';

const AREAS = [
  ['/catchup', 'Week'],
  ['/catchup/suggestions', 'Suggestions'],
  ['/catchup/people', 'People'],
  ['/catchup/calendars', 'Calendars'],
  ['/catchup/messages', 'Messages'],
  ['/catchup/preferences', 'Preferences'],
] as const;

/** The parts of CatchUp, each at an address of its own. */
export function Areas() {
  const { pathname } = useLocation();
  const here = AREAS.findLast(([path]) => pathname === path || pathname.startsWith(`${path}/`))?.[0];
  const nav = useRef<HTMLElement>(null);
  // On a phone not all of them are in sight.
  useEffect(() => {
    nav.current?.querySelector('[aria-current=page]')?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [here]);
  return (
    <nav ref={nav} className="tabs" aria-label="CatchUp">
      {AREAS.map(([path, label]) => (
        <Link
          key={path}
          to={path}
          activeOptions={{ exact: true, includeSearch: false }}
          className="tab"
          aria-current={path === here ? 'page' : undefined}
        >
          {label}
        </Link>
      ))}
    </nav>
  );
}
