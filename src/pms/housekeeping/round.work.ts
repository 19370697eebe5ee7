import { Injectable } from '@nestjs/common';
import type { HousekeepingResult } from './daily-housekeeping-round.job.js';
import type { Night } from '../nights/night-runs.js';
import { HotelPolicyRepository } from '../hotel-policy/hotel-policy.repository.js';
import { balance } from './balance.js';
import { planRound, type PlannedTask } from './round-plan.js';
import { RoundRepository, type RoundTask } from './round.repository.js';
import { minutesBy } from './task-minutes.js';

/**
 * A hotel's round of a date: compares what each room needs with the tasks that exist. A second round changes only what has changed;
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
    const byHand = await this.round.cancelledByHand(hotel.id, date);
    const refused = new Set(byHand.map(({ roomId, type }) => `${roomId} ${type}`));
    const isRefused = ({ roomId, type }: PlannedTask) => refused.has(`${roomId} ${type}`);
    const { create: missing, cancel, urgent, warnings } = compare(planned, before);
    const create = missing.filter((task) => !isRefused(task));
    const notWanted = missing
      .filter(isRefused)
      .map(({ roomId, room }) => ({ roomId, room, reason: 'CANCELLED' as const }));
    await this.round.cancel(cancel.map(({ id }) => id));
    await this.round.setUrgency(urgent);
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
      skipped: [...skipped, ...notWanted],
      warnings,
    };
  }

  /** Gives tasks without an attendant to attendants who have time; answers all tasks of the date as they are then. */
  private async share(hotelId: number, date: Night['date']): Promise<RoundTask[]> {
    const workers = await this.round.workers(hotelId, date);
    const here = new Set(workers.map(({ id }) => id));
    const isLeft = ({ state, attendantId }: RoundTask) =>
      state === 'open' && attendantId !== null && !here.has(attendantId);
    const seen = await this.round.tasks(hotelId, date);
    await this.round.unassign(seen.filter(isLeft).map(({ id }) => id));
    const tasks = seen.map((task) => (isLeft(task) ? { ...task, attendantId: null } : task));
    const free = tasks.filter(({ state, attendantId }) => state === 'open' && attendantId === null);
    const given = balance(free, workers);
    const assigned = new Map(
      free.flatMap(({ id }, index) => (given[index] === null ? [] : [[id, given[index]!] as const])),
    );
    await this.round.assign([...assigned].map(([id, attendantId]) => ({ id, attendantId })));
    return tasks.map((task) => ({ ...task, attendantId: assigned.get(task.id) ?? task.attendantId }));
  }
}

/**
 * Tasks to be made, cancelled or made more urgent, and those that cannot be changed because somebody has begun them. A
 * finished task is not changed: a room that needs something else by now gets a new one.
 */
export function compare(planned: readonly PlannedTask[], before: readonly RoundTask[]) {
  const wanted = new Map(planned.map((task) => [task.roomId, task]));
  const fits = (task: RoundTask) => wanted.get(task.roomId)?.type === task.type;
  // What a person made or gave a priority, or a guest left who changed rooms, is no business of the round.
  const own = before.filter(({ source }) => source === 'round');
  const cancel = own.filter((task) => task.state === 'open' && !fits(task));
  const begun = own.filter((task) => task.state === 'started' && !fits(task));
  const kept = new Set([...before.filter(fits), ...begun].map(({ roomId }) => roomId));
  const urgent = own
    .filter((task) => task.state === 'open' && fits(task) && wanted.get(task.roomId)!.priority !== task.priority)
    .map(({ id, roomId }) => ({ id, priority: wanted.get(roomId)!.priority }));
  const warnings = begun.map(({ room, type, roomId }) => {
    const now = wanted.get(roomId)?.type ?? 'nothing';
    return `Room ${room}: the ${type} has been started, but the room now needs ${now}`;
  });
  return { create: planned.filter(({ roomId }) => !kept.has(roomId)), cancel, urgent, warnings };
}
