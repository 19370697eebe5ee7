import { MoonStar } from 'lucide-react';
import { definePage } from '../../app/page';

export default [
  definePage({
    path: '/close-day',
    title: 'Close the day',
    load: () => import('./close-day-page'),
    nav: { label: 'Close the day', icon: MoonStar, group: 'House', order: 3 },
    roles: ['ADMIN', 'MANAGER', 'STAFF'],
  }),
  definePage({
    path: '/close-day/$date',
    title: 'Night audit',
    load: () => import('./pack-page'),
    roles: ['ADMIN', 'MANAGER', 'STAFF'],
  }),
];
