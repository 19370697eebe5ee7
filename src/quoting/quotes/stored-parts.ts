import { Injectable } from '@nestjs/common';
import { PartReader, type PartState } from './part-reader.js';

@Injectable()
export class StoredParts extends PartReader {
  read(): Promise<Map<string, PartState>> {
    return Promise.resolve(new Map());
  }

  thumbnail(): Promise<Buffer | null> {
    return Promise.resolve(null);
  }
}
