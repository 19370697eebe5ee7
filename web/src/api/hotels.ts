import { queryOptions, useQuery } from '@tanstack/react-query';
import { readStored, useStored } from '../lib/stored';
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

/** The hotels of the person's tenant; empty until they are known, and for an operator, who has no tenant. */
export function useHotels(): Hotel[] {
  const session = useSession();
  return useQuery({ ...hotelsQuery, enabled: Boolean(session?.tenant) }).data ?? [];
}

export function useHotel(id: number | null | undefined): Hotel | undefined {
  return useHotels().find((hotel) => hotel.id === id);
}

/** The hotel chosen in the top bar; undefined: all of them. */
export function useChosenHotel(): [Hotel | undefined, (id: number | undefined) => void] {
  const [stored, store] = useStored('hotel');
  const hotels = useHotels();
  return [hotels.find(({ id }) => String(id) === stored), (id) => store(id === undefined ? null : String(id))];
}

/**
 * The zone in which instants are shown: that of the hotel they belong to, else of the hotel chosen above, else of the only zone the
 * hotels have, else the viewer's own; always the viewer's own while "my zone" is switched on.
 */
export function useZone(hotelId?: number | null): string {
  const hotels = useHotels();
  const [mine] = useStored('my-zone');
  const own = useSession()?.preferences.timezone ?? viewerZone();
  const [chosen] = useChosenHotel();
  if (mine === '1') return own;
  const hotel = hotels.find(({ id }) => id === hotelId) ?? chosen;
  if (hotel) return hotel.timezone;
  const zones = new Set(hotels.map(({ timezone }) => timezone));
  return zones.size === 1 ? [...zones][0]! : viewerZone();
}

/** The language of dates and numbers: the person's choice, else the browser's. */
export function useLocale(): string | undefined {
  const session = useSession();
  return session?.preferences.locale ?? readStored('locale') ?? undefined;
}
