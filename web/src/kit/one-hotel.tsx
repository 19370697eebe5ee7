import type { ReactNode } from 'react';
import { useQuery } from '@tanstack/react-query';
import { type Hotel, hotelsQuery, useChosenHotel } from '../api/hotels';
import { Button } from './button';
import { Empty } from './empty';
import { useHotelOfAddress } from './hotel-of-address';
import { Loaded } from './loaded';
import { PageHead } from './page-head';

/** For a page that is about one hotel: that of its address, the one chosen above, the only one there is, or a choice in place of the page. */
export function OneHotel({ title, children }: { title: string; children: (hotel: Hotel) => ReactNode }) {
  const query = useQuery(hotelsQuery);
  const [, choose] = useChosenHotel();
  const { hotelId, hotel: chosen } = useHotelOfAddress();
  const hotel = chosen ?? (query.data?.length === 1 && hotelId === undefined ? query.data[0] : undefined);
  if (hotel) return children(hotel);
  return (
    <div className="page">
      <PageHead title={title} />
      <Loaded query={query}>
        {(hotels) =>
          hotels.length === 0 ? (
            <Empty title="There are no hotels yet" />
          ) : (
            <Empty title="Which hotel?">
              <p>This page shows one hotel at a time.</p>
              <div className="row" style={{ justifyContent: 'center' }}>
                {hotels.map(({ id, name }) => (
                  <Button key={id} onClick={() => choose(id)}>
                    <bdi>{name}</bdi>
                  </Button>
                ))}
              </div>
            </Empty>
          )
        }
      </Loaded>
    </div>
  );
}
