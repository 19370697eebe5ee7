import { PartFileError } from '../part-file-error.js';

interface OcctMesh {
  name: string;
  attributes: { position: { array: number[] } };
  index: { array: number[] };
}

interface OcctResult {
  success: boolean;
  meshes?: OcctMesh[];
}

interface Parameters {
  linearUnit: 'millimeter';
  linearDeflectionType: 'bounding_box_ratio';
  linearDeflection: number;
  angularDeflection: number;
}

export interface Occt {
  ReadStepFile(bytes: Uint8Array, parameters: Parameters): OcctResult;
  ReadIgesFile(bytes: Uint8Array, parameters: Parameters): OcctResult;
}

let loaded: Promise<Occt> | undefined;

/** Open Cascade, compiled to WebAssembly: an optional dependency (LGPL, 12 MB), loaded when the first STEP or IGES file comes. */
export function loadOcct(): Promise<Occt> {
  loaded ??= (async () => {
    // By a variable, so that the compiler does not insist on the package being installed.
    const name = 'occt-import-js';
    let start: (options: object) => Promise<Occt>;
    try {
      ({ default: start } = (await import(name)) as { default: typeof start });
    } catch {
      throw new PartFileError(
        'reader_missing',
        'This installation reads no STEP or IGES files: the package occt-import-js is not installed',
      );
    }
    // Its messages about a file's faults would mix with what the process tells its parent.
    return start({ print: () => undefined, printErr: () => undefined });
  })();
  return loaded;
}
