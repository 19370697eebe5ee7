import { BedDouble, CalendarRange } from 'lucide-react';
import { definePage } from '../../app/page';

export default [
  definePage({
    path: '/rooms',
    title: 'Rooms',
    load: () => import('./rooms-page'),
    nav: { label: 'Room nights', icon: BedDouble, group: 'Rooms', order: 1, key: 'r' },
    roles: ['ADMIN', 'MANAGER', 'STAFF'],
  }),
  definePage({
    path: '/rooms/timeline',
    title: 'Timeline of rooms',
    load: () => import('./timeline-page'),
    nav: { label: 'Timeline', icon: CalendarRange, group: 'Rooms', order: 2 },
    roles: ['ADMIN', 'MANAGER', 'STAFF'],
  }),
];
