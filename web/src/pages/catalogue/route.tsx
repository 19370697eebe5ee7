import { BookOpen, Settings2 } from 'lucide-react';
import { definePage } from '../../app/page';

const roles = ['ADMIN', 'MANAGER', 'STAFF'] as const;

export default [
  definePage({
    path: '/catalogue',
    title: 'Catalogue',
    load: () => import('./catalogue-page'),
    nav: { label: 'Catalogue', icon: BookOpen, group: 'Workshop', order: 3 },
    roles,
  }),
  definePage({
    path: '/catalogue/settings',
    title: 'Workshop settings',
    load: () => import('./settings-page'),
    nav: { label: 'Workshop settings', icon: Settings2, group: 'Workshop', order: 4 },
    roles,
  }),
];
