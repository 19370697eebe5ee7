import { daysBetween, type LocalDate } from '../../platform/dates/index.js';
import type { RoomCondition } from '../room-states/room-states.repository.js';

export const TASK_TYPES = ['departure', 'stayover', 'refresh', 'inspection', 'turndown', 'deep'] as const;
export type TaskType = (typeof TASK_TYPES)[number];

/** A room on the morning of a date. */
export interface RoomOnDate {
  roomId: number;
  number: string;
  roomCategoryId: number;
  section: string | null;
  condition: RoomCondition;
  /** Last date it was cleaned or used; null when none was noted. */
  cleanedOn: LocalDate | null;
  outOfOrder: boolean;
  /** On the date, the guest of last night departs, stays on, or a new guest arrives. */
  departs: boolean;
  stays: boolean;
  arrives: boolean;
  /** The guest who stays asked not to have the room cleaned. */
  noService: boolean;
  doNotDisturb: boolean;
}

export interface PlannedTask {
  roomId: number;
  room: string;
  section: string | null;
  type: TaskType;
  minutes: number;
  /** 1 comes first: a room for which a guest waits. */
  priority: number;
  doNotDisturb: boolean;
}

export interface SkippedRoomPlan {
  roomId: number;
  room: string;
  /** CANCELLED: a person has cancelled its task. */
  reason: 'OPTED_OUT' | 'OUT_OF_ORDER' | 'CANCELLED';
}

/** Minutes of a task where neither category nor hotel say otherwise. */
export const DEFAULT_MINUTES: Record<TaskType, number> = {
  departure: 40,
  stayover: 20,
  refresh: 20,
  inspection: 10,
  turndown: 10,
  deep: 120,
};

/**
 * What each room needs on a date: a departing room always the departure clean, a dirty vacant one the same, a guest who
 * stays a stayover unless opted out, a vacant clean room a refresh after so many days; one out of order nothing.
 * (rules pms B.2 Housekeeping, B1)
 */
export function planRound(
  rooms: readonly RoomOnDate[],
  date: LocalDate,
  options: { refreshDays: number; minutesOf(type: TaskType, roomCategoryId: number): number },
): { tasks: PlannedTask[]; skipped: SkippedRoomPlan[] } {
  const tasks: PlannedTask[] = [];
  const skipped: SkippedRoomPlan[] = [];
  for (const room of rooms) {
    const skip = (reason: SkippedRoomPlan['reason']) =>
      skipped.push({ roomId: room.roomId, room: room.number, reason });
    if (room.outOfOrder) skip('OUT_OF_ORDER');
    else if (!room.departs && room.stays && room.noService) skip('OPTED_OUT');
    else {
      const type = need(room, date, options.refreshDays);
      if (!type) continue;
      tasks.push({
        roomId: room.roomId,
        room: room.number,
        section: room.section,
        type,
        minutes: options.minutesOf(type, room.roomCategoryId),
        priority: priorityOf(type, room),
        doNotDisturb: room.doNotDisturb && (room.stays || room.departs),
      });
    }
  }
  return { tasks, skipped };
}

function need(room: RoomOnDate, date: LocalDate, refreshDays: number): TaskType | undefined {
  if (room.departs) return 'departure';
  if (room.stays) return 'stayover';
  if (room.condition === 'dirty') return 'departure';
  const idle = room.cleanedOn === null ? 0 : daysBetween(room.cleanedOn, date);
  return idle >= refreshDays ? 'refresh' : undefined;
}

function priorityOf(type: TaskType, { arrives }: RoomOnDate): number {
  if (arrives) return 1;
  return { departure: 2, stayover: 3, refresh: 4, inspection: 2, turndown: 5, deep: 5 }[type];
}
