import type { ReservationStatus } from '../../reservations/reservation-facts.js';
import { NO_MONEY, type NormalRow, type RowKind } from '../rows/normal-row.js';
import type { Cells } from './cells.js';
import { RowProblem } from './cells.js';
import type { Field, Layout, Reader } from './layout.js';

/** Names of the columns in English, Portuguese and Italian, as the account's language has them. */
const NAMES: Layout['names'] = {
  date: ['date', 'data'],
  type: ['type', 'tipo'],
  code: ['confirmation code', 'código de confirmação', 'codice di conferma'],
  bookedOn: ['booking date', 'data da reserva', 'data di prenotazione'],
  checkIn: ['start date', 'data de início', 'data di inizio'],
  checkOut: ['end date', 'data de término', 'data di fine'],
  nights: ['nights', 'noites', 'notti'],
  guest: ['guest', 'hóspede', 'ospite'],
  listing: ['listing', 'anúncio', 'annuncio'],
  reference: ['reference code', 'reference', 'código de referência', 'codice di riferimento'],
  currency: ['currency', 'moeda', 'valuta'],
  amount: ['amount', 'valor', 'importo'],
  paidOut: ['paid out', 'pago', 'pagato'],
  fee: ['service fee', 'host fee', 'taxa de serviço', 'costi del servizio'],
  fastFee: ['fast pay fee', 'taxa de pagamento rápido'],
  cleaning: ['cleaning fee', 'taxa de limpeza', 'costi di pulizia'],
  petFee: ['pet fee'],
  gross: ['gross earnings', 'ganhos brutos', 'guadagni lordi'],
  taxes: ['occupancy taxes', 'airbnb remitted tax', 'impostos de ocupação'],
};

type Meaning = RowKind | 'resolution' | 'cohost';
const TYPES: ReadonlyMap<string, Meaning> = new Map([
  ['payout', 'payout'],
  ['pagamento', 'payout'],
  ['reservation', 'stay'],
  ['reserva', 'stay'],
  ['prenotazione', 'stay'],
  ['adjustment', 'change'],
  ['ajuste', 'change'],
  ['reservation alteration', 'change'],
  ['resolution payout', 'resolution'],
  ['resolution adjustment', 'resolution'],
  ['cancellation fee', 'fee'],
  ['pass through tot', 'tax'],
  ['co-host payout', 'cohost'],
]);

/** Types of rows that tell of a stay whose dates were changed. */
const ALTERATIONS: ReadonlySet<string> = new Set(['reservation alteration']);

/** Rows of one payout follow its own row. */
function transactions(): Reader {
  let batch: string | null = null;
  return (cells) => {
    const row = transaction(cells, batch);
    if (row.kind === 'payout') batch = row.batch!.key;
    return row;
  };
}

function transaction(cells: Cells, batch: string | null): NormalRow {
  const type = cells.words('type', 100) ?? '';
  const meaning = TYPES.get(type.toLowerCase()) ?? 'unknown';
  const currency = cells.currency();
  const row: NormalRow = {
    line: cells.line,
    kind: meaning === 'resolution' ? 'change' : meaning === 'cohost' ? 'unknown' : meaning,
    type,
    mode: 'movement',
    channel: 'airbnb',
    code: cells.code(),
    // A cancelled stay has such rows too, so that they do not tell how it stands.
    status: null,
    sourceStatus: null,
    guest: cells.words('guest'),
    listing: cells.words('listing'),
    bookedOn: cells.date('bookedOn'),
    ...cells.stay(),
    date: cells.date('date'),
    currency,
    money: NO_MONEY,
    taxRemittedBy: 'channel',
    accrued: 0,
    reference: meaning === 'payout' ? cells.words('reference', 60) : null,
    ...(ALTERATIONS.has(type.toLowerCase()) && { moves: true }),
    batch: null,
    review: [],
    identity: '',
  };
  if (meaning === 'payout') {
    const paid = cells.amount('paidOut', currency) ?? cells.amount('amount', currency);
    if (paid === null) throw new RowProblem('no_amount', 'A payout without an amount');
    // Details hold the payee's name and part of an account's number, and are not read.
    return {
      ...row,
      code: null,
      guest: null,
      batch: { key: String(cells.line), minor: paid, currency },
      identity: `payout ${paid}`,
    };
  }
  const { net, gross, fee, fast, review } = figures(cells, currency);
  const cleaning = cells.amount('cleaning', currency) ?? 0;
  const pets = cells.amount('petFee', currency) ?? 0;
  row.review.push(...review);
  if (meaning === 'unknown') row.review.push('unknown_type');
  if (meaning === 'cohost') row.review.push('cohost_payout');
  row.batch = batch === null ? null : { key: batch, minor: net, currency };
  // The words of a type differ by language, what they mean does not.
  row.identity = `${meaning === 'unknown' ? type.toLowerCase() : meaning} ${net}`;
  row.money = moneyOf(meaning, { net, gross, fee, fast, cleaning, pets });
  if (meaning === 'tax') row.taxRemittedBy = 'host';
  // Tax that Airbnb remits is told beside the money and is no part of it.
  else if (meaning === 'stay') row.money.tax = cells.amount('taxes', currency);
  return row;
}

interface Figures {
  net: number;
  gross: number;
  fee: number;
  fast: number;
}

