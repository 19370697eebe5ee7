import { useState } from 'react';
import { ArrowRightLeft, Ban, CalendarRange, LogIn, LogOut, MoreHorizontal, RotateCcw, Undo2 } from 'lucide-react';
import { useMutation } from '@tanstack/react-query';
import type { Schema } from '../../api/client';
import { useMay } from '../../api/session';
import { Button } from '../../kit/button';
import { Menu, type MenuEntry } from '../../kit/menu';
import { useTell } from '../../kit/toast';
import { useShortcut } from '../../shell/keys';
import { CancelBooking } from './cancel-booking';
import { ChangeStay } from './change-stay';
import { CheckIn } from './check-in';
import { CheckOut } from './check-out';
import { type Booking, type Folio, useRefresh } from './desk-query';
import { MoveRoom } from './move-room';
import { passesWithReason } from './sale-reasons';
import { type Sale, sell, SellStay, SOLD } from './sell-stay';
import { UndoStep } from './undo-step';

type Stay = Schema<'StayRoomsResponse'>;
type Step = 'check-in' | 'check-out' | 'move' | 'dates' | 'cancel' | 'undo-check-in' | 'undo-check-out';

/** What can be done with a booking in its state. The server decides all the same. */
export function BookingActions({ booking, folio, stay }: { booking: Booking; folio?: Folio; stay?: Stay }) {
  const [step, setStep] = useState<Step>();
  const may = useMay('ADMIN', 'MANAGER');
  const refresh = useRefresh();
  const tell = useTell();
  const [refused, setRefused] = useState<{ to: Sale; refusal: unknown }>();
  const change = useMutation({
    mutationFn: (to: Sale) => sell(booking, to),
    onSuccess: async (_, to) => {
      await refresh();
      tell.done(SOLD[to]);
    },
    onError: (refusal, to) => (passesWithReason(refusal) ? setRefused({ to, refusal }) : tell.failed(refusal)),
  });
  const { status } = booking;
  const checkIn = may && (status === 'confirmed' || status === 'no_show');
  const checkOut = may && status === 'checked_in';
  const cancel = may && (status === 'confirmed' || status === 'tentative');
  const dates = may && (checkOut || cancel);
  const reinstate = may && (status === 'cancelled' || status === 'no_show');
  useShortcut(checkIn ? 'i' : undefined, 'Check in', () => setStep('check-in'));
  useShortcut(checkOut ? 'u' : undefined, 'Check out', () => setStep('check-out'));
  useShortcut(checkOut ? 'm' : undefined, 'Move to another room', () => setStep('move'));
  useShortcut(dates ? 'e' : undefined, 'Extend, shorten or move the stay', () => setStep('dates'));
  useShortcut(cancel ? 'c' : undefined, 'Cancel the booking', () => setStep('cancel'));
  const close = () => setStep(undefined);
  const more: MenuEntry[] = [
    ...(checkOut ? [{ label: 'Take the check-in back…', icon: Undo2, run: () => setStep('undo-check-in') }] : []),
    ...(may && status === 'checked_out'
      ? [{ label: 'Take the check-out back…', icon: Undo2, run: () => setStep('undo-check-out') }]
      : []),
    ...(cancel ? [{ label: 'Cancel the booking…', icon: Ban, danger: true, run: () => setStep('cancel') }] : []),
  ];
  return (
    <>
      {may && status === 'tentative' && (
        <Button kind="primary" busy={change.isPending} onClick={() => change.mutate('confirm')}>
          Confirm
        </Button>
      )}
      {dates && (
        <Button icon={CalendarRange} onClick={() => setStep('dates')}>
          {checkOut ? 'Extend or shorten' : 'Change dates'}
        </Button>
      )}
      {checkIn && (
        <Button kind="primary" icon={LogIn} onClick={() => setStep('check-in')}>
          Check in
        </Button>
      )}
      {reinstate && (
        <Button icon={RotateCcw} busy={change.isPending} onClick={() => change.mutate('reinstate')}>
          Bring back
        </Button>
      )}
      {checkOut && (
        <>
          <Button icon={ArrowRightLeft} onClick={() => setStep('move')}>
            Move
          </Button>
          <Button kind="primary" icon={LogOut} onClick={() => setStep('check-out')}>
            Check out
          </Button>
        </>
      )}
      {more.length > 0 && (
        <Menu
          trigger={<button type="button" className="button button-plain button-icon" aria-label="More to do" />}
          entries={more}
        >
          <MoreHorizontal size={15} aria-hidden />
        </Menu>
      )}
      {refused && <SellStay booking={booking} {...refused} onClose={() => setRefused(undefined)} />}
      {step === 'check-in' && <CheckIn booking={booking} onClose={close} />}
      {step === 'check-out' && <CheckOut booking={booking} folio={folio} onClose={close} />}
      {step === 'move' && <MoveRoom booking={booking} stay={stay} onClose={close} />}
      {step === 'dates' && <ChangeStay booking={booking} stay={stay} onClose={close} />}
      {step === 'cancel' && <CancelBooking booking={booking} onClose={close} />}
      {step === 'undo-check-in' && <UndoStep booking={booking} of="check-in" onClose={close} />}
      {step === 'undo-check-out' && <UndoStep booking={booking} of="check-out" onClose={close} />}
    </>
  );
}
