import { ValidateBy, type ValidationArguments } from 'class-validator';
import { countDays, isLocalDate } from '../platform/dates/index.js';
import { REPORTS } from './report-definition.js';

const MOST_DAYS = 1_830;

export const IsReportType = () =>
  ValidateBy({
    name: 'isReportType',
    validator: {
      validate: (value: unknown) => REPORTS.some(({ type }) => type === value),
      defaultMessage: () =>
        `$property must be one of ${[...new Set(REPORTS.map(({ type }) => type))].sort().join(', ')}`,
    },
  });

const columnsOf = (args?: ValidationArguments): string[] => {
  const { reportType } = (args?.object ?? {}) as { reportType?: unknown };
  return REPORTS.find(({ type }) => type === reportType)?.columns.map(({ name }) => name) ?? [];
};

/** Names of columns of the report beside it. */
export const AreReportColumns = () =>
  ValidateBy({
    name: 'areReportColumns',
    validator: {
      validate: (value: unknown, args) => {
        const names = columnsOf(args);
        return Array.isArray(value) && value.every((one) => names.includes(one as string));
      },
      defaultMessage: (args) => `each of $property must be one of ${columnsOf(args).join(', ')}`,
    },
  });

/** Two dates of the calendar, the second not before the first, five years apart at most. */
export const IsWholeRange = () =>
  ValidateBy({
    name: 'isWholeRange',
    validator: {
      validate: (value: unknown) => {
        const { from, to } = (value ?? {}) as Record<string, string>;
        if (!from || !to || !isLocalDate(from) || !isLocalDate(to) || to < from) return false;
        return countDays(from, to) <= MOST_DAYS;
      },
      defaultMessage: () => `$property must be two dates, to not before from, and ${MOST_DAYS} days at most`,
    },
  });

/** Only one of the two may be given. */
export const IsNotBeside = (other: string) =>
  ValidateBy({
    name: 'isNotBeside',
    validator: {
      validate: (_, args) => (args?.object as Record<string, unknown>)[other] === undefined,
      defaultMessage: () => `give $property or ${other}, not both`,
    },
  });
