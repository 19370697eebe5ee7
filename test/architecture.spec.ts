import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize, relative, resolve } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { CONFIG_NAMES } from '../src/platform/config/config.js';

const ROOT = resolve(import.meta.dirname, '..');
const FEATURES = ['rooms', 'pms', 'quoting', 'statements', 'catchup'];
/** What several features use and what itself has jobs: mail to people, reports. */
const SHARED = ['messages', 'reports'];
/** What each part of src may import besides itself. Imports go one way. */
const MAY_IMPORT: Record<string, string[]> = {
  platform: [],
  jobs: ['platform'],
  ...Object.fromEntries(SHARED.map((part) => [part, ['platform', 'jobs']])),
  reports: ['platform', 'jobs', 'messages'],
  ...Object.fromEntries(FEATURES.map((feature) => [feature, ['platform', 'jobs', ...SHARED]])),
  pms: ['platform', 'jobs', ...SHARED, 'rooms'],
  ops: ['platform', 'jobs', ...SHARED, ...FEATURES],
  cli: ['platform', 'jobs', ...SHARED, ...FEATURES, 'ops', 'root'],
  // What goes into the OpenAPI document, whoever's routes it shows.
  openapi: ['platform'],
  root: ['platform', 'jobs', ...SHARED, ...FEATURES, 'ops', 'openapi'],
};

/**
 * Folders of src/jobs from the lowest to the highest: each imports only those before it, types too. (The why of the order is in
 * src/jobs/README.md.) The files beside the folders put everything together and may import all of them.
 */
const JOBS_ORDER = [
  'contract',
  'metrics',
  'ledger',
  'doorbell',
  'rates',
  'fleet',
  'relay',
  'watch',
  'items',
  'effects',
  'batches',
  'runner',
  'queries',
  'accept',
  'rounds',
  'control',
  'reconciler',
  'dead-letter',
  'bulk',
  'queues',
  'all-tenants',
  'why',
  'events',
  'manage',
  'cron',
  'clock',
  'schedules',
  'night',
  'changes',
  'webhooks',
  'alerts',
  'job-end',
  'lifecycle',
  'testing',
];

/** Parts of src whose folders are areas: each is one Nest module, and they import each other in one direction. */
const AREAS_OF = ['rooms', 'pms', 'quoting', 'statements', 'catchup'];
/** Names of folders that would gather files by layer. */
const LAYERS = ['controllers', 'dto', 'dtos', 'entities', 'jobs', 'modules', 'processors', 'repositories', 'services'];

interface Source {
  path: string;
  part: string;
  text: string;
  imports: { name: string; typeOnly: boolean }[];
}

