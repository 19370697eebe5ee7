import { Injectable, type PipeTransform } from '@nestjs/common';
import { invalid, notFound } from '../errors/app-error.js';

/** Largest id a Postgres integer holds. */
export const MAX_ID = 2_147_483_647;

/** Integer id of a path. What no id can be is 400; what none is, 404. */
@Injectable()
export class IdPipe implements PipeTransform<string, number> {
  transform(value: string): number {
    if (!/^\d{1,15}$/.test(value)) throw invalid('id', 'The id must be an integer');
    const id = Number(value);
    if (id < 1 || id > MAX_ID) throw notFound('Resource');
    return id;
  }
}
