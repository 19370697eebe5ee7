import { ListChecks, MailX } from 'lucide-react';
import { definePage } from '../../app/page';

// The other roles have pages of their own, of their own tenant.
const roles = ['OPERATOR'] as const;

export default [
  definePage({
    path: '/operator/jobs',
    title: 'Jobs of all tenants',
    load: () => import('./jobs-page'),
    nav: { label: 'Jobs', icon: ListChecks, group: 'Night', order: 2, key: 'j' },
    roles,
  }),
  definePage({
    path: '/operator/dead-letters',
    title: 'Dead letters of all tenants',
    load: () => import('./groups-page'),
    nav: { label: 'Dead letters', icon: MailX, group: 'Night', order: 3, key: 'd' },
    roles,
  }),
];