const sources: Source[] = readdirSync(join(ROOT, 'src'), { recursive: true })
  .map(String)
  .filter((name) => name.endsWith('.ts'))
  .map((name) => {
    const path = join('src', name);
    const text = readFileSync(join(ROOT, path), 'utf8');
    const imports = [...text.matchAll(/^(?:import|export)\s+(type\s)?[^'";]*?from\s+'([^']+)'|^import\s+'([^']+)'/gm)];
    return {
      path,
      part: name.includes('/') ? name.split('/', 1)[0]! : 'root',
      text,
      imports: imports.map(([, type, from, bare]) => ({ name: (from ?? bare)!, typeOnly: type !== undefined })),
    };
  });
const product = sources.filter((source) => !source.path.endsWith('.spec.ts'));

/** Path of a relative import as a source file of ours. */
function target(source: Source, name: string): string | undefined {
  return name.startsWith('.') ? normalize(join(dirname(source.path), name)).replace(/\.js$/, '.ts') : undefined;
}

function partOf(path: string): string {
  const [, first, second] = relative('.', path).split('/');
  return second ? first! : 'root';
}

/** `src/pms/folios` of `src/pms/folios/folio-row.ts`; undefined for what lies beside the areas. */
function areaOf(path: string): string | undefined {
  const [src, part, area, file] = path.split('/');
  return file === undefined || !AREAS_OF.includes(part!) ? undefined : `${src}/${part}/${area}`;
}

/** The areas each area imports, types too. */
function areaImports(): Map<string, Set<string>> {
  const areas = new Map<string, Set<string>>();
  for (const source of product) {
    const area = areaOf(source.path);
    if (!area) continue;
    const imported = areas.get(area) ?? new Set();
    for (const { name } of source.imports) {
      const other = areaOf(target(source, name) ?? '');
      if (other && other !== area) imported.add(other);
    }
    areas.set(area, imported);
  }
  return areas;
}

describe('architecture', () => {
  it('imports go one way: platform ← jobs ← messages, reports ← features ← ops ← app', () => {
    const wrong = product.flatMap((source) =>
      source.imports
        .map(({ name }) => target(source, name))
        .filter((path) => path?.startsWith('src/'))
        .filter((path) => partOf(path!) !== source.part && !MAY_IMPORT[source.part]?.includes(partOf(path!)))
        .map((path) => `${source.path} → ${path}`),
    );
    expect(wrong).toEqual([]);
  });

  it('imports inside jobs go one way, by the order of its folders', () => {
    const folders = new Set(
      product.filter(({ path }) => /^src\/jobs\/.+\//.test(path)).map(({ path }) => path.split('/')[2]!),
    );
    expect([...folders].sort()).toEqual([...JOBS_ORDER].sort());
    const place = (path: string) => {
      const [, , folder, file] = path.split('/');
      // `testing` starts the whole of jobs, by the module beside the folders.
      return file === undefined || folder === 'testing' ? JOBS_ORDER.length : JOBS_ORDER.indexOf(folder!);
    };
    const wrong = product
      .filter((source) => source.part === 'jobs')
      .flatMap((source) =>
        source.imports
          .map(({ name }) => target(source, name))
          .filter((path) => path?.startsWith('src/jobs/') && place(path) > place(source.path))
          .map((path) => `${source.path} → ${path}`),
      );
    expect(wrong).toEqual([]);
  });

  it('the README of jobs gives its folders in the same order', () => {
    const readme = readFileSync(join(ROOT, 'src/jobs/README.md'), 'utf8');
    const section = readme.split('## Folders')[1]!.split('\n## ', 1)[0]!;
    expect([...section.matchAll(/^\| `([a-z-]+)\/` \|/gm)].map(([, name]) => name)).toEqual(JOBS_ORDER);
  });

  it('no area of jobs gathers by layer, and no provider is listed in two modules', () => {
    const modules = product.filter(({ path }) => path.startsWith('src/jobs/') && path.endsWith('.module.ts'));
    const listed = modules.flatMap(({ path, text }) =>
      [...text.matchAll(/(?:providers|controllers): \[(?!\s*\{)([^\]]*)\]/g)].flatMap(([, list]) =>
        [...list!.matchAll(/^\s*([A-Z]\w+),?$|([A-Z]\w+)(?=[,\s\]]|$)/gm)].map(([, a, b]) => ({
          path,
          name: (a ?? b)!,
        })),
      ),
    );
    const twice = listed.filter(({ name }, n) => listed.findIndex((other) => other.name === name) !== n);
    expect(twice).toEqual([]);
    const layers = product.filter(({ path }) => /^src\/jobs\/(controllers|dto|services|modules|jobs)\//.test(path));
    expect(layers.map(({ path }) => path)).toEqual([]);
  });

  it('nothing of the product imports what is for tests', () => {
    const wrong = product
      .filter(({ path }) => !path.includes('/testing/'))
      .flatMap((source) =>
        source.imports
          .map(({ name }) => target(source, name))
          .filter((path) => path?.includes('/testing/'))
          .map((path) => `${source.path} → ${path}`),
      );
    expect(wrong).toEqual([]);
  });

  it('features see only the front door of jobs and of each other', () => {
    const wrong = product
      .filter((source) => [...FEATURES, ...SHARED].includes(source.part))
      .flatMap((source) =>
        source.imports
          .map(({ name }) => target(source, name))
          .filter((path) => path && partOf(path) !== source.part && partOf(path) !== 'platform')
          .filter((path) => !/^src\/[a-z]+\/index\.ts$/.test(path!))
          .map((path) => `${source.path} → ${path}`),
      );
    expect(wrong).toEqual([]);
  });

  it('only jobs (and the board) know Bull and Redis', () => {
    const wrong = product
      .filter((source) => source.part !== 'jobs' && source.path !== 'src/ops/bull-board.ts')
      .filter((source) => source.imports.some(({ name }) => ['bull', '@nestjs/bull', 'ioredis'].includes(name)));
    expect(wrong.map((source) => source.path)).toEqual([]);
  });

  it('only config, main and the commands read the environment', () => {
    const wrong = product
      .filter(({ path }) => !/^src\/(platform\/config\/|main\.ts|cli\/)/.test(path))
      .filter(({ text }) => text.includes('process.env'));
    expect(wrong.map((source) => source.path)).toEqual([]);
  });

  it('features reach tenants only through the tenant database', () => {
    const wrong = product
      .filter((source) => [...FEATURES, ...SHARED].includes(source.part))
      .filter(({ text }) => /SystemDatabase|InjectDataSource|createQueryRunner/.test(text));
    expect(wrong.map((source) => source.path)).toEqual([]);
  });

  it('has no import cycles', () => {
    const graph = new Map(
      product.map((source) => [
        source.path,
        source.imports.filter(({ typeOnly }) => !typeOnly).flatMap(({ name }) => target(source, name) ?? []),
      ]),
    );
    const cycles: string[] = [];
    const done = new Set<string>();
    const visit = (path: string, trail: string[]): void => {
      if (trail.includes(path)) cycles.push([...trail.slice(trail.indexOf(path)), path].join(' → '));
      if (done.has(path) || trail.includes(path)) return;
      for (const next of graph.get(path) ?? []) visit(next, [...trail, path]);
      done.add(path);
    };
    for (const path of graph.keys()) visit(path, []);
    expect(cycles).toEqual([]);
  });

  it('migrations import nothing that changes: TypeORM, Node, and what is frozen beside them', () => {
    const wrong = readdirSync(join(ROOT, 'migrations'), { recursive: true })
      .map(String)
      .filter((name) => name.endsWith('.ts'))
      .flatMap((name) =>
        [...readFileSync(join(ROOT, 'migrations', name), 'utf8').matchAll(/\b(?:from|import)\s*\(?\s*'([^'\n]+)'/g)]
          .map(([, from]) => from!)
          .filter((from) => !/^(typeorm|node:.+)$/.test(from))
          .filter((from) => !normalize(join('migrations', dirname(name), from)).startsWith('migrations/support/'))
          .map((from) => `migrations/${name} → ${from}`),
      );
    expect(wrong).toEqual([]);
  });

  it('every folder of a feature is an area with one module, and none gathers by layer', () => {
    const areas = [...areaImports().keys()];
    const modules = product.filter(({ path }) => path.endsWith('.module.ts')).map(({ path }) => dirname(path));
    const wrong = areas.filter((area) => modules.filter((folder) => folder === area).length !== 1);
    expect(wrong).toEqual([]);
    const layers = product
      .map(({ path }) => path)
      .filter((path) => areaOf(path) && LAYERS.includes(path.split('/')[2]!));
    expect(layers).toEqual([]);
  });

  it('the module of an area provides only what lies in its folder', () => {
    const wrong = product
      .filter(({ path }) => areaOf(path) && path.endsWith('.module.ts'))
      .flatMap(({ path, text }) => {
        const listed = [...text.matchAll(/(?:providers|controllers): \[([^\]]*)\]/g)].flatMap(([, list]) =>
          [...list!.matchAll(/\b[A-Z]\w+/g)].map(([name]) => name),
        );
        const foreign = [...text.matchAll(/^import \{([^}]*)\} from '\.\.\/[^']+'/gm)].flatMap(([, names]) =>
          [...names!.matchAll(/\w+/g)].map(([name]) => name),
        );
        return listed.filter((name) => foreign.includes(name)).map((name) => `${path} provides ${name}`);
      });
    expect(wrong).toEqual([]);
  });

  it('areas import each other in one direction', () => {
    const graph = areaImports();
    const cycles: string[] = [];
    const done = new Set<string>();
    const visit = (area: string, trail: string[]): void => {
      if (trail.includes(area)) cycles.push([...trail.slice(trail.indexOf(area)), area].join(' → '));
      if (done.has(area) || trail.includes(area)) return;
      for (const next of graph.get(area) ?? []) visit(next, [...trail, area]);
      done.add(area);
    };
    for (const area of graph.keys()) visit(area, []);
    expect(cycles).toEqual([]);
  });

  it.each(AREAS_OF)('areas of %s import only those that stand before them in its README', (feature) => {
    const readme = readFileSync(join(ROOT, `src/${feature}/README.md`), 'utf8');
    const section = readme.split('## Areas')[1]!.split('\n## ', 1)[0]!;
    const order = [...section.matchAll(/^\| `([a-z-]+)` \|/gm)].map(([, name]) => `src/${feature}/${name}`);
    const graph = [...areaImports()].filter(([area]) => area.startsWith(`src/${feature}/`));
    expect([...order].sort()).toEqual(graph.map(([area]) => area).sort());
    const wrong = graph.flatMap(([area, imported]) =>
      [...imported].filter((other) => order.indexOf(other) > order.indexOf(area)).map((other) => `${area} → ${other}`),
    );
    expect(wrong).toEqual([]);
  });

  it('no two classes of bodies and answers have one name, because the OpenAPI document knows them by it', () => {
    const names = product
      .filter(({ path }) => path.endsWith('.dto.ts'))
      .flatMap(({ text }) => [...text.matchAll(/^export class (\w+)/gm)].map(([, name]) => name!));
    expect(names.filter((name, place) => names.indexOf(name) < place)).toEqual([]);
  });

  it('a body of the hotel’s desk that is sent with a null where something may be left out is told from one without it', () => {
    // @IsOptional lets null pass as it is, where the code asks for undefined: @NullIsLeftOut, @IfGiven, or nullable and said so.
    const bodies = sources
      .filter(({ path }) => /^src\/pms\/.*\.(dto|payload)\.ts$/.test(path))
      .flatMap(({ path, text }) => text.split(/^(?=export class )/m).map((part) => ({ path, part })))
      .filter(({ part }) => /^export class \w+(Request|Payload) /.test(part));
    expect(bodies.length).toBeGreaterThan(30);
    expect(bodies.filter(({ part }) => part.includes('@IsOptional()')).map(({ path }) => path)).toEqual([]);
  });

  it('has no file over 400 lines', () => {
    const long = sources.filter(({ text }) => text.split('\n').length > 400);
    expect(long.map((source) => source.path)).toEqual([]);
  });

  it('documents every variable in .env.example, and no other', () => {
    const example = readFileSync(join(ROOT, '.env.example'), 'utf8');
    const documented = [...example.matchAll(/^#?([A-Z][A-Z0-9_]+)=/gm)].map(([, name]) => name!);
    expect([...documented].sort()).toEqual([...CONFIG_NAMES].sort());
  });

  it('the console: each folder imports only those that its README allows, and no page another one', () => {
    const may: Record<string, string[]> = {
      lib: [],
      api: ['lib'],
      live: ['lib', 'api'],
      viewer: ['lib'],
      customer: ['viewer'],
      kit: ['lib', 'api', 'viewer', 'shell/keys', 'shell/theme'],
      shell: ['lib', 'api', 'live', 'kit', 'app'],
      app: ['lib', 'api', 'kit', 'shell', 'pages'],
      pages: ['lib', 'api', 'live', 'kit', 'shell', 'app/page'],
    };
    const root = join(ROOT, 'web/src');
    const files = readdirSync(root, { recursive: true })
      .map(String)
      .filter((name) => /\.tsx?$/.test(name) && name.includes('/') && !name.endsWith('.d.ts'));
    expect(files.length).toBeGreaterThan(40);
    const wrong = files.flatMap((name) => {
      const [folder, page] = name.split('/');
      const text = readFileSync(join(root, name), 'utf8');
      const imports = [...text.matchAll(/(?:from|import\()\s*'(\.[^']+)'/g)].map(([, path]) =>
        normalize(join(dirname(name), path!)),
      );
      const strange = imports.filter((path) => {
        const [other, otherPage] = path.split('/');
        if (other === folder) return folder === 'pages' && page !== otherPage;
        return !may[folder!]?.some((allowed) => path === allowed || path.startsWith(`${allowed}/`));
      });
      const lines = text.split('\n').length;
      const raw = /dangerouslySetInnerHTML|innerHTML|\beval\(/.test(text) ? [`${name} writes markup`] : [];
      return [
        ...strange.map((path) => `${name} → ${path}`),
        ...raw,
        ...(lines > 400 ? [`${name}: ${lines} lines`] : []),
      ];
    });
    expect(wrong).toEqual([]);
  });
});

describe('scripts', () => {
  /** Every package that a script and what it imports need as it begins. */
  function packagesOf(file: string, seen = new Set<string>()): string[] {
    if (seen.has(file)) return [];
    seen.add(file);
    const imports = [...readFileSync(file, 'utf8').matchAll(/^(?:import|export)\s(?:[^;]*?from\s+)?'([^']+)'/gm)];
    return imports.flatMap(([, name]) => {
      if (name!.startsWith('node:')) return [];
      if (name!.startsWith('.')) return packagesOf(resolve(dirname(file), name!), seen);
      return [`${relative(ROOT, file)}: ${name!}`];
    });
  }

  // They install what is missing themselves, so at first nothing is there.
  it.each(['start', 'test', 'check', 'install', 'bench', 'faults', 'hours', 'nodes', 'openapi'])(
    '%s begins without any package',
    (name) => {
      expect(packagesOf(join(ROOT, `scripts/${name}.mjs`))).toEqual([]);
    },
  );
});
