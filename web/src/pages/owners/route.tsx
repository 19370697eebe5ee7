import { House, Scale, Users } from 'lucide-react';
import { definePage } from '../../app/page';

const roles = ['ADMIN', 'MANAGER'] as const;

export default [
  definePage({
    path: '/owners',
    title: 'Owners',
    load: () => import('./owners-page'),
    nav: { label: 'Owners', icon: Users, group: 'Owners', order: 2 },
    roles,
  }),
  definePage({ path: '/owners/$id', title: 'Owner', load: () => import('./owner-page'), roles }),
  definePage({
    path: '/listings',
    title: 'Listings',
    load: () => import('./listings-page'),
    nav: { label: 'Listings', icon: House, group: 'Owners', order: 3 },
    roles,
  }),
  definePage({ path: '/listings/$id', title: 'Listing', load: () => import('./listing-page'), roles }),
  definePage({
    path: '/trust-check',
    title: 'Trust check',
    load: () => import('./trust-page'),
    nav: { label: 'Trust check', icon: Scale, group: 'Owners', order: 6 },
    roles,
  }),
];
