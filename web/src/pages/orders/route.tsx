import { PackageCheck } from 'lucide-react';
import { definePage } from '../../app/page';

const roles = ['ADMIN', 'MANAGER', 'STAFF'] as const;

export default [
  definePage({
    path: '/orders',
    title: 'Orders',
    load: () => import('./orders-page'),
    nav: { label: 'Orders', icon: PackageCheck, group: 'Workshop', order: 2 },
    roles,
  }),
  definePage({ path: '/orders/$id', title: 'Order', load: () => import('./order-page'), roles }),
];
