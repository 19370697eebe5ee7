import { ReceiptText } from 'lucide-react';
import { definePage } from '../../app/page';

const roles = ['ADMIN', 'MANAGER'] as const;

export default [
  definePage({
    path: '/statements',
    title: 'Statements',
    load: () => import('./statements-page'),
    nav: { label: 'Statements', icon: ReceiptText, group: 'Owners', order: 1, key: 'o' },
    roles,
  }),
  definePage({ path: '/statements/runs', title: 'Runs of statements', load: () => import('./runs-page'), roles }),
  definePage({ path: '/statements/runs/$id', title: 'Run of statements', load: () => import('./run-page'), roles }),
  definePage({ path: '/statements/$id', title: 'Statement', load: () => import('./statement-page'), roles }),
];
