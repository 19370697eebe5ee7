import type { Cell, HotelNight, Night } from './tonight-query';

export interface Risk {
  cell: Cell;
  hotel: HotelNight;
}

/** What will not be done by its time, or is over it and not done, the earliest time first. */
export function atRisk(night: Night): Risk[] {
  return night.hotels
    .flatMap((hotel) => hotel.cells.filter((cell) => cell.atRisk).map((cell) => ({ cell, hotel })))
    .toSorted((a, b) => (a.cell.dueBy ?? '').localeCompare(b.cell.dueBy ?? ''));
}
