/** Kinds of jobs and the schemas of their data, taken from openapi.json at the build (vite.config.ts). */
declare module 'virtual:job-kinds' {
  export const KINDS: readonly {
    name: string;
    summary: string;
    startableBy: readonly string[];
    payload: import('../kit/form/schema').JsonSchema;
  }[];
}
