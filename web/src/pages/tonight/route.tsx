import { LayoutGrid } from 'lucide-react';
import { definePage } from '../../app/page';

export default definePage({
  path: '/',
  title: 'Tonight',
  load: () => import('./tonight-page'),
  nav: { label: 'Tonight', icon: LayoutGrid, group: 'Night', order: 0, key: 't', onPhone: true },
  roles: ['ADMIN', 'MANAGER', 'STAFF'],
});
