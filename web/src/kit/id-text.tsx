import { Copy } from 'lucide-react';
import { copyText } from '../lib/clipboard';
import { useTell } from './toast';

/** An id cut in the middle, which a click copies whole. */
export function IdText({ id, whole = false }: { id: string; whole?: boolean }) {
  const tell = useTell();
  const shown = whole || id.length <= 14 ? id : `${id.slice(0, 6)}…${id.slice(-6)}`;
  return (
    <button
      type="button"
      className="id-text"
      title={`Copy ${id}`}
      onClick={(event) => {
        event.preventDefault();
        void copyText(id).then((copied) => tell.done(copied ? 'Copied' : 'Copy it from here', id));
      }}
    >
      <span className="sr">Copy id </span>
      <code>{shown}</code>
      <Copy size={12} aria-hidden />
    </button>
  );
}
