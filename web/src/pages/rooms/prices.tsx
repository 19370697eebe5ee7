import { useState } from 'react';
import { useQuery } from '@tanstack/react-query';
import { useLocale } from '../../api/hotels';
import { Button } from '../../kit/button';
import { Dialog } from '../../kit/dialog';
import { Empty } from '../../kit/empty';
import { Field } from '../../kit/field';
import { Loaded } from '../../kit/loaded';
import { Money } from '../../kit/money';
import { useTell } from '../../kit/toast';
import { addDays, dateText } from '../../lib/time';
import styles from './rooms.module.css';
import { type Category, overridesQuery } from './rooms-query';
import type { useSetNights } from './set-nights';

const WEEKDAY = { weekday: 'short', day: undefined, month: undefined, year: undefined } as const;
/** A Monday. */
const MONDAY = '2027-01-04';

/** The prices that people have set for dates from today on, each to be taken away. */
export function Prices({
  categories,
  first,
  today,
  nights,
  onClose,
}: {
  categories: readonly Category[];
  /** Whose prices are shown first. */
  first: number | undefined;
  today: string;
  nights: ReturnType<typeof useSetNights>;
  onClose: () => void;
}) {
  const locale = useLocale();
  const tell = useTell();
  const [category, setCategory] = useState(first ?? categories[0]!.roomCategoryId);
  const query = useQuery(overridesQuery(category, today));
  const daysOf = (weekdays: readonly number[]) =>
    weekdays.length === 7
      ? 'every day'
      : weekdays.map((weekday) => dateText(addDays(MONDAY, weekday - 1), locale, WEEKDAY)).join(', ');
  return (
    <Dialog open wide onClose={onClose} title="Prices set by hand">
      <Field label="Category">
        <select className="native-select" value={category} onChange={({ target }) => setCategory(Number(target.value))}>
          {categories.map(({ roomCategoryId, name }) => (
            <option key={roomCategoryId} value={roomCategoryId}>
              {name}
            </option>
          ))}
        </select>
      </Field>
      <Loaded query={query} lines={4}>
        {({ priceOverrides }) =>
          priceOverrides.length === 0 ? (
            <Empty title="No price is set by hand from today on" />
          ) : (
            <div className={styles.prices} tabIndex={0} role="region" aria-label="Prices set by hand">
              <table className="plain-table">
                <thead>
                  <tr>
                    <th scope="col">Nights</th>
                    <th scope="col">On</th>
                    <th scope="col">Price</th>
                    <th scope="col">Reason</th>
                    <th scope="col">
                      <span className="sr">What can be done</span>
                    </th>
                  </tr>
                </thead>
                <tbody>
                  {priceOverrides.map((one) => (
                    <tr key={one.id}>
                      <td className="num">
                        {dateText(one.from, locale)}
                        {one.to !== one.from && <> – {dateText(one.to, locale)}</>}
                      </td>
                      <td>{daysOf(one.weekdays)}</td>
                      <td>
                        <Money amount={one.price} currency={one.currency} />
                      </td>
                      <td>
                        <bdi>{one.reason}</bdi>
                      </td>
                      <td>
                        <Button
                          kind="quiet"
                          aria-label={`Remove the price from ${dateText(one.from, locale)}`}
                          onClick={() =>
                            void nights.removePrice(category, one).catch((error: unknown) => tell.failed(error))
                          }
                        >
                          Remove
                        </Button>
                      </td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </div>
          )
        }
      </Loaded>
    </Dialog>
  );
}
