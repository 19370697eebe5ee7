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
  return (
    <nav className="tabs" aria-label="CatchUp">
      {AREAS.map(([path, label]) => (
        <Link key={path} to={path} className="tab" aria-current={path === here ? 'page' : undefined}>
          {label}
        </Link>
      ))}
    </nav>
  );
}
