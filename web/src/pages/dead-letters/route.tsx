import { MailX } from 'lucide-react';
import { definePage } from '../../app/page';

// An operator has no tenant, and a list of all (pages/operator).
const roles = ['ADMIN', 'MANAGER', 'STAFF'] as const;

export default [
  definePage({
    path: '/dead-letters',
    title: 'Dead letters',
    load: () => import('./groups-page'),
    nav: { label: 'Dead letters', icon: MailX, group: 'Night', order: 3, key: 'd' },
    roles,
  }),
  definePage({ path: '/dead-letters/all', title: 'All dead letters', load: () => import('./letters-page'), roles }),
  definePage({
    path: '/dead-letters/groups/$fingerprint',
    title: 'Dead letters of one error',
    load: () => import('./letters-page'),
    roles,
  }),
  definePage({ path: '/dead-letters/$id', title: 'Dead letter', load: () => import('./letter-page'), roles }),
];
