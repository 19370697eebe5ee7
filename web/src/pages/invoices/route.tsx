import { ReceiptText } from 'lucide-react';
import { definePage } from '../../app/page';

export default definePage({
  path: '/invoices',
  title: 'Invoices',
  load: () => import('./invoices-page'),
  nav: { label: 'Invoices', icon: ReceiptText, group: 'House', order: 5.5 },
  roles: ['ADMIN', 'MANAGER', 'STAFF'],
});
