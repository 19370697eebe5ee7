import { CALENDAR_EXAMPLES } from './calendar-examples.js';
import { GOOGLE_EXAMPLES } from './google-examples.js';
import { DIGEST_EXAMPLES } from './digest-examples.js';
import { DELIVERY_EXAMPLES } from './delivery-examples.js';
import { CONNECTION_EXAMPLES } from './connection-examples.js';
import { PEOPLE_EXAMPLES } from './people-examples.js';
import { PARTY_EXAMPLES } from './party-examples.js';
import { STATEMENT_EXAMPLES } from './statement-examples.js';

const BATH = 'Bathroom renovation';
const GENERATION = { roomCategoryId: 1, startDate: '2028-03-01', endDate: '2028-03-31' };
const STAY = { hotelId: 1, roomCategoryId: 1, arrival: '2028-03-01', departure: '2028-03-04', guestName: 'Ana Sousa' };
const BY_HAND = { reason: 'The provider is down until noon' };
const ENTITY = { name: 'Casa do Mar, Lda.', address: 'Rua Augusta 1\n1100-048 Lisboa', country: 'PT' };
const PLAN = { name: 'Inspection of the burner', mode: 'fixed', everyN: 3, unit: 'month', anchorDate: '2028-04-15' };

const PART = {
  fileId: '01980000-0000-7000-8000-000000000001',
  process: 'sls',
  material: 'pa12',
  quantities: [1, 10, 100],
};

/**
 * A body for each request schema that means something as it stands: ids are those of a tenant's first rows. What is not
 * in this list gets an example made from its members (exampleOf). A test sends all of them.
 */
