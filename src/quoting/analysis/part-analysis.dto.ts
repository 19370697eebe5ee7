import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { MEASURE_UNITS } from './part-analysis.js';

const UNITS = ['micron', 'mm', 'cm', 'in', 'ft', 'm'];
const Nullable = (description?: string) => ApiProperty({ type: Number, nullable: true, description });

class ExtentResponse {
  @ApiProperty() x!: number;
  @ApiProperty() y!: number;
  @ApiProperty() z!: number;
}

class EdgesResponse {
  @ApiProperty({ description: 'With one triangle: the surface is open there' }) boundary!: number;
  @ApiProperty({ description: 'With more than two triangles' }) nonManifold!: number;
  @ApiProperty({ description: 'Whose two triangles face opposite ways' }) inconsistent!: number;
  @ApiProperty() degenerateTriangles!: number;
}

class ThicknessResponse {
  @ApiProperty({ description: 'mm' }) min!: number;
  @ApiProperty({ description: 'mm; one per cent of the surface is thinner' }) p1!: number;
  @ApiProperty({ description: 'mm' }) median!: number;
}

class SheetResponse {
  @ApiProperty({ description: 'mm' }) cutLength!: number;
  @ApiProperty({ description: 'mm²' }) area!: number;
  @ApiProperty() contours!: number;
  @ApiProperty() openContours!: number;
}

class OverResponse {
  @ApiProperty({ description: 'Side that has no room, mm' }) measured!: number;
  @ApiProperty({ description: 'Room there is, mm' }) limit!: number;
}

class MachineFitResponse {
  @ApiProperty({ example: '1' }) machineId!: string;
  @ApiProperty({ type: String, nullable: true, example: 'as placed', description: 'null: too big' }) how!:
    | string
    | null;
  @ApiPropertyOptional({ type: OverResponse, description: 'Of one that does not fit' }) over?: OverResponse;
}

class PartIssueResponse {
  @ApiProperty({ example: 'thin_wall' }) code!: string;
  @ApiProperty({ enum: ['info', 'warning', 'error'] }) severity!: string;
  @ApiProperty() measured!: number;
  @ApiProperty() limit!: number;
  @ApiProperty({ enum: MEASURE_UNITS }) unit!: string;
  @ApiProperty({
    type: 'array',
    items: { type: 'array', items: { type: 'integer' } },
    description: 'Ranges of triangles, [first, count], of the mesh; none: it concerns the part as a whole',
  })
  faces!: [number, number][];
  @ApiProperty({
    type: [String],
    example: ['sls'],
    description: 'Codes of the processes that it speaks against; none: it does not depend on one',
  })
  processes!: string[];
  @ApiProperty({ description: 'What would mend it' }) fix!: string;
}

/** Why a person must look at a part. */
export class PartReasonResponse {
  @ApiProperty({ example: 'not_watertight' }) code!: string;
  @ApiProperty({ type: Number, nullable: true, description: 'Null where nothing can be measured' }) measured!:
    | number
    | null;
  @ApiProperty({ type: Number, nullable: true, description: 'How much of it would be no trouble' }) limit!:
    | number
    | null;
  @ApiProperty({ type: String, enum: [...MEASURE_UNITS, null], nullable: true }) unit!: string | null;
}

/** What an analysis found. Lengths are mm, areas mm², volumes mm³. */
export class PartAnalysisResponse {
  @ApiProperty({ description: 'Version of the analyser' }) analyser!: string;
  @ApiProperty({ enum: ['stl', 'obj', '3mf', 'step', 'iges', 'dxf'] }) format!: string;
  @ApiProperty({ enum: UNITS }) unit!: string;
  @ApiProperty({ description: 'False when neither the file nor the request named the unit' }) unitKnown!: boolean;
  @ApiProperty({ enum: ['body', 'sheet'] }) kind!: string;
  @ApiProperty() triangles!: number;
  @ApiProperty() vertices!: number;
  @ApiProperty({ description: 'Pieces in the file, as placed' }) quantity!: number;
  @ApiProperty() bodies!: number;
  @ApiProperty() shells!: number;
  @Nullable() genus!: number | null;
  @ApiProperty({ description: 'Advisory unless the verdict is solid' }) volume!: number;
  @ApiProperty() signedVolume!: number;
  @Nullable('Of the union, when bodies overlap') unitedVolume!: number | null;
  @ApiProperty() area!: number;
  @ApiProperty({ description: 'Length of the sum of all area vectors: 0 for a closed surface' }) areaVector!: number;
  @Nullable() hullVolume!: number | null;
  @ApiProperty({ description: 'Of cavities that nothing can leave' }) trappedVolume!: number;
  @ApiProperty({ type: ExtentResponse, description: 'Along the axes of the file' }) box!: ExtentResponse;
  @ApiProperty({ type: ExtentResponse, description: 'Smallest box in any direction' }) orientedBox!: ExtentResponse;
  @ApiProperty({ enum: ['solid', 'watertight', 'open', 'ambiguous'] }) verdict!: string;
  @ApiProperty({ type: EdgesResponse }) edges!: EdgesResponse;
  @ApiProperty({ type: ThicknessResponse, nullable: true }) thickness!: ThicknessResponse | null;
  @Nullable('Share of the surface that hangs over, 0..1') overhang!: number | null;
  @ApiProperty({ type: SheetResponse, nullable: true }) sheet!: SheetResponse | null;
  @ApiProperty({ type: [MachineFitResponse] }) fits!: MachineFitResponse[];
  @ApiProperty({ type: [PartIssueResponse] }) issues!: PartIssueResponse[];
  @ApiProperty({ type: [String], example: ['units_assumed'] }) warnings!: string[];
  @ApiProperty() manufacturable!: boolean;
  @ApiProperty({ type: [String], description: 'Why a person must look at it; empty: a price may be made' })
  reviewReasons!: string[];
  @ApiProperty({ type: [PartReasonResponse], description: 'The same with what was measured' })
  reasons!: PartReasonResponse[];
}
