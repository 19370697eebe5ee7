import { lookOf } from '../lib/states';

/** A state as shape, word and colour. `word` replaces the word where a page has a better one. */
export function State({ of, word }: { of: string; word?: string }) {
  const look = lookOf(of);
  return (
    <span className={`state state-${look.tone}${look.chip ? ' state-chip' : ''}`}>
      <span className="state-shape" aria-hidden>
        {look.shape}
      </span>
      {word ?? look.word}
    </span>
  );
}
