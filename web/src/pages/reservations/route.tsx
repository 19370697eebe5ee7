import { CalendarRange } from 'lucide-react';
import { definePage } from '../../app/page';

const roles = ['ADMIN', 'MANAGER'] as const;

export default [
  definePage({
    path: '/reservations',
    title: 'Reservations',
    load: () => import('./reservations-page'),
    nav: { label: 'Reservations', icon: CalendarRange, group: 'Owners', order: 4 },
    roles,
  }),
  definePage({ path: '/reservations/$id', title: 'Reservation', load: () => import('./reservation-page'), roles }),
];
