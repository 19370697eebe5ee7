import { Gauge } from 'lucide-react';
import { definePage } from '../../app/page';

export default [
  definePage({
    path: '/queues',
    title: 'Queues',
    load: () => import('./queues-page'),
    nav: { label: 'Queues', icon: Gauge, group: 'Night', order: 5, key: 'q' },
  }),
  definePage({ path: '/queues/$name', title: 'Queue', load: () => import('./queue-page') }),
];
