/** One thing of each kind that a tenant owns and a path or body can name. */
export interface Owned {
  hotel: number;
  category: number;
  room: number;
  override: number;
  closure: number;
  job: string;
  deadLetter: string;
  apiKey: string;
  webhook: string;
  delivery: string;
  schedule: string;
  effect: string;
  mail: string;
  suppression: string;
  alert: string;
  booking: string;
  folio: string;
  folioLine: number;
  penaltyRule: number;
  attendant: number;
  task: number;
  equipment: number;
  maintenance: number;
  workOrder: number;
  legalEntity: number;
  invoice: string;
  invoiceFolio: string;
  bookingImport: string;
  partFile: string;
  upload: string;
  report: string;
  tenant: string;
  user: string;
  invitation: string;
  material: number;
  process: number;
  machine: number;
  finish: number;
  priceBook: number;
  customer: number;
  quote: string;
  order: string;
}
export type Kind = keyof Owned;

/** Well-formed ids of nothing. */
export const NOTHING: Owned = {
  hotel: 2_000_000_001,
  category: 2_000_000_002,
  room: 2_000_000_003,
  override: 2_000_000_004,
  closure: 2_000_000_005,
  job: '01900000-0000-7000-8000-000000000001',
  deadLetter: '01900000-0000-7000-8000-000000000002',
  apiKey: '01900000-0000-7000-8000-000000000003',
  webhook: '01900000-0000-7000-8000-000000000004',
  delivery: '01900000-0000-7000-8000-000000000005',
  schedule: '01900000-0000-7000-8000-000000000006',
  effect: '01900000-0000-7000-8000-000000000007',
  mail: '01900000-0000-7000-8000-000000000010',
  suppression: 'nobody@nowhere.test',
  alert: '01900000-0000-7000-8000-000000000008',
  booking: '01900000-0000-7000-8000-000000000009',
  folio: '01900000-0000-7000-8000-00000000000a',
  folioLine: 2_000_000_006,
  penaltyRule: 2_000_000_007,
  attendant: 2_000_000_008,
  task: 2_000_000_009,
  equipment: 2_000_000_010,
  maintenance: 2_000_000_011,
  workOrder: 2_000_000_012,
  legalEntity: 2_000_000_006,
  invoice: '01900000-0000-7000-8000-000000000009',
  invoiceFolio: '01900000-0000-7000-8000-00000000000a',
  bookingImport: '01900000-0000-7000-8000-00000000000c',
  partFile: '01900000-0000-7000-8000-000000000201',
  upload: '01900000-0000-7000-8000-000000000202',
  report: '01900000-0000-7000-8000-000000000010',
  tenant: '01900000-0000-7000-8000-00000000000d',
  user: '01900000-0000-7000-8000-00000000000e',
  invitation: '01900000-0000-7000-8000-00000000000f',
  material: 2_000_000_101,
  process: 2_000_000_102,
  machine: 2_000_000_103,
  finish: 2_000_000_104,
  priceBook: 2_000_000_105,
  customer: 2_000_000_106,
  quote: '01900000-0000-7000-8000-000000000101',
  order: '01900000-0000-7000-8000-000000000102',
};

/** What a path parameter names, told by the segment before it. */
export const KIND_AFTER: Record<string, Kind> = {
  hotels: 'hotel',
  'room-categories': 'category',
  execute: 'category',
  stats: 'category',
  rooms: 'room',
  'price-overrides': 'override',
  closures: 'closure',
  jobs: 'job',
  job: 'job',
  'dead-letters': 'deadLetter',
  'api-keys': 'apiKey',
  webhooks: 'webhook',
  deliveries: 'delivery',
  schedules: 'schedule',
  effects: 'effect',
  messages: 'mail',
  suppressions: 'suppression',
  alerts: 'alert',
  bookings: 'booking',
  'no-show-records': 'booking',
  folios: 'folio',
  lines: 'folioLine',
  'penalty-rules': 'penaltyRule',
  attendants: 'attendant',
  tasks: 'task',
  equipment: 'equipment',
  'maintenance-schedules': 'maintenance',
  'work-orders': 'workOrder',
  'legal-entities': 'legalEntity',
  invoices: 'invoice',
  'booking-imports': 'bookingImport',
  files: 'partFile',
  uploads: 'upload',
  reports: 'report',
  tenants: 'tenant',
  users: 'user',
  invitations: 'invitation',
  materials: 'material',
  processes: 'process',
  machines: 'machine',
  finishes: 'finish',
  'price-books': 'priceBook',
  customers: 'customer',
  quotes: 'quote',
  orders: 'order',
};

/** Path parameters that name what all tenants share. */
export const SHARED_AFTER: Record<string, string> = {
  queues: 'room-generation',
  trigger: 'room-generation',
  templates: 'mail-test',
  slots: '2030-03-01T02:00:00.000Z',
  windows: '1',
  downloads: 'nobodys',
  'tax-categories': 'LODGING',
  'business-days': '2030-03-01',
  'night-audits': '2030-03-01',
  rounds: '01900000-0000-7000-8000-00000000000b',
};
