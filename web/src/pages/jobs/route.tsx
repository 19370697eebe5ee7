import { ListChecks } from 'lucide-react';
import { definePage } from '../../app/page';

export default [
  definePage({
    path: '/jobs',
    title: 'Jobs',
    load: () => import('./jobs-page'),
    nav: { label: 'Jobs', icon: ListChecks, group: 'Night', order: 2, key: 'j', onPhone: true },
    // A job belongs to a tenant, and an operator has none.
    roles: ['ADMIN', 'MANAGER', 'STAFF'],
  }),
  definePage({
    path: '/jobs/$id',
    title: 'Job',
    load: () => import('./job-page'),
    roles: ['ADMIN', 'MANAGER', 'STAFF'],
  }),
];
