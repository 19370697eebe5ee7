import { Boxes } from 'lucide-react';
import { definePage } from '../../app/page';

const roles = ['ADMIN', 'MANAGER', 'STAFF'] as const;

export default [
  definePage({
    path: '/quotes',
    title: 'Quotes',
    load: () => import('./quotes-page'),
    nav: { label: 'Quotes', icon: Boxes, group: 'Workshop', order: 1, key: 'u' },
    roles,
  }),
  definePage({
    path: '/quotes/new',
    title: 'New quote',
    load: () => import('./new-quote-page'),
    roles: ['ADMIN', 'MANAGER'],
  }),
  definePage({ path: '/quotes/$id', title: 'Quote', load: () => import('./quote-page'), roles }),
];
