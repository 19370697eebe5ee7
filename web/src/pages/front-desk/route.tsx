import { ConciergeBell } from 'lucide-react';
import { definePage } from '../../app/page';

export default [
  definePage({
    path: '/front-desk',
    title: 'Front desk',
    load: () => import('./front-desk-page'),
    nav: { label: 'Front desk', icon: ConciergeBell, group: 'House', order: 1, key: 'f', onPhone: true },
    roles: ['ADMIN', 'MANAGER', 'STAFF'],
  }),
  definePage({
    path: '/front-desk/$id',
    title: 'Booking',
    load: () => import('./booking-page'),
    roles: ['ADMIN', 'MANAGER', 'STAFF'],
  }),
];
