/**
 * The file itself is at fault: reading it again gives the same answer, so a job that meets this error is not tried again.
 * `code` is for programs, `message` is for the person who uploaded the file.
 */
export class PartFileError extends Error {
  override readonly name = 'PartFileError';

  constructor(
    readonly code: PartFileErrorCode,
    message: string,
  ) {
    super(message);
  }
}

export type PartFileErrorCode =
  /** Nothing in it that could be made. */
  | 'empty'
  /** It ends before what it announces. */
  | 'truncated'
  /** None of the formats that are read. */
  | 'unrecognised'
  | 'binary_dxf'
  /** Its own format's rules are broken. */
  | 'malformed'
  /** A coordinate is not a number, or infinite. */
  | 'not_finite'
  | 'too_many_triangles'
  | 'too_many_instances'
  | 'cyclic_components'
  /** It needs an extension of its format that is not understood, or holds what is not read. */
  | 'unsupported_extension'
  | 'unsupported_entity'
  /** An archive that is broken, or has names or members it must not have. */
  | 'bad_archive'
  /** An archive that unpacks to far more than it is. */
  | 'archive_bomb'
  /** The library that reads this format is not installed. */
  | 'reader_missing';