function moneyOf(
  meaning: Meaning,
  { net, gross, fee, fast, cleaning, pets }: Figures & Record<'cleaning' | 'pets', number>,
) {
  const money = { ...NO_MONEY, payout: net };
  switch (meaning) {
    case 'tax':
      return { ...money, tax: net };
    case 'fee':
      return { ...money, channelFee: -net };
    case 'resolution':
      return { ...money, extras: gross, channelFee: fee, paymentFee: fast };
    default:
      return { ...money, rent: gross - cleaning - pets, cleaning, extras: pets, channelFee: fee, paymentFee: fast };
  }
}

/**
 * Net, gross and fees of a row, where one of the first two may be missing. A fee is positive though it is taken away; on refunds,
 * and in files that were saved again, it is negative. So of both signs the one is taken with which the row adds up.
 */
function figures(cells: Cells, currency: string): Figures & { review: string[] } {
  const amount = cells.amount('amount', currency);
  const earned = cells.amount('gross', currency);
  if (amount === null && earned === null) throw new RowProblem('no_amount', 'Neither Amount nor Gross earnings');
  const told = Math.abs(cells.amount('fee', currency) ?? 0);
  const hurry = Math.abs(cells.amount('fastFee', currency) ?? 0);
  const sign = (amount ?? earned)! < 0 ? -1 : 1;
  const usual = { fee: sign * told || 0, fast: sign * hurry || 0 };
  if (amount === null) return { net: earned! - usual.fee - usual.fast, gross: earned!, ...usual, review: [] };
  if (earned === null) return { net: amount, gross: amount + usual.fee + usual.fast, ...usual, review: [] };
  const fits = [1, -1]
    .map((by) => ({ fee: by * usual.fee || 0, fast: by * usual.fast || 0 }))
    .find(({ fee, fast }) => earned - fee - fast === amount);
  return { net: amount, gross: earned, ...(fits ?? usual), review: fits ? [] : ['gross_mismatch'] };
}

const RESERVATIONS: Layout['names'] = {
  code: ['confirmation code', 'code de confirmation'],
  status: ['status', 'statut'],
  guest: ['guest name', 'nom du voyageur'],
  checkIn: ['start date', 'date de début'],
  checkOut: ['end date', 'date de fin'],
  nights: ['# of nights', '# de nuits'],
  bookedOn: ['booked', 'réservé'],
  listing: ['listing', 'logement'],
  amount: ['earnings'],
  gross: ['revenus bruts'],
  fee: ['frais de service'],
  currency: ['devise', 'currency'],
};
const STATUSES: ReadonlyMap<string, ReservationStatus> = new Map([
  ['confirmed', 'confirmed'],
  ['confirmée', 'confirmed'],
  ['past guest', 'confirmed'],
  ['currently hosting', 'confirmed'],
  ['canceled', 'cancelled'],
  ['cancelled', 'cancelled'],
  ['annulée', 'cancelled'],
  ['canceled by guest', 'cancelled'],
  ['canceled by host', 'cancelled'],
]);

/** The list of reservations: what a stay earns, with fees only in some languages. */
const reservations = (): Reader => (cells) => {
  const sourceStatus = cells.words('status', 100);
  const currency = cells.currency();
  const gross = cells.amount('gross', currency);
  const fee = cells.amount('fee', currency);
  const net = cells.amount('amount', currency) ?? (gross === null ? null : gross - Math.abs(fee ?? 0));
  if (net === null) throw new RowProblem('no_amount', 'A reservation without earnings');
  const status = STATUSES.get(sourceStatus?.toLowerCase() ?? '') ?? 'needs_review';
  const { checkIn, checkOut } = cells.stay();
  const review = [...(gross === null ? ['net_only'] : []), ...(status === 'needs_review' ? ['unknown_status'] : [])];
  return {
    line: cells.line,
    kind: 'stay',
    type: 'Reservation',
    mode: 'state',
    channel: 'airbnb',
    code: cells.code(),
    status,
    sourceStatus,
    guest: cells.words('guest'),
    listing: cells.words('listing'),
    bookedOn: cells.date('bookedOn'),
    checkIn,
    checkOut,
    date: null,
    currency,
    money: { ...NO_MONEY, rent: gross ?? net, channelFee: gross === null ? null : gross - net, payout: net },
    taxRemittedBy: 'channel',
    accrued: 0,
    reference: null,
    batch: null,
    review,
    identity: `state ${sourceStatus} ${checkOut} ${net} ${gross}`,
  };
};

const source = 'airbnb-file';
const own = (id: string, required: Field[]): Layout => ({ id, source, names: NAMES, required, reader: transactions });
const TOLD: Field[] = ['date', 'type', 'code', 'checkIn', 'listing', 'currency', 'amount'];

/** From the newest, which have the most columns, to the oldest. */
export const AIRBNB: readonly Layout[] = [
  own('airbnb-transactions-pets', [...TOLD, 'checkOut', 'paidOut', 'gross', 'petFee']),
  own('airbnb-transactions', [...TOLD, 'checkOut', 'gross']),
  own('airbnb-transactions-2023', [...TOLD, 'nights', 'paidOut', 'gross']),
  own('airbnb-transactions-2020', [...TOLD, 'nights', 'paidOut', 'fee']),
  {
    id: 'airbnb-reservations-fr',
    source,
    names: RESERVATIONS,
    required: ['code', 'status', 'checkIn', 'gross'],
    reader: reservations,
  },
  {
    id: 'airbnb-reservations',
    source,
    names: RESERVATIONS,
    required: ['code', 'status', 'checkIn', 'listing', 'amount'],
    needsCurrency: true,
    reader: reservations,
  },
];
