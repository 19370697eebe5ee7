import { Ban, CircleCheck, Pencil, X } from 'lucide-react';
import { useLocale } from '../../api/hotels';
import { Button } from '../../kit/button';
import { Link } from '../../kit/link';
import { useTell } from '../../kit/toast';
import { countOf } from '../../lib/money';
import { dateText } from '../../lib/time';
import { useShortcut } from '../../shell/keys';
import type { Picked } from './picking';
import styles from './rooms.module.css';
import { bookingsHref } from './rooms-query';
import { isStopped, pickedText, type useSetNights } from './set-nights';
import { useTouched } from './touched';

/** What is chosen, whose stays that touches, and what can be done with it. */
export function PickedBar({
  picked,
  hotelId,
  may,
  nights,
  onEdit,
  onClear,
}: {
  picked: Picked;
  hotelId: number;
  may: boolean;
  nights: ReturnType<typeof useSetNights>;
  onEdit: () => void;
  onClear: () => void;
}) {
  const locale = useLocale();
  const tell = useTell();
  const { from, to, categories } = picked;
  const category = categories.length === 1 ? categories[0]!.roomCategoryId : undefined;
  const touched = useTouched(hotelId, picked);
  const stopped = isStopped(picked);
  const text = countOf(touched?.total ?? 0, 'booking');
  // The list of bookings is of one category, or of all.
  const count = category === undefined ? text : <Link to={bookingsHref(from, to, category)}>{text}</Link>;
  const stop = () => {
    const title = stopped ? `On sale again: ${pickedText(picked)}` : `Sale stopped: ${pickedText(picked)}`;
    void nights.change(picked, { stopSell: !stopped }, title).catch((error: unknown) => tell.failed(error));
  };
  useShortcut(may ? 's' : undefined, 'Stop or reopen the sale of the chosen nights', stop);
  useShortcut(may ? 'e' : undefined, 'Change the chosen nights', onEdit);
  return (
    <div className={styles.picked} role="group" aria-label="Chosen nights">
      <strong>
        <bdi>{pickedText(picked)}</bdi>
      </strong>
      <span className="num">
        {dateText(from, locale)}
        {to !== from && <> – {dateText(to, locale)}</>}
      </span>
      {may && (
        <>
          <Button icon={stopped ? CircleCheck : Ban} onClick={stop}>
            {stopped ? 'Sell again' : 'Stop the sale'}
          </Button>
          <Button icon={Pencil} onClick={onEdit}>
            Change…
          </Button>
        </>
      )}
      <Button kind="quiet" icon={X} aria-label="Choose nothing" onClick={onClear} />
      {touched && (
        <span className="muted">
          {touched.total === 0 ? (
            'No booking stays on these nights.'
          ) : (
            <>
              {count}
              {touched.total === 1 ? ' stays' : ' stay'} on these nights and {touched.total === 1 ? 'keeps' : 'keep'}{' '}
              them:{' '}
              {touched.bookings.map(({ id, guestName }, at) => (
                <span key={id}>
                  {at > 0 && ', '}
                  <Link to={`/front-desk/${id}`}>
                    <bdi>{guestName}</bdi>
                  </Link>
                </span>
              ))}
              {touched.total > touched.bookings.length && ' …'}
            </>
          )}
        </span>
      )}
    </div>
  );
}
