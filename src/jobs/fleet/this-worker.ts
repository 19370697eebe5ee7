import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { Injectable } from '@nestjs/common';
import { thisVersion } from './this-version.js';

/** This process, by the name it has in the ledger and in the table of workers. */
@Injectable()
export class ThisWorker {
  readonly host = hostname();
  readonly version = thisVersion();
  readonly id = `${this.host}:${process.pid}:${randomUUID().slice(0, 8)}`;
}
