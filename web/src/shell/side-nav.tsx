import { NAV_GROUPS } from '../app/page';
import type { NavPage } from '../app/pages';
import { Link } from '../kit/link';

export function SideNav({ pages }: { pages: readonly NavPage[] }) {
  return (
    <nav className="side-nav" aria-label="Pages of the console">
      {NAV_GROUPS.map((group) => ({ group, entries: pages.filter(({ nav }) => nav.group === group) }))
        .filter(({ entries }) => entries.length > 0)
        .map(({ group, entries }) => (
          <div key={group} className="side-group">
            <p className="side-title">{group}</p>
            {entries.map(({ path, nav: { icon: Icon, label } }) => (
              <Link
                key={path}
                to={path}
                className="side-link"
                title={label}
                // One page is under another in the address: only the one that is shown is marked.
                activeOptions={{ exact: path === '/' || pages.some((other) => other.path.startsWith(`${path}/`)) }}
              >
                <Icon size={16} aria-hidden />
                <span>{label}</span>
              </Link>
            ))}
          </div>
        ))}
    </nav>
  );
}
