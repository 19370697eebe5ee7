import { FileUp } from 'lucide-react';
import { definePage } from '../../app/page';

const roles = ['ADMIN', 'MANAGER'] as const;

export default [
  definePage({
    path: '/imports',
    title: 'Imports',
    load: () => import('./imports-page'),
    nav: { label: 'Imports', icon: FileUp, group: 'Owners', order: 5 },
    roles,
  }),
  definePage({ path: '/imports/$id', title: 'Import', load: () => import('./import-page'), roles }),
];
