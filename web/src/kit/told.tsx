import { useSeldom } from '../lib/seldom';

/** What a screen reader is told of something that goes on: at once when `of` changes (it has ended, say), else once a minute. */
export function Told({ text, of }: { text: string; of: string }) {
  const told = useSeldom(text, of);
  return (
    <span className="sr" role="status">
      {told}
    </span>
  );
}
