import { Settings } from 'lucide-react';
import { definePage } from '../../app/page';
import { SECTIONS } from './sections';

const { users, tenants, workers, keys, webhooks, alerts, connections, mail, audit, sms, account, sessions } = SECTIONS;

export default [
  definePage({
    path: '/admin',
    title: 'Administration',
    load: () => import('./admin-start'),
    nav: { label: 'Admin', icon: Settings, group: 'Administration', order: 1, key: 'a' },
  }),
  definePage({ ...users, title: 'Users', load: () => import('./users-page') }),
  definePage({ ...tenants, title: 'Tenants', load: () => import('./tenants-page') }),
  definePage({ ...tenants, path: '/admin/tenants/$id', title: 'Tenant', load: () => import('./tenant-page') }),
  definePage({ ...workers, title: 'Workers', load: () => import('./workers-page') }),
  definePage({ ...keys, title: 'API keys', load: () => import('./keys-page') }),
  definePage({ ...webhooks, title: 'Webhooks', load: () => import('./webhooks-page') }),
  definePage({
    ...webhooks,
    path: '/admin/webhooks/deliveries',
    title: 'Deliveries',
    load: () => import('./deliveries-page'),
  }),
  definePage({ ...webhooks, path: '/admin/webhooks/$id', title: 'Webhook', load: () => import('./webhook-page') }),
  definePage({ ...alerts, title: 'Alerts', load: () => import('./alerts-page') }),
  definePage({ ...alerts, path: '/admin/alerts/$id', title: 'Alert', load: () => import('./alert-page') }),
  definePage({ ...connections, title: 'Connections', load: () => import('./connections-page') }),
  definePage({ ...mail, title: 'Mail', load: () => import('./mail-page') }),
  definePage({ ...mail, path: '/admin/mail/$id', title: 'Mail', load: () => import('./mail-message-page') }),
  definePage({ ...sms, title: 'My SMS', load: () => import('./sms-page') }),
  definePage({ ...audit, title: 'Audit trail', load: () => import('./audit-page') }),
  definePage({ ...account, title: 'My account', load: () => import('./account-page') }),
  definePage({ ...sessions, title: 'My sessions', load: () => import('./sessions-page') }),
];
