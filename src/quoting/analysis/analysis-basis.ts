import { extname } from 'node:path';
import { Injectable } from '@nestjs/common';
import { MachinesService } from '../catalogue/machines/machines.service.js';
import { ProcessesService } from '../catalogue/processes/processes.service.js';
import type { PartFile } from '../files/part-file.entity.js';
import type { AnalysisInput } from './analysis-input.js';
import { fingerprintOf } from './fingerprint.js';
import { processToAsk } from './offered-processes.js';
import { ANALYSER, type PartAnalysis } from './part-analysis.js';

export type AnalysisInputs = Omit<AnalysisInput, 'path' | 'meshPath' | 'thumbnailPath'>;

/** What parts are held against: the workshop's machines and processes as they are now. */
@Injectable()
export class AnalysisBasis {
  constructor(
    private readonly machines: MachinesService,
    private readonly processes: ProcessesService,
  ) {}

  async of(
    { name, unit }: Pick<PartFile, 'name' | 'unit'>,
    performDfm: boolean,
    fileType?: string,
  ): Promise<AnalysisInputs> {
    return {
      name,
      unit: unit ?? undefined,
      fileType,
      machines: (await this.machines.beds()).map((bed) => ({ ...bed, id: String(bed.id) })),
      processes: (await this.processes.limits()).map(processToAsk),
      options: { performDfm },
    };
  }

  /** Whether the whole analysis, made now, would be this one: machines, limits and analyser are as they were. */
  async isCurrent(
    file: Pick<PartFile, 'name' | 'unit'>,
    { result, fingerprint }: { result: Pick<PartAnalysis, 'format'>; fingerprint: string },
  ): Promise<boolean> {
    const inputs = await this.of(file, true);
    // A job may have told what it takes the file for.
    const told = [undefined, result.format, extname(file.name).slice(1)];
    return told.some((fileType) => fingerprintOf(ANALYSER, { ...inputs, fileType }, true) === fingerprint);
  }
}
