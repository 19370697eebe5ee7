import { useEffect, useRef } from 'react';
import { useChosenHotel, useHotels } from '../../api/hotels';

/**
 * The hotel chosen in the top bar as part of the address, so that a copied address shows the same jobs: whichever of the two changes,
 * the other follows. An address without a hotel takes the one that is chosen.
 */
export function useHotelOfAddress(address: number, write: (hotel: number) => void): number | undefined {
  const [hotel, choose] = useChosenHotel();
  const known = useHotels().length > 0;
  const chosen = hotel?.id ?? 0;
  const before = useRef<{ address: number; chosen: number }>(undefined);
  useEffect(() => {
    if (!known) return;
    const last = before.current;
    before.current = { address, chosen };
    if (address === chosen) return;
    if (last ? last.address !== address : address > 0) choose(address || undefined);
    else write(chosen);
  }, [known, address, chosen, choose, write]);
  return address || hotel?.id;
}
