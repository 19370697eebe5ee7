import { useEffect, useRef, useState, type KeyboardEvent } from 'react';
import { useNavigate } from '@tanstack/react-router';
import { useEndTour } from '../api/session';
import type { NavPage } from '../app/pages';
import { Button } from '../kit/button';

interface Step {
  /** The page it speaks of, which is shown behind it. */
  path?: string;
  title: string;
  words: string;
}

const FIRST: Step = {
  title: 'This is a demo of a night',
  words:
    'Two companies with hotels, apartments, a workshop and guests were made for you, and a first night was run by hand: its jobs stand under Jobs. The board of Tonight fills as the schedules fire. Everything can be changed.',
};
/** Pages worth a look, the best first; who may not see one is shown the next. */
const LOOKS: Step[] = [
  {
    path: '/jobs',
    title: 'Every job, and what became of it',
    words:
      'Each line opens: progress, each piece of the work with its reason, attempts, data. What you filter stands in the address, so that a colleague sees the same.',
  },
  {
    path: '/front-desk',
    title: 'The hotel works on a business day',
    words:
      'Guests arrive, move and leave here; the night closes the day. Choose a hotel at the top. Times are in the hotel’s zone, and the zone is always named.',
  },
  {
    path: '/statements',
    title: 'Every amount explains itself',
    words:
      'Open an owner’s statement and press a figure: it shows the stay or expense, the rule, and the sum to the cent.',
  },
  {
    path: '/housekeeping',
    title: 'Rooms to clean, on any phone',
    words:
      'The night has shared the rooms out. Start one, finish it, report what is broken: the front desk sees it at once.',
  },
];
const LAST: Step = {
  title: 'Keys for those who work at night',
  words:
    'Press ? for all keys, Ctrl K to go anywhere, g and a letter for a page. All of it is in the menus too. Have a look around.',
};
/** Pages that are shown between the first and the last step. */
const SHOWN = 3;

/** Shows somebody around who is on the demo for the first time. It covers nothing for long, and can be ended for good at any step. */
export default function Tour({ pages }: { pages: readonly NavPage[] }) {
  const looks = LOOKS.filter(({ path }) => pages.some((page) => page.path === path)).slice(0, SHOWN);
  const steps = [FIRST, ...looks, LAST];
  const [at, setAt] = useState(0);
  const navigate = useNavigate();
  const endTour = useEndTour();
  const next = useRef<HTMLButtonElement>(null);
  useEffect(() => next.current?.focus({ preventScroll: true }), [at]);
  const step = steps[at]!;
  const last = at === steps.length - 1;
  const go = (to: number) => {
    const wanted = steps[to];
    if (!wanted) return;
    setAt(to);
    if (wanted.path) void navigate({ to: wanted.path });
  };
  const end = () => void endTour(true);
  const onKey = (event: KeyboardEvent) => {
    const does = { Escape: end, ArrowRight: () => go(at + 1), ArrowLeft: () => go(at - 1) }[event.key];
    if (!does) return;
    event.preventDefault();
    event.stopPropagation();
    does();
  };
  return (
    <section className="tour" aria-labelledby="tour-title" aria-describedby="tour-words" onKeyDown={onKey}>
      <p className="muted">
        Tour, {at + 1} of {steps.length}
      </p>
      <h2 id="tour-title">{step.title}</h2>
      <p id="tour-words" aria-live="polite">
        {step.words}
      </p>
      <div className="row">
        <Button kind="quiet" onClick={end}>
          {last ? 'Close' : 'End the tour'}
        </Button>
        <span className="tour-gap" />
        {at > 0 && <Button onClick={() => go(at - 1)}>Back</Button>}
        <Button ref={next} kind="primary" onClick={() => (last ? end() : go(at + 1))}>
          {last ? 'Done' : 'Next'}
        </Button>
      </div>
    </section>
  );
}
