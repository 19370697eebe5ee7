import type { ErrorComponentProps } from '@tanstack/react-router';
import { ErrorView } from '../kit/error-view';

/** A page that threw while it was drawn; the shell around it stays. */
export function PageFailed({ error, reset }: ErrorComponentProps) {
  return (
    <div className="page">
      <ErrorView error={error} onRetry={reset} />
    </div>
  );
}
