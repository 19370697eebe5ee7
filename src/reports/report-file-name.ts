/** What the file of a report is called. */
export function reportFileName(report: { reportType: string; format: string; from: string; to: string }): string {
  const { reportType, from, to, format } = report;
  return `${reportType}-${from}-${to}.${format}`;
}
