export { currencyDigits, InvalidMoneyError, isCurrency } from './currency.js';
export { allocate, formatMoney, netOf, parseMoney, percentOf } from './money.js';
