export { currencyDigits, InvalidMoneyError, isCurrency } from './currency.js';
export { allocate, formatMoney, parseMoney, percentOf } from './money.js';
