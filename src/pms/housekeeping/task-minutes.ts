import { DEFAULT_MINUTES, type TaskType } from './round-plan.js';
import type { HkRule } from './round.repository.js';

/** The category's minutes, else the hotel's, else the built-in ones. */
export function minutesBy(rules: readonly HkRule[]): (type: TaskType, roomCategoryId: number) => number {
  const known = new Map(rules.map((rule) => [`${rule.roomCategoryId ?? ''} ${rule.taskType}`, rule.minutes]));
  return (type, roomCategoryId) =>
    known.get(`${roomCategoryId} ${type}`) ?? known.get(` ${type}`) ?? DEFAULT_MINUTES[type];
}
