import type { LoggerService } from '@nestjs/common';
import type { Logger } from 'pino';

type Level = 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace';

/** What Nest and the code log through Nest's Logger, as lines of pino: the name of who logs in `context`, errors in `err`. */
export class PinoLogger implements LoggerService {
  constructor(private readonly pino: Logger) {}

  log = this.at('info');
  error = this.at('error');
  warn = this.at('warn');
  debug = this.at('debug');
  verbose = this.at('trace');
  fatal = this.at('fatal');

  /** Nest calls with (message, ...more, context), and for some errors with (message, stack, context). */
  private at(level: Level) {
    return (message: unknown, ...more: unknown[]): void => {
      const context = more.pop();
      if (message instanceof Error) this.pino[level]({ context, err: message });
      else if (typeof message === 'object' && message !== null) this.pino[level]({ context, ...message });
      else if (level === 'error' && isStack(more[0]))
        this.pino[level]({ context, err: Object.assign(new Error(String(message)), { stack: more[0] }) });
      else this.pino[level]({ context }, String(message), ...more);
    };
  }
}

function isStack(value: unknown): value is string {
  return typeof value === 'string' && value.includes('\n    at ');
}
