import { useEffect, useRef } from 'react';
import { useLocation } from '@tanstack/react-router';
import { Link } from '../../kit/link';
import { viewerZone } from '../../lib/time';
import styles from './catchup.module.css';
import { useMyZone } from './my-time';

const AREAS = [
  ['/catchup', 'Week'],
  ['/catchup/suggestions', 'Suggestions'],
  ['/catchup/people', 'People'],
  ['/catchup/calendars', 'Calendars'],
  ['/catchup/messages', 'Messages'],
  ['/catchup/preferences', 'Preferences'],
] as const;

/** The parts of CatchUp, each at an address of its own, and by which clock their hours are. */
export function Areas() {
  const { pathname } = useLocation();
  const here = AREAS.findLast(([path]) => pathname === path || pathname.startsWith(`${path}/`))?.[0];
  const zone = useMyZone();
  const nav = useRef<HTMLElement>(null);
  // On a phone not all of them are in sight.
  useEffect(() => {
    nav.current?.querySelector('[aria-current=page]')?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [here]);
  return (
    <div className={styles.areas}>
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
      <p className="muted">
        {/* A blank keeps the place of what comes in a moment. */}
        {zone === undefined ? '\u00a0' : `Times are on your clock, ${zone}`}
        {zone !== undefined && zone !== viewerZone() && <> · this browser is in {viewerZone()}</>}
      </p>
    </div>
  );
}
