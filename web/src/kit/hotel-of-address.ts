import { useEffect, useRef } from 'react';
import { useNavigate } from '@tanstack/react-router';
import { type Hotel, useChosenHotel, useHotels } from '../api/hotels';
import { integer, useUrlState } from '../lib/url-state';

const ADDRESS = { hotel: integer(0) };

/**
 * The hotel chosen in the top bar as part of the page's address, so that a copied address shows the same in another browser: whichever of
 * the two changes, the other follows. An address without a hotel takes the one that is chosen. Its id is known before the hotels are.
 */
export function useHotelOfAddress(): { hotelId: number | undefined; hotel: Hotel | undefined } {
  const [{ hotel: written }] = useUrlState(ADDRESS);
  const [chosen, choose] = useChosenHotel();
  const hotels = useHotels();
  const navigate = useNavigate();
  const known = hotels.length > 0;
  const ofAddress = hotels.find(({ id }) => id === written);
  // One that is not the person's (any more) is none.
  const address = known ? (ofAddress?.id ?? 0) : written;
  const wanted = chosen?.id ?? 0;
  const before = useRef<{ address: number; wanted: number }>(undefined);
  useEffect(() => {
    if (!known) return;
    const last = before.current;
    before.current = { address, wanted };
    if (address === wanted) return;
    if (address > 0 && last?.address !== address) return choose(address);
    void navigate({
      to: '.',
      search: (search: Record<string, unknown>) => ({
        ...search,
        hotel: wanted || undefined,
        // Where somebody was in the list of the hotel before is no place of this one's.
        ...(last && last.wanted !== wanted && { offset: undefined, cursor: undefined }),
      }),
      replace: true,
      resetScroll: false,
    } as never);
  }, [known, address, wanted, choose, navigate]);
  const hotel = ofAddress ?? chosen;
  return { hotelId: address || chosen?.id, hotel };
}
