import type { ReactNode } from 'react';

/** Nothing to show, and why: there never was any, or nothing fits the filter (then `children` is a button that clears it). */
export function Empty({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <div className="empty">
      <p className="empty-title">{title}</p>
      {children}
    </div>
  );
}
