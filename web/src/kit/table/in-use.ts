import { type FocusEvent, type PointerEvent, useState } from 'react';

/**
 * Whether the pointer or the focus is in an element: while it is, rows there keep their places; else what is new is shown at once, also
 * to nobody but a screen on the wall. The second value goes onto the element.
 */
export function useInUse() {
  const [isUsed, setIsUsed] = useState(false);
  const watch = {
    onPointerEnter: () => setIsUsed(true),
    onPointerLeave: ({ currentTarget }: PointerEvent<HTMLElement>) =>
      setIsUsed(currentTarget.contains(document.activeElement)),
    onFocus: () => setIsUsed(true),
    onBlur: ({ currentTarget, relatedTarget }: FocusEvent<HTMLElement>) =>
      setIsUsed(currentTarget.contains(relatedTarget) || currentTarget.matches(':hover')),
  };
  return [isUsed, watch] as const;
}
