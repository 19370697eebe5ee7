import { createContext, use, useMemo, type ReactNode } from 'react';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { setOwnLocale } from '../lib/locale';
import { useStored, writeStored } from '../lib/stored';
import { viewerZone } from '../lib/time';
import { api, bodyOf, type Schema } from './client';
import { useSession } from './session';

export type Hotel = Schema<'HotelResponse'>;

const PAGE = 200;

export const hotelsQuery = queryOptions({
  queryKey: ['hotels'],
  queryFn: async (): Promise<Hotel[]> => {
    const hotels: Hotel[] = [];
    for (;;) {
      const query = { limit: PAGE, offset: hotels.length };
      const page = await bodyOf(api.GET('/api/v1/hotels', { params: { query } }));
      hotels.push(...page.hotels);
      if (page.hotels.length < PAGE || hotels.length >= page.total) return hotels;
    }
  },
  staleTime: 10 * 60_000,
});

interface Place {
  hotels: Hotel[];
  chosen: Hotel | undefined;
  zoneOf: (hotelId: number | null | undefined, zone?: string) => string;
  locale: string | undefined;
}

const PlaceContext = createContext<Place | undefined>(undefined);

/**
 * Hotels, zone and language for all that is below. They are found once, not once for each cell of a table that shows an instant or an
 * amount.
 */
export function PlaceProvider({ children }: { children: ReactNode }) {
  const session = useSession();
  const hotels = useQuery({ ...hotelsQuery, enabled: Boolean(session?.tenant) }).data;
  const [hotelId] = useStored('hotel');
  const [mine] = useStored('my-zone');
  const [storedLocale] = useStored('locale');
  const place = useMemo(() => {
    const all = hotels ?? [];
    const chosen = all.find(({ id }) => String(id) === hotelId);
    const zones = new Set(all.map(({ timezone }) => timezone));
    const shared = zones.size === 1 ? [...zones][0]! : viewerZone();
    const own = session?.preferences.timezone ?? viewerZone();
    const byId = new Map(all.map((hotel) => [hotel.id, hotel]));
    const locale = session?.preferences.locale ?? storedLocale ?? undefined;
    // Before anything below is drawn: most of what writes a number has no other way to know.
    setOwnLocale(locale);
    return {
      hotels: all,
      chosen,
      zoneOf: (id: number | null | undefined, zone?: string) =>
        mine === '1' ? own : (zone ?? (byId.get(id ?? 0) ?? chosen)?.timezone ?? shared),
      locale,
    };
  }, [hotels, hotelId, mine, storedLocale, session]);
  return <PlaceContext value={place}>{children}</PlaceContext>;
}

function usePlace(): Place {
  const place = use(PlaceContext);
  if (!place) throw new Error('There is no PlaceProvider above');
  return place;
}

/** The hotels of the person's tenant; empty until they are known, and for an operator, who has no tenant. */
export function useHotels(): Hotel[] {
  return usePlace().hotels;
}

export function useHotel(id: number | null | undefined): Hotel | undefined {
  return useHotels().find((hotel) => hotel.id === id);
}

/** The hotel chosen in the top bar; undefined: all of them. */
export function useChosenHotel(): [Hotel | undefined, (id: number | undefined) => void] {
  return [usePlace().chosen, chooseHotel];
}

const chooseHotel = (id: number | undefined) => writeStored('hotel', id === undefined ? null : String(id));

/**
 * The zone in which instants are shown: that of the hotel they belong to, else of the hotel chosen above, else of the only zone the
 * hotels have, else the viewer's own; always the viewer's own while "my zone" is switched on.
 * @param zone of what they belong to, where that has one of its own
 */
export function useZone(hotelId?: number | null, zone?: string): string {
  return usePlace().zoneOf(hotelId, zone);
}

/** The language of dates and numbers: the person's choice, else the browser's. */
export function useLocale(): string | undefined {
  return usePlace().locale;
}
