import { CalendarHeart } from 'lucide-react';
import { definePage } from '../../app/page';

const roles = ['ADMIN', 'MANAGER', 'STAFF'] as const;

export default [
  definePage({
    path: '/catchup',
    title: 'My week',
    load: () => import('./week-page'),
    nav: { label: 'CatchUp', icon: CalendarHeart, group: 'People', order: 1, key: 'c' },
    roles,
  }),
  definePage({
    path: '/catchup/suggestions',
    title: 'Whom to meet',
    load: () => import('./suggestions-page'),
    roles,
  }),
  definePage({ path: '/catchup/people', title: 'My people', load: () => import('./people-page'), roles }),
  definePage({
    path: '/catchup/people/import',
    title: 'Import people',
    load: () => import('./import-page'),
    roles,
  }),
  definePage({ path: '/catchup/people/$id', title: 'Contact', load: () => import('./contact-page'), roles }),
  definePage({ path: '/catchup/calendars', title: 'My calendars', load: () => import('./calendars-page'), roles }),
  definePage({ path: '/catchup/messages', title: 'My messages', load: () => import('./messages-page'), roles }),
  definePage({
    path: '/catchup/preferences',
    title: 'My preferences',
    load: () => import('./preferences-page'),
    roles,
  }),
];
