/** Where a run and its live events are found. */
export function runLinks(jobId: string): { statusUrl: string; eventsUrl: string } {
  return { statusUrl: `/api/v1/statements/jobs/${jobId}`, eventsUrl: `/api/v1/jobs/${jobId}/events` };
}
