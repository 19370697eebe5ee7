import { addDays, type LocalDate } from '../../platform/dates/index.js';

/** The part of the year in which a plan is due: whole months, or windows from one day to another, `MM-DD`, both included. */
export interface Season {
  /** 1 to 12. */
  months: number[];
  /** `from` after `to`: over the turn of the year. */
  windows: { from: string; to: string }[];
}

/** Whether a date lies in the season; without a season every date does. */
export function inSeason(season: Season | null, date: LocalDate): boolean {
  if (season === null) return true;
  const day = date.slice(5);
  return (
    season.months.includes(Number(date.slice(5, 7))) ||
    season.windows.some(({ from, to }) => (from <= to ? from <= day && day <= to : day >= from || day <= to))
  );
}

/** The date itself if it is in the season, else the day on which the next season begins. */
export function intoSeason(season: Season | null, date: LocalDate): LocalDate {
  let day = date;
  // Eight years hold every day of the year there is, the 29th of February as well.
  for (let i = 0; i < 8 * 366 && !inSeason(season, day); i++) day = addDays(day, 1);
  return day;
}
