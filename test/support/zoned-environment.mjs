import { TestEnvironment } from 'jest-environment-node';

/** The machine's own time zone is another one while a test file runs: `@jest-environment-options {"zone": "Asia/Tokyo"}`. */
export default class ZonedEnvironment extends TestEnvironment {
  constructor(config, context) {
    super(config, context);
    this.zone = config.projectConfig.testEnvironmentOptions.zone;
  }

  async setup() {
    await super.setup();
    this.before = process.env.TZ;
    process.env.TZ = this.zone;
    // What tests hand on to the processes they start is a copy.
    this.global.process.env.TZ = this.zone;
  }

  async teardown() {
    if (this.before === undefined) delete process.env.TZ;
    else process.env.TZ = this.before;
    await super.teardown();
  }
}
