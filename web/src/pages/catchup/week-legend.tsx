import styles from './week.module.css';

/** What the looks of the grid mean; each differs by its border or pattern, not by its colour alone. */
export function WeekLegend() {
  return (
    <p className={`${styles.legend} muted`}>
      {[
        [styles.free, 'Free'],
        [styles.busy, 'Busy'],
        [styles.block, 'Kept, or on the way'],
        [styles.ignored, '○ Leaves it free'],
        [styles.suggested, '☆ Suggestion'],
        [styles.accepted, '✓ You meet'],
        [styles.quiet, 'Quiet hours'],
        [styles.keyOutside, 'Outside your hours'],
      ].map(([look, words]) => (
        <span key={words}>
          <span className={`${styles.key} ${look}`} aria-hidden />
          {words}
        </span>
      ))}
    </p>
  );
}
