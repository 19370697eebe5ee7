import { useZone } from '../api/hotels';
import { clockText } from '../lib/time';
import { useLiveState } from './live';

/** Whether what is shown follows the server at this moment. */
export function LiveIndicator() {
  const { state, since } = useLiveState();
  const zone = useZone();
  if (state === 'idle') return null;
  const words = { live: '● Live', 'catching up': '◌ Catching up', stale: `▲ Stale since ${clockText(since, zone)}` };
  return (
    <span className={`live live-${state.replace(' ', '-')}`} role="status">
      {words[state]}
    </span>
  );
}
