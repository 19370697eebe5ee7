import { Injectable, type PipeTransform } from '@nestjs/common';
import { invalid, notFound } from '../errors/app-error.js';

/** Largest id a Postgres integer holds. */
export const MAX_ID = 2_147_483_647;

/** Integer id of a path: 400 for a text that is no integer, 404 for an integer that cannot be an id. */
@Injectable()
export class IdPipe implements PipeTransform<string, number> {
  transform(value: string): number {
    if (!/^\d{1,15}$/.test(value)) throw invalid('id', 'The id must be an integer');
    const id = Number(value);
    if (id < 1 || id > MAX_ID) throw notFound('Resource');
    return id;
  }
}
