import { useState } from 'react';
import { useLocale, useZone } from '../api/hotels';
import { ageText, clockText, instantText, viewerZone } from '../lib/time';

export interface InstantProps {
  /** ISO 8601; null and undefined are shown as a dash, with the reason as its title. */
  at: string | null | undefined;
  /** The hotel it belongs to, whose zone it is shown in. */
  hotelId?: number | null;
  /** Of what it belongs to, where that has one of its own: a schedule. */
  zone?: string;
  /** In this zone also while all others are shown in the person's own: where it stands in a plan of days that are of this zone. */
  only?: string;
  /** The hour alone, where the day is shown beside it. */
  clock?: boolean;
  seconds?: boolean;
  /** Also how long ago, after the instant. */
  age?: boolean;
  /** Why there is none. */
  none?: string;
}

/** An instant in the zone of its hotel, which is named; UTC, the viewer's zone and the age are in its title. */
export function Instant({ at, hotelId, zone, only, clock, seconds, age, none = 'Not yet' }: InstantProps) {
  const own = useZone(hotelId, zone);
  const locale = useLocale();
  // Four texts in three zones, of which nobody reads most: made when somebody points at it.
  const [pointedAt, setPointedAt] = useState<string>();
  if (!at) return <span title={none}>—</span>;
  const shown = only ?? own;
  return (
    <time
      dateTime={at}
      className="num"
      title={pointedAt === at ? titleOf(at, shown, locale) : undefined}
      onPointerEnter={() => setPointedAt(at)}
    >
      {clock ? clockText(at, shown, locale) : instantText(at, { zone: shown, locale, seconds })}
      {age && <span className="muted"> · {ageText(at)}</span>}
    </time>
  );
}

function titleOf(at: string, shown: string, locale: string | undefined): string {
  const long = (zone: string) => instantText(at, { zone, locale, seconds: true });
  return [...new Set([long(shown), long('UTC'), `${long(viewerZone())}, the zone of this browser`]), ageText(at)].join(
    '\n',
  );
}
