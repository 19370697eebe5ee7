/** The package s3rver in a process of its own, with a bucket `files`. */
import S3rver from 's3rver';

const configureBuckets = [{ name: 'files', configs: [] }];
const server = new S3rver({
  port: 0,
  address: '127.0.0.1',
  silent: true,
  directory: process.argv[2],
  configureBuckets,
});
const { port } = await server.run();
process.on('SIGTERM', () => process.exit(0));
console.log(JSON.stringify({ port }));
