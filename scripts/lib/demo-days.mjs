const DAY_MS = 86_400_000;
const at = (date) => Date.parse(`${date}T00:00:00Z`);
const text = (ms) => new Date(ms).toISOString().slice(0, 10);

/** Calendar dates as YYYY-MM-DD, without zones. */
export const addDays = (date, days) => text(at(date) + days * DAY_MS);
export const nightsBetween = (from, to) => (at(to) - at(from)) / DAY_MS;

/** The first day of the month so many months later. */
export function firstOfMonth(date, months) {
  const [year, month] = date.split('-').map(Number);
  return text(Date.UTC(year, month - 1 + months, 1));
}

/** Today's date in a zone. */
export const todayIn = (timeZone) => new Intl.DateTimeFormat('sv-SE', { timeZone }).format(new Date());
