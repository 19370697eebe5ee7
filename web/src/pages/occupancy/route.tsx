import { ChartNoAxesColumn } from 'lucide-react';
import { definePage } from '../../app/page';

export default definePage({
  path: '/occupancy',
  title: 'Occupancy',
  load: () => import('./occupancy-page'),
  nav: { label: 'Occupancy', icon: ChartNoAxesColumn, group: 'House', order: 6 },
  roles: ['ADMIN', 'MANAGER', 'STAFF'],
});
