import { useQuery } from '@tanstack/react-query';
import { Instant, type InstantProps } from '../../kit/instant';
import { viewerZone } from '../../lib/time';
import { preferencesQuery } from './preferences-query';

/**
 * The zone of her own preferences, undefined until they are known. CatchUp is of a person, so that the hotel chosen above and its zone
 * have nothing to say here. Where her preferences cannot be had it is the browser's.
 */
export function useMyZone(): string | undefined {
  const { data, isError } = useQuery(preferencesQuery);
  return data?.timezone ?? (isError ? viewerZone() : undefined);
}

/** An instant on her own clock, whose zone is named. */
export function MyInstant(props: Omit<InstantProps, 'hotelId' | 'zone' | 'only'>) {
  const zone = useMyZone();
  // Nothing for a moment, and not an hour that is another one a moment later.
  if (props.at && zone === undefined) return <span className="muted">…</span>;
  return <Instant {...props} only={zone} />;
}
