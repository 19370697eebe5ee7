import { type ReactNode, useRef } from 'react';
import { Dialog as Base } from '@base-ui/react/dialog';
import { X } from 'lucide-react';

const FIELDS = 'input:not([type=hidden]), select, textarea, [role=combobox]';

/** Its first field, or the button that leaves all as it is; a cross to close it is no place to begin. */
function firstOf(popup: HTMLElement | null, keep: boolean): HTMLElement | undefined {
  const field = keep ? null : popup?.querySelector<HTMLElement>(FIELDS);
  return field ?? popup?.querySelector<HTMLElement>('.dialog-actions button') ?? undefined;
}

/** A dialog over the page, or `side`: a drawer at its right edge. Escape and the backdrop close it, unless `firm`. */
export function Dialog({
  open,
  onClose,
  title,
  children,
  wide = false,
  side = false,
  keep = false,
  firm = false,
}: {
  open: boolean;
  onClose: () => void;
  title: string;
  children: ReactNode;
  wide?: boolean;
  side?: boolean;
  /** What it does cannot be taken back: the focus is on the button that leaves all as it is. */
  keep?: boolean;
  /** What it shows is gone for good when it closes: neither Escape nor a click beside it does that, but a button with its verb. */
  firm?: boolean;
}) {
  const popup = useRef<HTMLDivElement>(null);
  return (
    <Base.Root open={open} onOpenChange={(next) => !next && !firm && onClose()} disablePointerDismissal={firm}>
      <Base.Portal>
        <Base.Backdrop className="backdrop" />
        <Base.Popup
          ref={popup}
          initialFocus={() => firstOf(popup.current, keep) ?? true}
          className={side ? 'drawer' : `dialog${wide ? ' dialog-wide' : ''}`}
        >
          <div className="dialog-head">
            <Base.Title className="dialog-title">{title}</Base.Title>
            {!firm && (
              <Base.Close className="button button-quiet button-icon" aria-label="Close">
                <X size={16} aria-hidden />
              </Base.Close>
            )}
          </div>
          {children}
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}
