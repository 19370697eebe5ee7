import { BookOpen } from 'lucide-react';
import { definePage } from '../../app/page';

export default definePage({
  path: '/bookings',
  title: 'Bookings',
  load: () => import('./bookings-page'),
  nav: { label: 'Bookings', icon: BookOpen, group: 'House', order: 5 },
  roles: ['ADMIN', 'MANAGER', 'STAFF'],
});
