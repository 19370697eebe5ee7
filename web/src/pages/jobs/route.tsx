import { ListChecks } from 'lucide-react';
import { definePage } from '../../app/page';

export default [
  definePage({
    path: '/jobs',
    title: 'Jobs',
    load: () => import('./jobs-page'),
    nav: { label: 'Jobs', icon: ListChecks, group: 'Night', order: 2, key: 'j', onPhone: true },
    // An operator has no tenant, and a list of all (pages/operator).
    roles: ['ADMIN', 'MANAGER', 'STAFF'],
  }),
  definePage({
    path: '/jobs/$id',
    title: 'Job',
    load: () => import('./job-page'),
    roles: ['ADMIN', 'MANAGER', 'STAFF'],
  }),
];
