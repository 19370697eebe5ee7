import { useZone } from '../api/hotels';
import { useSeldom } from '../lib/seldom';
import { clockText } from '../lib/time';
import { useLiveState } from './live';

/** Whether what is shown follows the server at this moment. */
export function LiveIndicator() {
  const { state, since } = useLiveState();
  const zone = useZone();
  const words = {
    idle: '',
    live: '● Live',
    'catching up': '◌ Catching up',
    stale: `▲ Stale since ${clockText(since, zone)}`,
    paused: '– Paused',
  };
  // A connection that comes and goes would interrupt whoever listens to the page all the time.
  const told = useSeldom(words[state].slice(2), '');
  return (
    <>
      {state !== 'idle' && (
        <span
          className={`live live-${state.replace(' ', '-')}`}
          title={state === 'paused' ? 'It goes on as soon as nothing is chosen' : undefined}
          aria-hidden
        >
          {words[state]}
        </span>
      )}
      <span className="sr" role="status">
        {told}
      </span>
    </>
  );
}
