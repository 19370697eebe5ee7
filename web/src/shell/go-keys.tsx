import { useNavigate } from '@tanstack/react-router';
import type { NavPage } from '../app/pages';
import { useShortcut } from './keys';

/** `g` and a letter go to a page. */
export function GoKeys({ pages }: { pages: readonly NavPage[] }) {
  return pages.filter(({ nav }) => nav.key).map((page) => <GoKey key={page.path} page={page} />);
}

function GoKey({ page }: { page: NavPage }) {
  const navigate = useNavigate();
  useShortcut(`g ${page.nav.key}`, page.nav.label, () => void navigate({ to: page.path }), 'Go to');
  return null;
}
