import { Injectable } from '@nestjs/common';
import type { HousekeepingResult } from '../jobs/daily-housekeeping-round.job.js';
import type { Night } from '../nights/night-runs.js';
import { HotelPolicyRepository } from '../set-up/hotel-policy.repository.js';
import { balance } from './balance.js';
import { DEFAULT_MINUTES, planRound, type PlannedTask, type TaskType } from './round-plan.js';
import { type HkRule, RoundRepository, type RoundTask } from './round.repository.js';

/**
 * A hotel's round of a date: what each room needs against what is there. A second round changes only what has changed;
 * work that was begun is never taken from anybody. (rules pms B.2 Housekeeping, B1…B4)
 */
@Injectable()
export class RoundWork {
  constructor(
    private readonly policies: HotelPolicyRepository,
    private readonly round: RoundRepository,
  ) {}

  async run({ hotel, date }: Night): Promise<HousekeepingResult> {
    const { refreshDays } = await this.policies.get(hotel.id);
    const minutesOf = minutesBy(await this.round.rules(hotel.id));
    const rooms = await this.round.rooms(hotel.id, date);
    const before = await this.round.tasks(hotel.id, date);
    const { tasks: planned, skipped } = planRound(rooms, date, { refreshDays, minutesOf });
    const { create, cancel, warnings } = compare(planned, before);
    await this.round.cancel(cancel.map(({ id }) => id));
    await this.round.insert(hotel.id, date, create);
    const assigned = await this.share(hotel.id, date);
    const open = assigned.filter(({ attendantId }) => attendantId === null);
    const sum = (tasks: readonly RoundTask[]) => tasks.reduce((total, { minutes }) => total + minutes, 0);
    const priority: Record<string, number> = {};
    for (const task of assigned) priority[task.priority] = (priority[task.priority] ?? 0) + 1;
    return {
      hotelId: hotel.id,
      date,
      tasks: assigned.length,
      tasksCreated: create.length,
      tasksCancelled: cancel.length,
      tasksAssigned: assigned.length - open.length,
      overflow: open.length,
      minutes: sum(assigned),
      overflowMinutes: sum(open),
      priority,
      skipped,
      warnings,
    };
  }

  /** Gives tasks that have nobody to those who have time; answers all tasks of the date as they then stand. */
  private async share(hotelId: number, date: Night['date']): Promise<RoundTask[]> {
    const tasks = await this.round.tasks(hotelId, date);
    const free = tasks.filter(({ state, attendantId }) => state === 'open' && attendantId === null);
    const given = balance(free, await this.round.workers(hotelId, date));
    const assigned = new Map(
      free.flatMap(({ id }, index) => (given[index] === null ? [] : [[id, given[index]!] as const])),
    );
    await this.round.assign([...assigned].map(([id, attendantId]) => ({ id, attendantId })));
    return tasks.map((task) => ({ ...task, attendantId: assigned.get(task.id) ?? task.attendantId }));
  }
}

/** What is to be made and taken back, and what cannot be because somebody is at it. */
function compare(planned: readonly PlannedTask[], before: readonly RoundTask[]) {
  const wanted = new Map(planned.map((task) => [task.roomId, task]));
  const changed = before.filter((task) => wanted.get(task.roomId)?.type !== task.type);
  const cancel = changed.filter(({ state }) => state === 'open');
  const kept = new Set(before.filter((task) => !cancel.includes(task)).map(({ roomId }) => roomId));
  const warnings = changed
    .filter(({ state }) => state === 'started')
    .map(({ room, type, roomId }) => {
      const now = wanted.get(roomId)?.type ?? 'nothing';
      return `Room ${room}: the ${type} has been started, but the room now needs ${now}`;
    });
  return { create: planned.filter(({ roomId }) => !kept.has(roomId)), cancel, warnings };
}

/** The category's minutes, else the hotel's, else the built-in ones. */
function minutesBy(rules: readonly HkRule[]): (type: TaskType, roomCategoryId: number) => number {
  const known = new Map(rules.map((rule) => [`${rule.roomCategoryId ?? ''} ${rule.taskType}`, rule.minutes]));
  return (type, roomCategoryId) =>
    known.get(`${roomCategoryId} ${type}`) ?? known.get(` ${type}`) ?? DEFAULT_MINUTES[type];
}
