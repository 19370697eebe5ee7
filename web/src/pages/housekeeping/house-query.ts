import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { api, bodyOf, type Schema } from '../../api/client';

export type Task = Schema<'TaskResponse'>;
export type Attendant = Schema<'AttendantResponse'>;

const PAGE = 200;
const EVERY_MS = 20_000;

/** All tasks of a day of a hotel. */
export function tasksQuery(hotelId: number, date: string) {
  return queryOptions({
    queryKey: ['housekeeping', 'tasks', hotelId, date],
    queryFn: async ({ signal }) => {
      const tasks: Task[] = [];
      for (;;) {
        const query = { hotelId, date, limit: PAGE, offset: tasks.length };
        const page = await bodyOf(api.GET('/api/v1/housekeeping/tasks', { params: { query }, signal }));
        tasks.push(...page.tasks);
        if (page.tasks.length < PAGE || tasks.length >= page.total) return tasks;
      }
    },
    placeholderData: keepPreviousData,
    refetchInterval: EVERY_MS,
  });
}

export function attendantsQuery(hotelId: number) {
  return queryOptions({
    queryKey: ['housekeeping', 'attendants', hotelId],
    queryFn: async ({ signal }) => {
      const query = { hotelId };
      return (await bodyOf(api.GET('/api/v1/housekeeping/attendants', { params: { query }, signal }))).attendants;
    },
    staleTime: 60_000,
  });
}

export function shiftsQuery(hotelId: number, date: string) {
  return queryOptions({
    queryKey: ['housekeeping', 'shifts', hotelId, date],
    queryFn: async ({ signal }) => {
      const query = { hotelId, from: date, to: date };
      const { shifts } = await bodyOf(api.GET('/api/v1/housekeeping/shifts', { params: { query }, signal }));
      return new Map(shifts.map(({ attendantId, capacityMinutes }) => [attendantId, capacityMinutes]));
    },
    staleTime: 60_000,
  });
}

export const isOver = ({ state }: Pick<Task, 'state'>): boolean => !['open', 'started'].includes(state);

const RANK = { started: 0, open: 1, failed: 2, done: 3, cancelled: 4 };

/** What is under way, then what is open by its urgency, then what is over. */
export const byUrgency = (a: Task, b: Task): number =>
  RANK[a.state] - RANK[b.state] ||
  a.priority - b.priority ||
  a.room.localeCompare(b.room, undefined, { numeric: true });

/** Minutes of work that count against a shift. */
export const minutesOf = (tasks: readonly Task[]): number =>
  tasks.reduce((sum, { minutes, state }) => (state === 'cancelled' ? sum : sum + minutes), 0);
