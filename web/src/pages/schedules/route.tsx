import { CalendarClock } from 'lucide-react';
import { definePage } from '../../app/page';

// A schedule belongs to a tenant, and an operator has none.
const roles = ['ADMIN', 'MANAGER', 'STAFF'] as const;

export default [
  definePage({
    path: '/schedules',
    title: 'Schedules',
    load: () => import('./schedules-page'),
    nav: { label: 'Schedules', icon: CalendarClock, group: 'Night', order: 4, key: 's' },
    roles,
  }),
  definePage({ path: '/schedules/slots', title: 'Slots of all schedules', load: () => import('./slots-page'), roles }),
  definePage({ path: '/schedules/$id', title: 'Schedule', load: () => import('./schedule-page'), roles }),
];
