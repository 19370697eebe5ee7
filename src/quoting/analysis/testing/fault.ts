import { PartFileError } from '../part-file-error.js';

/** Code of the PartFileError that the work ends in; `none` when it ends well. Another error goes on. */
export async function faultOf(work: () => unknown): Promise<string> {
  try {
    await work();
  } catch (error) {
    if (error instanceof PartFileError) return error.code;
    throw error;
  }
  return 'none';
}