export const BODY_EXAMPLES: Record<string, unknown> = {
  ...CALENDAR_EXAMPLES,

  LoginRequest: { email: 'admin@seaside.test', password: 'what .nightshift/credentials.json says' },
  ChangePasswordRequest: { currentPassword: 'the one that is replaced', newPassword: 'sixteen or more characters' },
  ChangeTenantRequest: { name: 'Seaside Hotels & Resorts' },
  ChangeUserRequest: { disabled: false },
  AcceptInvitationRequest: { token: 'x'.repeat(43), password: 'sixteen or more characters' },
  CreateApiKeyRequest: { name: 'channel manager', role: 'MANAGER' },

  RedeliverAllRequest: { since: '2028-03-01T00:00:00Z', dryRun: true },

  ReportPayload: {
    reportType: 'invoices',
    format: 'csv',
    range: { from: '2028-03-01', to: '2028-03-31' },
    columns: ['number', 'issueDate', 'customer', 'gross'],
  },
  ReportSettingsRequest: { timezone: 'Europe/Lisbon', mostRows: 100_000 },

  CreateHotelRequest: { name: 'Casa da Serra', timezone: 'Europe/Lisbon', currency: 'EUR' },
  UpdateHotelRequest: { legalName: 'Casa do Mar Hotelaria, Lda.' },
  CreateRoomCategoryRequest: {
    hotelId: 1,
    code: 'LOFT',
    name: 'Loft',
    basePrice: '120.00',
    seasonRules: [{ name: 'High summer', from: '2028-07-01', to: '2028-08-31', price: '180.00' }],
    weekdayRules: [{ name: 'Weekend', weekdays: [5, 6], percent: '12.5' }],
  },
  UpdateRoomCategoryRequest: { basePrice: '125.00' },
  CreatePriceOverrideRequest: { from: '2028-08-15', to: '2028-08-15', price: '240.00', reason: 'City marathon' },
  UpdateInventoryRequest: { from: '2028-03-01', to: '2028-03-31', weekdays: [5, 6], minStay: 2 },
  CreateRoomRequest: { roomCategoryId: 1, number: '901' },
  CreateRoomsRequest: { roomCategoryId: 1, firstNumber: 101, count: 12, prefix: 'A-' },
  UpdateRoomRequest: { retiredFrom: '2029-01-01' },
  CreateClosureRequest: { kind: 'OOO', from: '2028-05-01', to: '2028-05-05', reason: BATH },
  RoomGenerationRequest: { ...GENERATION, scheduleType: 'immediate' },
  StartRequest: { cronExpression: '0 2 * * *', daysAhead: 60 },
  ExecuteRequest: { daysAhead: 60 },

  GenerateStatementsRequest: {
    ownerId: 'all',
    startDate: '2025-10-01',
    endDate: '2025-10-31',
    calculationType: 'checkout',
  },
  CreateStatementScheduleRequest: { name: 'Month end', rhythm: 'monthly', dayOfMonth: 1, skipDates: ['2028-01-01'] },
  UpdateStatementScheduleRequest: { rhythm: 'weekly', weekday: 1 },

  CreateBookingRequest: { ...STAY, adults: 2, guarantee: 'card' },
  CreateGroupRequest: { bookings: [STAY, { ...STAY, guestName: 'Rui Sousa' }] },
  UpdateBookingRequest: { departure: '2028-03-05' },
  CheckInRequest: { roomId: 1 },
  SellRequest: { overrideReason: 'Agreed with the guest' },
  OverrideRequest: { overrideReason: 'Agreed with the guest' },
  MoveRoomRequest: { reason: 'Air conditioning broken', price: 'keep' },
  SwapRoomsRequest: { bookingId: '01980000-0000-7000-8000-000000000002', reason: 'Asked for the sea view' },
  UndoStepRequest: { reason: 'Wrong guest chosen' },
  CancelRequest: { reason: 'Flight cancelled' },
  ChargeRequest: { description: 'Breakfast', amount: '12.50', quantity: 2, taxCode: 'FOOD' },
  PaymentRequest: { method: 'card', amount: '12.50', reference: 'terminal 2' },
  PayerRequest: { name: 'Contoso Travel Ltd', address: '1 High Street, London', vatNumber: 'GB123456789' },
  DepositRequest: { method: 'card', amount: '100.00', reference: 'terminal 2' },
  ApplyDepositRequest: { window: 1, amount: '100.00' },
  MoveLineRequest: { window: 2 },
  CorrectLineRequest: { reason: 'Minibar: not consumed' },
  CloseDayRequest: {
    waive: [
      { check: 'ARRIVALS_DUE', reason: 'They come tomorrow: the flight was cancelled' },
      { check: 'NIGHT_JOBS', job: 'daily-housekeeping-round', reason: 'The hotel is closed tomorrow' },
    ],
  },
  TaxCategoryRequest: { name: 'Accommodation', treatment: 'taxable', rate: '10' },
  CreatePenaltyRuleRequest: {
    hotelId: 1,
    name: 'First night, late',
    percent: '100',
    nights: 1,
    taxCode: 'LODGING',
    cancellation: [
      { daysBefore: 7, time: '18:00', percent: '50' },
      { daysBefore: 1, time: '18:00', percent: '100', nights: 1 },
    ],
  },
  CreateCityTaxRequest: { hotelId: 1, name: 'City tax', amount: '2.88', maxNights: 7, validFrom: '2027-01-01' },
  UpdateCityTaxRequest: { validTo: '2031-12-31' },
  UpdatePenaltyRuleRequest: { percent: '80' },
  HotelPolicyRequest: { holdUntil: '18:00', noShowCutoff: '02:00', checkOutTime: '11:00', closeFrom: '03:00' },

  OfferUploadRequest: { name: 'bracket.stl', contentType: 'model/stl' },
  UploadFields: { unit: 'mm' },
  AnalyseRequest: { performDfm: true, extractGeometry: true },

  CreateTaskRequest: { roomId: 1, type: 'deep', note: 'Red wine on the carpet' },
  UpdateTaskRequest: { minutes: 90 },
  CancelTaskRequest: { reason: 'Guest declined' },
  ReportDefectRequest: { hotelId: 1, roomId: 1, title: 'Shower drips', priority: 2 },
  InspectRequest: { passed: false, note: 'Hair in the shower' },
  AssignRequest: { attendantId: 1 },
  PostponeRequest: { reason: 'Do not disturb at 11:40' },
  CreateAttendantRequest: { hotelId: 1, name: 'Rosa', section: 'floor 1' },
  UpdateAttendantRequest: { section: 'floor 2' },
  PutShiftsRequest: { dates: ['2028-03-01', '2028-03-02'], capacityMinutes: 420 },
  PutRuleRequest: { hotelId: 1, taskType: 'departure', minutes: 40, inspect: true },
  UpdateRoomStateRequest: { condition: 'clean' },
  CreateEquipmentRequest: { hotelId: 1, name: 'Boiler', meterUnit: 'h' },
  UpdateEquipmentRequest: { name: 'Boiler, east wing' },
  ReadingRequest: { value: 1240.5, readOn: '2026-03-01' },
  CreateScheduleRequest: PLAN,
  UpdateScheduleRequest: { leadDays: 7 },
  CompleteOrderRequest: { completedOn: '2026-04-12', note: 'Nozzle replaced' },
  CancelOrderRequest: { note: 'Sold' },

  IssueInvoiceRequest: { folioId: '01980000-0000-7000-8000-000000000001', window: 1 },
  CreditNoteRequest: { reason: 'One night less than charged', amount: '120.00' },
  CreateLegalEntityRequest: { ...ENTITY, vatNumber: 'PT501234567' },
  UpdateLegalEntityRequest: { registerText: 'CRC Lisboa 501234567, capital 50,000 EUR' },
  InvoicingRequest: { legalEntityId: 1, invoiceCode: 'CDM', creditCode: 'CDM-CN' },
  CronRequest: { hotelIds: [1] },
  JobSettingsRequest: { jobs: [{ jobName: 'daily-housekeeping-round', enabled: true, cron: '0 5 * * *' }] },

  QuotingSettingsRequest: { currency: 'EUR', timezone: 'Europe/Vienna', shopName: 'Alpine Parts', validityDays: 30 },
  CreateMaterialRequest: {
    code: 'pa12',
    name: 'PA12 powder',
    density: '1.01',
    pricePerKg: '90.00',
    wasteFactor: '1.3',
  },
  UpdateMaterialRequest: { pricePerKg: '95.00' },
  CreateProcessRequest: {
    code: 'sls',
    name: 'Laser sintering',
    kind: 'sls',
    setupCost: '25.00',
    finishingCost: '1.50',
    hourlyRate: '18.00',
    throughput: '45',
    limits: { minWall: 0.8, minHole: 1 },
  },
  UpdateProcessRequest: { hourlyRate: '19.00' },
  CreateMachineRequest: { code: 'p396', name: 'EOS P 396', processId: 1, bedX: '340', bedY: '340', bedZ: '600' },
  UpdateMachineRequest: { hourlyRate: '21.00' },
  CreateFinishRequest: { code: 'dyed-black', name: 'Dyed black', perPart: '0.80', perCm2: '0.015', minimum: '1.00' },
  UpdateFinishRequest: { minimum: '1.20' },
  CreatePriceBookRequest: {
    code: 'list-2026',
    name: 'List prices 2026',
    level: 'standard',
    validFrom: '2026-01-01',
    mode: 'margin',
    percent: '35',
    marginFloor: '15',
    minUnitPrice: '5.00',
    bands: [{ minQuantity: 10, discountPercent: '5' }],
    leadTimes: [{ name: 'standard', days: 10, multiplier: '1' }],
    taxRate: '20',
    isDefault: true,
  },
  UpdatePriceBookRequest: { marginFloor: '20' },
  CreateCustomerRequest: {
    name: 'Ana Sousa',
    company: 'Sousa Robotics',
    address: 'Rua Augusta 1\n1100-048 Lisboa',
    email: 'ana@example.com',
    level: 'preferred',
  },
  UpdateCustomerRequest: { address: 'Rua da Prata 80\n1100-420 Lisboa', level: 'partner' },
  UpdateFileRequest: { unit: 'mm' },
  CreateQuoteRequest: { recipient: { name: 'Ana Sousa', email: 'ana@example.com' }, items: [PART] },
  UpdateQuoteRequest: { note: 'With the two holes moved apart by 0.4 mm' },
  CompareRequest: { fileId: PART.fileId, quantities: [1, 10, 100], rankBy: 100 },
  PriceQuoteRequest: {
    prices: [{ position: 1, quantity: 1, unitPrice: '48.00' }],
    reason: 'The open edge is a modelling fault: the part is a solid block',
  },
  AcceptQuoteRequest: { name: 'Ana Sousa', note: 'Order number 4711', quantities: [{ position: 1, quantity: 10 }] },
  DeclineQuoteRequest: { reason: 'Too late for us' },
  ShipRequest: { carrier: 'DHL', tracking: 'JD014600003' },
  PromiseRequest: { promisedOn: '2026-03-26', reason: 'The powder came late' },
  CancelSalesOrderRequest: { reason: 'The customer called' },

  FileMappingRequest: {
    name: 'Export of our own program',
    columns: { code: 'Ref', checkIn: 'Arrival', checkOut: 'Departure', listing: 'House', gross: 'Price' },
    constants: { currency: 'EUR' },
  },
  UpdateStatementImportRequest: { dateOrder: 'dmy' },
  ConfirmStatementImportRequest: {},
  ...PARTY_EXAMPLES,
  ...DELIVERY_EXAMPLES,
  ...STATEMENT_EXAMPLES,
  ...CONNECTION_EXAMPLES,
  ...GOOGLE_EXAMPLES,

  CreateJobRequest: { type: 'room-generation', data: GENERATION },
  ScheduleJobRequest: { type: 'room-generation', data: GENERATION, delay: 60_000 },
  CreateBatchRequest: { type: 'room-generation', items: [GENERATION, { ...GENERATION, roomCategoryId: 2 }] },
  RetryJobRequest: { failedItemsOnly: true },
  RequeueManyRequest: { jobName: 'room-generation', dryRun: true },
  RequeueRequest: { data: GENERATION },
  RecurringJobRequest: {
    type: 'room-generation-sweep',
    name: 'Saturday sweep',
    data: { daysAhead: 60 },
    cron: '30 2 * * 6',
    timezone: 'Europe/Madrid',
  },
  EditScheduleRequest: { cron: '30 3 * * 6' },
  PauseScheduleRequest: BY_HAND,
  BackfillRequest: { from: '2026-03-01T00:00:00Z', to: '2026-03-02T00:00:00Z', dryRun: true },
  WaiveRequest: { reason: 'The hotel was closed that night' },
  PauseRequest: BY_HAND,
  ResumeRequest: {},
  LimitRequest: { maxRunning: 4, rate: { jobs: 100, perSeconds: 60 } },
  SettleEffectRequest: { outcome: 'done', note: "Seen in the provider's log" },
  MailSenderRequest: { name: 'Seaside Hotels', replyTo: 'office@seaside.test' },
  SuppressionRequest: { address: 'gone@example.com', detail: 'Asked by phone to get no more mail' },
  MailPreviewRequest: {},
  CreateWebhookRequest: { url: 'https://example.com/hooks/nightshift', events: ['job.failed'] },
  UpdateWebhookRequest: { description: 'The front office' },
  RedeliverRequest: { since: '2026-03-01T00:00:00Z' },
  CreateAlertRequest: {
    name: 'Too many failures',
    kind: 'failure_rate',
    threshold: 20,
    windowMinutes: 60,
    emails: ['night@example.com'],
  },
  UpdateAlertRequest: { threshold: 30 },
  ...PEOPLE_EXAMPLES,
  ...DIGEST_EXAMPLES,
};
