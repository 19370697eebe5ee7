import { BookOpen } from 'lucide-react';
import { definePage } from '../../app/page';

export default definePage({
  path: '/catalogue',
  title: 'Catalogue',
  load: () => import('./catalogue-page'),
  nav: { label: 'Catalogue', icon: BookOpen, group: 'Workshop', order: 3 },
  roles: ['ADMIN', 'MANAGER', 'STAFF'],
});
