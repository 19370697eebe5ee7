import type { ComponentProps, MouseEvent } from 'react';
import { useRouter } from '@tanstack/react-router';

/**
 * A way to another page of the console for where there are hundreds of them: rows of a table, cells of a board. A real link, as `Link` is.
 * `Link` follows the router's state, which costs more than all else that a row draws.
 */
export function PlainLink({ href, ...rest }: ComponentProps<'a'> & { href: string }) {
  const router = useRouter();
  const go = (event: MouseEvent) => {
    const elsewhere = event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey;
    if (event.defaultPrevented || elsewhere) return;
    event.preventDefault();
    void router.navigate({ href });
  };
  // The page's script is loaded while the pointer is still on its way to the button.
  const ready = () => void router.preloadRoute({ to: href.replace(/[?#].*/, '') }).catch(() => undefined);
  return <a {...rest} href={href} onClick={go} onPointerEnter={ready} />;
}
