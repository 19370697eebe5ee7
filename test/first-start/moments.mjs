const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/**
 * Full hours that a first start passes while it goes on, UTC ms, each with its name. They lie in the months after now, so
 * that a database of today could live to see them.
 */
export function allMoments(now) {
  const noon = Math.floor(now / DAY) * DAY + 3 * DAY;
  const hours = Array.from({ length: 12 }, (_, index) => ({
    name: `${String(2 * index).padStart(2, '0')}:00 UTC`,
    at: noon + 2 * index * HOUR,
  }));
  return [...hours, ...specialMoments(now), { name: '29 February', at: leapDay(now) + 11 * HOUR }];
}

/** When clocks are changed at the demo's hotels (Lisbon and Madrid; New York), and the turn of the year at two of them. */
export function specialMoments(now) {
  const year = new Date(now).getUTCFullYear();
  return [
    { name: 'New Year in Lisbon', at: Date.UTC(year + 1, 0, 1) },
    { name: 'clocks go back in Europe', at: sunday(year + 1, 9, 'last') + HOUR },
    { name: 'clocks go forward in Europe', at: sunday(year + 1, 2, 'last') + HOUR },
    { name: 'New Year in New York', at: Date.UTC(year + 1, 0, 1, 5) },
    { name: 'clocks go back in New York', at: sunday(year + 1, 10, 1) + 6 * HOUR },
    { name: 'clocks go forward in New York', at: sunday(year + 1, 2, 2) + 7 * HOUR },
  ];
}

/** Midnight UTC of the n-th, or the last, Sunday of a month (0..11). */
function sunday(year, month, which) {
  const first = Date.UTC(year, month, 1);
  const days = (7 - new Date(first).getUTCDay()) % 7;
  if (which !== 'last') return first + (days + 7 * (which - 1)) * DAY;
  const end = Date.UTC(year, month + 1, 0);
  return end - new Date(end).getUTCDay() * DAY;
}

function leapDay(now) {
  let year = new Date(now).getUTCFullYear() + 1;
  while (new Date(Date.UTC(year, 1, 29)).getUTCMonth() !== 1) year++;
  return Date.UTC(year, 1, 29);
}
