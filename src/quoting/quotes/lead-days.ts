/** All parts go together: the longest of their lead times, working days; null when that of one of them is not known. */
export function longestLead(tiers: readonly { leadDays: number | null }[]): number | null {
  const known = tiers.flatMap(({ leadDays }) => (leadDays === null ? [] : [leadDays]));
  return known.length < tiers.length || known.length === 0 ? null : Math.max(...known);
}

export function workingDaysText(days: number): string {
  return `${days} working ${days === 1 ? 'day' : 'days'}`;
}
