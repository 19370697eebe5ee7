import { usePaused } from '../../live/live';
import { useLiveQueries } from '../../live/live-queries';

const LETTERS = [['dead-letters']];

/** Loads what is shown of dead letters again when one is opened or closed. */
export function useLiveLetters(paused = false): void {
  usePaused(paused);
  useLiveQueries(LETTERS, ({ kind }) => kind === 'dead-letter', paused);
}
