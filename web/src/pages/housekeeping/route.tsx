import { BrushCleaning, DoorOpen, Wrench } from 'lucide-react';
import { definePage } from '../../app/page';

export default [
  definePage({
    path: '/housekeeping',
    title: 'Housekeeping',
    load: () => import('./housekeeping-page'),
    nav: { label: 'Housekeeping', icon: BrushCleaning, group: 'House', order: 2, key: 'h', onPhone: true },
    roles: ['ADMIN', 'MANAGER', 'STAFF'],
  }),
  definePage({
    path: '/housekeeping/rooms',
    title: 'Room status',
    load: () => import('./room-status-page'),
    nav: { label: 'Room status', icon: DoorOpen, group: 'House', order: 2.5 },
    roles: ['ADMIN', 'MANAGER', 'STAFF'],
  }),
  definePage({
    path: '/work-orders',
    title: 'Work orders',
    load: () => import('./work-orders-page'),
    nav: { label: 'Work orders', icon: Wrench, group: 'House', order: 4 },
    roles: ['ADMIN', 'MANAGER', 'STAFF'],
  }),
  definePage({
    path: '/work-orders/$id',
    title: 'Work order',
    load: () => import('./work-order-page'),
    roles: ['ADMIN', 'MANAGER', 'STAFF'],
  }),
];
