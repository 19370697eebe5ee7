import { useState } from 'react';
import { MoreHorizontal } from 'lucide-react';
import type { NavPage } from '../app/pages';
import { Dialog } from '../kit/dialog';
import { Link } from '../kit/link';

/** On a phone: four pages, and the others behind "More". */
const SHOWN = 4;

export function BottomNav({ pages }: { pages: readonly NavPage[] }) {
  const [more, setMore] = useState(false);
  const first = [...pages.filter(({ nav }) => nav.onPhone), ...pages.filter(({ nav }) => !nav.onPhone)].slice(0, SHOWN);
  return (
    <>
      <nav className="bottom-nav" aria-label="Pages">
        {first.map(({ path, nav: { icon: Icon, label } }) => (
          <Link key={path} to={path} activeOptions={{ exact: path === '/' }} className="bottom-link">
            <Icon size={18} aria-hidden />
            <span>{label}</span>
          </Link>
        ))}
        <button type="button" className="bottom-link" onClick={() => setMore(true)}>
          <MoreHorizontal size={18} aria-hidden />
          <span>More</span>
        </button>
      </nav>
      <Dialog open={more} onClose={() => setMore(false)} title="Pages">
        <div className="more-links">
          {pages.map(({ path, nav: { icon: Icon, label } }) => (
            <Link
              key={path}
              to={path}
              activeOptions={{ exact: path === '/' }}
              className="side-link"
              onClick={() => setMore(false)}
            >
              <Icon size={18} aria-hidden />
              <span>{label}</span>
            </Link>
          ))}
        </div>
      </Dialog>
    </>
  );
}
